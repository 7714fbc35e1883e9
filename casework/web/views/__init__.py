"""The screens, a file a subject: load, allow, form, one call, redirect.

May import: services, domain, the rest of this floor. Must never build a query, commit or decide.
"""

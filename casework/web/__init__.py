"""The door of screens: load, allow, form, one call, redirect.

May import: services, domain, Flask, Flask-Login, WTForms. Must never build a query, commit or decide.
"""

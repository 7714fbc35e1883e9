"""The door of commands: a file a subject, help in Vietnamese, JSON alone on stdout when asked.

May import: services, domain, click. Must never build a query, commit or decide.
"""

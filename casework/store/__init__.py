"""What is kept: tables, the journal, facts, search, sessions, migrations to the present schema.

May import: domain, SQLAlchemy, Alembic. Must never decide, format or commit.
"""

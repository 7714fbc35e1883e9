"""What comes in: spreadsheets, uploads, encodings; a file becomes plain values and problems.

May import: domain, python-calamine, pandas, puremagic. Must never touch the database.
"""

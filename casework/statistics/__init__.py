"""The figures: the catalogue of measures, populations as of a day, the members of a figure.

May import: domain, store, SQLAlchemy, pandas. Must never format a number or know Flask.
"""

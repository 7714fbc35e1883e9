"""Official papers: wordings with fields in braces, filled into a sheet of plain data, rendered as PDF and DOCX.

A wording is data (`shipped/*.toml`, or the office's own); this folder asks no database and counts nothing.
"""

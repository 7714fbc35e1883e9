"""Attached files of a record: taken in, listed, opened, struck out; nothing of a hidden record is told.

May import: all floors below, and each other within this folder. Must never see a request, nor another service.
"""

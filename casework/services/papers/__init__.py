"""Official papers of a record: drafting, issuing, numbering, printing again, and the office's own wordings.

May import: all floors below, and each other within this folder. Must never see a request, nor another service.
"""

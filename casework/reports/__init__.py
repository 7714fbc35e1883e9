"""Paper: sentences, sections, a document as plain data, and its renderers; figures come in as arguments.

May import: domain, reportlab, XlsxWriter. Must never query or count.
"""

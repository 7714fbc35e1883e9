"""Claims of numbers in a draft: what a text says with numbers, and whether the arithmetic bears it.

Text in, findings out; nothing is stored, nothing is asked of a database. What cannot be told from the text alone is
left undecided: a warning that is wrong costs more trust than a fault that is missed.
"""

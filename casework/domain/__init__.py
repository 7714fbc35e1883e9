"""The law and the arithmetic as plain types: vocabulary, days, limits, workflow, periods, rates, folding.

May import: the standard library only. Must never touch a database, a file, the clock or Flask.
"""

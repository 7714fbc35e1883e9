"""Returns of units that keep their own books: who owes which, drafting, filing, accepting, sending back, reminding.

May import: all floors below, and each other within this folder. Must never see a request, nor another service.
"""

"""What people do, a verb a function: one verb is one transaction, with a journal entry for each event.

May import: all floors below. Must never see a request, a cookie or HTML, nor call another service:
what two services share goes down a floor.
"""

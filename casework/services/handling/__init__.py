"""Handling records by hand: entering, moving, correcting; every verb that writes a record and shares these lives here.

May import: all floors below, and each other within this folder. Must never see a request, nor another service.
`entering.enter`, `moving.step` and `correcting.amend` work in an open session, so that a verb may do several at once.
"""

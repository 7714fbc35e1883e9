"""Reports: making, issuing, comparing, proving and rehearsing them, and the statutory forms; one service.

May import: all floors below, and each other within this folder. Must never see a request, nor another service.
`making.make_document` composes in a session of its own; what an issued report freezes is gathered by `issuing`.
"""

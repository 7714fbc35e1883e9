"""The tests mirror `casework/` file by file; `machine.py` and `postgres.py` hold what they share."""

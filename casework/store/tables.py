"""Every table of the database, for the migrations and for whoever needs the whole metadata."""

from __future__ import annotations

from casework.store import (
    access_log,
    account_tables,
    base,
    catalogue_tables,
    declared,
    destroying,
    draft_table,
    duties,
    facts,
    items,
    journal,
    law_change_table,
    notices,
    paper_wording,
    records,
    series,
    unit_structure,
    work,
)

metadata = base.metadata

MODULES = (
    access_log,
    account_tables,
    catalogue_tables,
    declared,
    destroying,
    draft_table,
    duties,
    facts,
    items,
    journal,
    law_change_table,
    notices,
    paper_wording,
    records,
    series,
    work,
    unit_structure,
)
"""Imported so that their tables are registered in `metadata`."""

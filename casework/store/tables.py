"""Every table of the database, for the migrations and for whoever needs the whole metadata."""

from __future__ import annotations

from casework.store import (
    access_log,
    account_tables,
    base,
    catalogue_tables,
    check_notes,
    composing,
    declared,
    destroying,
    draft_table,
    duties,
    facts,
    heading_columns,
    issued,
    items,
    jobs,
    journal,
    law_change_table,
    notices,
    paper_wording,
    promise_facts,
    reconciling,
    records,
    returns,
    series,
    unit_structure,
    work,
)

metadata = base.metadata

MODULES = (
    access_log,
    account_tables,
    catalogue_tables,
    check_notes,
    composing,
    declared,
    destroying,
    draft_table,
    duties,
    facts,
    heading_columns,
    issued,
    items,
    jobs,
    journal,
    law_change_table,
    notices,
    paper_wording,
    promise_facts,
    reconciling,
    records,
    returns,
    series,
    work,
    unit_structure,
)
"""Imported so that their tables are registered in `metadata`."""

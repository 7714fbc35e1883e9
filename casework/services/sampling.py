"""The sample register, for trying the system and for its tests."""

from __future__ import annotations

from casework.files.sample import make_sample


def sample_register() -> bytes:
    """An .xlsx register whose rows are made up and whose totals are those published for the first half of 2024."""
    return make_sample()

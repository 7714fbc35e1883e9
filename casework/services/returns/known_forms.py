"""The forms in which units may return: those whose files stand in the system, by key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from casework.domain.form_files import forms_of
from casework.domain.forms import FormDefinition
from casework.store.form_files import read_form_files


@cache
def known_forms() -> Mapping[str, FormDefinition]:
    """Form's key → its definition, in the order of the forms."""
    return MappingProxyType({one.key: one for one in forms_of(read_form_files())})

"""The forms that stand in files (`reference/forms/*.json`), read and judged once; see docs/forms.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FORMS_FOLDER = Path(__file__).resolve().parent / "reference" / "forms"
CONTENTS_FILE = FORMS_FOLDER.parent / "form_contents.json"


def read_form_files(folder: Path = FORMS_FOLDER) -> dict[str, Any]:
    """File name → what stands in it, by name; a file that is no JSON stands with its ValueError."""
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("*.json")):
        found[path.name] = read_form_file(path)
    return found


def read_form_file(path: Path) -> Any:
    """What stands in a form's file; the ValueError where it is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return error


@cache
def subject_contents() -> Mapping[str, tuple[str, ...]]:
    """Content class of the forms (`grounds.MatterContent`) → the subjects (lĩnh vực) that mean it by themselves."""
    read: dict[str, list[str]] = json.loads(CONTENTS_FILE.read_text(encoding="utf-8"))
    return {name: tuple(subjects) for name, subjects in read.items()}

"""A resource of the data interface: its address, parameters, shape and right, declared once above its view.

The routes, the description (`openapi.py`), the refusal of unknown parameters and the tests all read this declaration.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request

from casework.domain.reading import Reading
from casework.web.api.shapes import Schema
from casework.web.asking import BadAddressError
from casework.web.gate import Right, allow, with_token
from casework.web.told import tell_given

ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A word of the address after "?"."""

    name: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """What a view answers: JSON (`data`) or a file (`file`), and what the access log is told before it is sent."""

    data: Mapping[str, Any] | None = None
    readings: Sequence[Reading] = ()
    file: Response | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """An address with what it gives. `shape`: a name of `shapes.SHAPES`, "" for a file; `cells`: it also takes the
    dimensions of the figure as parameters; `path_parts`: what its own parts mean."""

    path: str
    name: str
    summary: str
    shape: str
    parameters: tuple[Parameter, ...]
    cells: bool
    path_parts: Mapping[str, Schema]
    right: Right

    @property
    def template(self) -> str:
        """The path as descriptions write it: /figures/{code}."""
        return re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", self.path)


View = Callable[..., Given]


class Resources:
    """The resources of a blueprint, in the order of their declaration."""

    def __init__(self, blueprint: Blueprint) -> None:
        """None yet."""
        self.blueprint = blueprint
        self.all: list[Resource] = []

    def resource(
        self,
        path: str,
        shape: str,
        right: Right,
        *parameters: Parameter,
        cells: bool = False,
        **path_parts: Schema,
    ) -> Callable[[View], View]:
        """Declares the view below as the resource at `path`; its docstring is its summary."""

        def declare(view: View) -> View:
            summary = " ".join((view.__doc__ or "").split())
            made = Resource(path, view.__name__, summary, shape, parameters, cells, path_parts, with_token(right))
            self.all.append(made)
            self.blueprint.add_url_rule(ROOT + path, view.__name__, _answering(made, view), methods=["GET"])
            return view

        return declare


def _answering(resource: Resource, view: View) -> Callable[..., Response]:
    known = {parameter.name for parameter in resource.parameters}

    @allow(resource.right)
    @wraps(view)
    def answer(**parts: Any) -> Response:
        unknown = sorted(set(request.args) - known)
        if unknown and not resource.cells:
            raise unknown_parameters(unknown, known)
        given = view(**parts)
        response = given.file
        if response is None:
            body = json.dumps(given.data, ensure_ascii=False, separators=(",", ":")).encode()
            response = Response(body, content_type="application/json; charset=utf-8")
        response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
        response.make_conditional(request)
        if response.status_code != 304:
            tell_given(given.readings)
        return response

    return answer


def unknown_parameters(unknown: Sequence[str], known: Sequence[str] | set[str]) -> BadAddressError:
    """The refusal of parameters that nothing reads: an answer to another question than was meant would look right."""
    allowed = ", ".join(sorted(known)) or "không tham số nào"
    return BadAddressError(f"Không có tham số “{unknown[0][:60]}” ở đây; dùng được: {allowed}.")

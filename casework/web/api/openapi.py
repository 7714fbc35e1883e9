"""The description of the data interface as OpenAPI 3.1, made from the declarations of its routes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casework.web.api.resources import ROOT, Parameter, Resource
from casework.web.api.shapes import SHAPES, of

VERSION = "1.0.0"
ABOUT = (
    "Giao diện chỉ đọc: số liệu, hồ sơ đứng sau số liệu (không danh tính), báo cáo đã phát hành. Mỗi yêu cầu gửi mã "
    "truy cập trong dòng đầu Authorization: Bearer; mã đọc được đúng những gì chủ mã được xem. Ngày viết 2024-06-14."
)
PROBLEMS = {
    "400": "Tham số không đúng; detail nói sai gì.",
    "401": "Không có mã truy cập, hoặc mã không dùng được.",
    "403": "Vai trò của chủ mã không được xem.",
    "404": "Không có, hoặc chủ mã không được biết là có.",
    "405": "Chỉ nhận GET.",
    "429": "Thử sai quá nhiều lần; đợi theo Retry-After.",
    "500": "Lỗi của hệ thống.",
    "503": "Cơ sở dữ liệu tạm thời không dùng được; đợi theo Retry-After.",
}


def description(resources: Sequence[Resource]) -> dict[str, Any]:
    """The whole description; the same declarations give the same."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Số liệu kiến nghị cử tri và đơn thư", "version": VERSION, "description": ABOUT},
        "servers": [{"url": ROOT}],
        "security": [{"token": []}],
        "paths": {one.template or "/": {"get": _operation(one)} for one in resources},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": dict(SHAPES),
            "responses": {
                f"Problem{status}": {
                    "description": words,
                    "content": {"application/problem+json": {"schema": of("Problem")}},
                }
                for status, words in PROBLEMS.items()
            },
        },
    }


def _operation(resource: Resource) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": schema} for name, schema in resource.path_parts.items()
    ]
    parameters += [_query(one) for one in resource.parameters]
    if resource.cells:
        parameters.append(
            {
                "name": "cell",
                "in": "query",
                "description": "Ô phân tổ: mỗi chiều là một tham số (type=complaint); “-” là không ghi.",
                "style": "form",
                "explode": True,
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
            }
        )
    content = (
        {"application/json": {"schema": of(resource.shape)}} if resource.shape else {"application/octet-stream": {}}
    )
    return {
        "operationId": resource.name,
        "summary": resource.summary,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "Trả lời.",
                "headers": {"ETag": {"description": "Gửi lại trong If-None-Match.", "schema": {"type": "string"}}},
                "content": content,
            },
            "304": {"description": "Không đổi so với ETag đã gửi."},
            **{status: {"$ref": f"#/components/responses/Problem{status}"} for status in PROBLEMS},
        },
    }


def _query(one: Parameter) -> dict[str, Any]:
    return {"name": one.name, "in": "query", "description": one.description, "schema": dict(one.schema)}

"""The OpenAPI 3.1 document: what the routes say, with problems under their own media type."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from pes_portal.wire.problems import PROBLEM_MEDIA_TYPE

_UNUSED = ("HTTPValidationError", "ValidationError")


def document(app: FastAPI) -> dict[str, Any]:
    """The document as data."""
    content = get_openapi(
        title=app.title, version=app.version, summary=app.summary, routes=app.routes, openapi_version="3.1.0"
    )
    for path in content["paths"].values():
        for operation in path.values():
            _name_problem_media_type(operation)
    for name in _UNUSED:
        content["components"]["schemas"].pop(name, None)
    return content


def text(app: FastAPI) -> str:
    """The document as it is committed: readable, and the same on every machine."""
    return json.dumps(document(app), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _name_problem_media_type(operation: dict[str, Any]) -> None:
    for status, answer in operation["responses"].items():
        if status.isdigit() and int(status) >= 400:
            shape = next(iter(answer["content"].values()))
            answer["content"] = {PROBLEM_MEDIA_TYPE: shape}

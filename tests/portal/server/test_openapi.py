"""The committed interface document is the one that the portal speaks."""

from __future__ import annotations

import json
from pathlib import Path

from pes_portal.commands import openapi_text

COMMITTED = Path(__file__).parents[3] / "resources" / "openapi.json"


def test_the_committed_document_is_what_the_portal_says():
    assert openapi_text() == COMMITTED.read_text("utf-8"), (
        "the interface changed: run `pes-portal openapi > resources/openapi.json` if that was meant"
    )


def test_every_refusal_is_documented_as_a_problem():
    document = json.loads(COMMITTED.read_text("utf-8"))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                if status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)

"""How `pes` speaks: results on stdout (a table or one JSON document), everything else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pes_client.cli.documents import finding_row
from pes_client.domain.findings import Finding
from pes_client.errors import PesError, PortalRefused
from pes_client.wording import NOTHING

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Output:
    """The person's wishes about output."""

    as_json: bool
    quiet: bool

    def result(self, document: Mapping[str, Any], lines: Sequence[str]) -> None:
        """The result: the whole document with `--json`, the lines for people without."""
        if self.as_json:
            print(json.dumps({"schema_version": SCHEMA_VERSION, **document}, ensure_ascii=False, default=_plain))
        else:
            for line in lines:
                print(shown(line))

    def say(self, words: str) -> None:
        """Something about the way there; never with `--quiet`."""
        if not self.quiet:
            print(shown(words), file=sys.stderr)

    def fail(self, error: PesError) -> None:
        """An error: in the document with `--json`, and always in words on stderr."""
        if self.as_json:
            self.result({"error": error_document(error), **_messages(error)}, ())
        print(f"pes: {shown(str(error.title))}: {shown(str(error))}", file=sys.stderr)


def _messages(error: PesError) -> dict[str, Any]:
    """The message table of a refusal (SEC-6); one row with the portal's words where it sent no table."""
    if not isinstance(error, PortalRefused):
        return {}
    findings = error.findings or (Finding(error.message, NOTHING),)
    return {"messages": [finding_row(each) for each in findings]}


def error_document(error: PesError) -> dict[str, Any]:
    """An error as scripts see it."""
    return {
        "kind": type(error).__name__,
        "title": str(error.title),
        "message": str(error.message),
        "hint": str(error.hint),
        "retryable": error.retryable,
    }


def shown(words: str) -> str:
    """Words safe for a terminal: foreign control characters cannot move the cursor or forge lines."""
    return "".join(each if each.isprintable() or each == "\t" else "\N{REPLACEMENT CHARACTER}" for each in words)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as aligned lines."""
    if not rows:
        return []
    cleaned = [[shown(cell) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in cleaned) for at in range(len(cleaned[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cleaned]


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)

"""Findings: what a check has to say, in the columns of the portal's message table (SEC-6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pes_client.wording import Text


class Severity(StrEnum):
    """How much a finding weighs."""

    SUCCESS = "success"
    ADVICE = "advice"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the message table; `field` is the wire's field name, `row` counts from 1."""

    description: Text
    panel: Text
    field: str = ""
    row: int | None = None
    severity: Severity = Severity.ERROR
    code: str = ""

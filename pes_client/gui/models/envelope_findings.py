"""What the check of one file found, with segment number and byte offset, as columns."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from pes_client.gui import formats
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.phrases import SEVERITIES
from pes_client.gui.theme import Theme
from pes_client.wording import text
from pes_client.x12.facts import EnvelopeReport
from pes_client.x12.findings import EnvelopeFinding


@dataclass(frozen=True, slots=True)
class FoundAt:
    """A finding at its place in the report."""

    place: int
    finding: EnvelopeFinding


def _segment(row: FoundAt) -> str:
    return formats.number(row.finding.place.segment) if row.finding.place.segment else "—"


COLUMNS: tuple[Column[FoundAt], ...] = (
    Column(
        "words",
        text("What was found"),
        lambda row: str(row.finding.words),
        width=60,
        stretches=True,
        sign=lambda row: SEVERITIES[row.finding.severity],
    ),
    Column(
        "segment",
        text("Segment"),
        _segment,
        width=10,
        sort=lambda row: row.finding.place.segment,
        right_aligned=True,
    ),
    Column(
        "offset",
        text("Byte"),
        lambda row: formats.number(row.finding.place.offset),
        width=12,
        sort=lambda row: row.finding.place.offset,
        right_aligned=True,
    ),
)


class EnvelopeFindingsModel(RowsModel[FoundAt]):
    """The findings of one report."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, lambda row: row.place, theme, parent)

    def show_report(self, report: EnvelopeReport | None) -> None:
        """Show this report's findings, or none."""
        findings = report.findings if report else ()
        self.show_rows([FoundAt(place, finding) for place, finding in enumerate(findings)])

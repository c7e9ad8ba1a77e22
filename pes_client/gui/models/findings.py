"""The portal's message table as columns (SEC-6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject

from pes_client.domain.findings import Finding
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.phrases import SEVERITIES
from pes_client.gui.theme import Theme
from pes_client.wording import Text, text


@dataclass(frozen=True, slots=True)
class Message:
    """A finding at its place in the table, its field named as the form names it."""

    place: int
    finding: Finding
    field_label: str


COLUMNS: tuple[Column[Message], ...] = (
    Column(
        "description",
        text("Message Description"),
        lambda row: str(row.finding.description),
        width=50,
        stretches=True,
        sign=lambda row: SEVERITIES[row.finding.severity],
    ),
    Column("panel", text("Panel"), lambda row: str(row.finding.panel), width=24),
    Column("field", text("Field"), lambda row: row.field_label, width=22),
    Column("row", text("Row"), lambda row: "" if row.finding.row is None else str(row.finding.row), width=6),
)


class MessagesModel(RowsModel[Message]):
    """Findings in the order in which the check found them."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, lambda row: row.place, theme, parent)

    def show_findings(self, findings: tuple[Finding, ...], labels: Mapping[str, Text]) -> None:
        """Show these; a field that `labels` does not know keeps its own name."""
        self.show_rows(
            [
                Message(place, finding, str(labels.get(finding.field, finding.field)))
                for place, finding in enumerate(findings)
            ]
        )

"""Files that were looked through and are not yet in the outbox, as columns."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from pes_client.domain.findings import Severity
from pes_client.domain.submissions import Submission
from pes_client.gui import formats
from pes_client.gui.models.columns import Column
from pes_client.gui.models.rows import RowsModel
from pes_client.gui.phrases import Sign
from pes_client.gui.theme import Theme, Tone
from pes_client.services.checking import CheckedFile
from pes_client.wording import NOTHING, Text, counted, text

_READY = Sign(text("Ready to send"), "ok", Tone.OK)
_WARNED = Sign(text("Ready, with warnings"), "warn", Tone.WARN)
_BROKEN = Sign(text("Has errors"), "stop", Tone.STOP)
_UNUSABLE = Sign(text("Cannot be sent"), "stop", Tone.STOP)
_ALREADY = Sign(text("Already sent"), "warn", Tone.WARN)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A checked file, with the earlier submission of the same content if there is one."""

    file: CheckedFile
    already: Submission | None = None
    trouble: Text = NOTHING

    @property
    def may_go(self) -> bool:
        """Whether it goes with the others, without a further question."""
        return self.file.sound and self.already is None and not self.trouble.msgid

    @property
    def may_be_forced(self) -> bool:
        """Whether it goes only when the person insists."""
        return self.file.sendable and not self.may_go


def candidate_sign(row: Candidate) -> Sign:
    """How a file stands before it is sent."""
    if row.already is not None:
        return _ALREADY
    if not row.file.sendable or row.trouble.msgid:
        return _UNUSABLE
    if not row.file.sound:
        return _BROKEN
    findings = row.file.report.findings if row.file.report else ()
    return _WARNED if any(each.severity is not Severity.SUCCESS for each in findings) else _READY


def candidate_words(row: Candidate) -> str:
    """What the check found, in one sentence."""
    if row.already is not None:
        return earlier_words(row.already)
    if row.trouble.msgid or not row.file.sendable:
        return str(row.trouble if row.trouble.msgid else row.file.problem)
    report = row.file.report
    if report is None:
        return ""
    if report.findings:
        worst = next((each for each in report.findings if each.severity is Severity.ERROR), report.findings[0])
        first = str(worst.words)
        others = len(report.findings) - 1 + report.findings_left_out
        return first if not others else first + " " + counted("(and {n} more)", "(and {n} more)", others)
    sets = counted("{n} transaction set", "{n} transaction sets", report.set_count)
    interchanges = counted("{n} interchange", "{n} interchanges", report.interchange_count)
    return f"{interchanges}, {sets}"


def earlier_words(earlier: Submission) -> str:
    """When the same content went out before, and what proves it."""
    if earlier.receipt is not None:
        sent = text(
            "Sent on {day} as {file}, receipt {receipt}",
            day=formats.day(earlier.receipt.received_at),
            file=earlier.file_name,
            receipt=earlier.receipt.number,
        )
        return str(sent)
    return str(
        text("In the outbox since {when} as {file}", when=formats.when(earlier.queued_at), file=earlier.file_name)
    )


COLUMNS: tuple[Column[Candidate], ...] = (
    Column(
        "file", text("File"), lambda row: row.file.name, width=20, stretches=True, tip=lambda row: str(row.file.path)
    ),
    Column("kind", text("Kind"), lambda row: row.file.kind or "—", width=9),
    Column(
        "size",
        text("Size"),
        lambda row: formats.size(row.file.size),
        width=10,
        sort=lambda row: row.file.size,
        right_aligned=True,
    ),
    Column(
        "state",
        text("State"),
        lambda row: str(candidate_sign(row).word),
        width=24,
        sign=candidate_sign,
    ),
    Column("found", text("What the check found"), candidate_words, width=38, stretches=True),
)


class CheckedFilesModel(RowsModel[Candidate]):
    """Files to be sent, one a row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, lambda row: row.file.path, theme, parent)

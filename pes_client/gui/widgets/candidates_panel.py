"""Files before they are sent: what the check found in each, and the buttons that decide about them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from pes_client.gui.models.checked_files import Candidate, CheckedFilesModel, candidate_words
from pes_client.gui.models.envelope_findings import EnvelopeFindingsModel, FoundAt
from pes_client.gui.phrases import Sign
from pes_client.gui.theme import SPACE_S, Theme, Tone
from pes_client.gui.widgets.table import RowsView
from pes_client.services.checking import CheckedFile
from pes_client.wording import _, counted, text

_GREEN = Sign(text("The check found nothing wrong."), "ok", Tone.OK)
_ROWS_SHOWN = 4


class CandidatesPanel(QWidget):
    """Keeps the candidates; says when the person wants to send them, or insists on some."""

    send_asked = Signal(list)
    insisted = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._candidates: dict[Path, Candidate] = {}
        self._model = CheckedFilesModel(theme, self)
        self.table: RowsView[Candidate] = RowsView(
            self._model, theme, name="checked", label=text("Files to send"), parent=self
        )
        self._findings_model = EnvelopeFindingsModel(theme, self)
        self.findings: RowsView[FoundAt] = RowsView(
            self._findings_model, theme, name="envelope", label=text("What the check found in this file"), parent=self
        )
        self._verdict_icon, self._verdict = QLabel(self), QLabel(self)
        self.send_button = QPushButton(self)
        self.remove_button = QPushButton(_("Take off the &list"), self)
        self.insist_button = QPushButton(self)
        self._build()
        self.table.selection_changed.connect(self._follow)
        self.send_button.clicked.connect(self._on_send)
        self.remove_button.clicked.connect(self._on_remove)
        self.insist_button.clicked.connect(self._on_insist)
        theme.changed.connect(self._follow)
        self._show()

    def add(self, files: Sequence[CheckedFile]) -> None:
        """More files; one that is already listed is replaced by its newer check."""
        for file in files:
            self._candidates[file.path] = Candidate(file)
        self._show()
        if files and not self.table.chosen():
            self.table.selectRow(self._model.place_of(files[0].path) or 0)

    def replace(self, candidates: Sequence[Candidate]) -> None:
        """Put these in the place of the ones with the same path."""
        self._candidates.update({each.file.path: each for each in candidates})
        self._show()

    def drop(self, paths: Sequence[Path]) -> None:
        """Take these off the list."""
        for path in paths:
            self._candidates.pop(path, None)
        self._show()

    def candidates(self) -> list[Candidate]:
        """All of them, in the order in which they came."""
        return list(self._candidates.values())

    def set_sending(self, *, sending: bool) -> None:
        """Nothing is decided twice while an answer is awaited."""
        for button in (self.remove_button, self.insist_button):
            button.setEnabled(not sending)
        self.send_button.setEnabled(not sending and any(each.may_go for each in self.candidates()))

    def _build(self) -> None:
        row_height = self.table.verticalHeader().defaultSectionSize()
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setMinimumHeight(header + 3 * row_height)
        self.findings.setMinimumHeight(header + 2 * row_height)
        self.findings.setMaximumHeight(header + _ROWS_SHOWN * row_height)
        verdict = QHBoxLayout()
        verdict.setSpacing(SPACE_S)
        verdict.addWidget(self._verdict_icon)
        verdict.addWidget(self._verdict, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addStretch()
        for button in (self.remove_button, self.insist_button, self.send_button):
            buttons.addWidget(button)
        self._theme.accent(self.send_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.table, 2)
        layout.addLayout(verdict)
        layout.addWidget(self.findings, 1)
        layout.addLayout(buttons)

    def _show(self) -> None:
        self._model.show_rows(self.candidates())
        self.setVisible(bool(self._candidates))
        ready = sum(each.may_go for each in self.candidates())
        self.send_button.setText(counted("Se&nd {n} file", "Se&nd {n} files", ready) if ready else _("Se&nd"))
        self.send_button.setEnabled(ready > 0)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        chosen = self.table.chosen()
        only = chosen[0] if len(chosen) == 1 else None
        forced = [each for each in chosen if each.may_be_forced]
        self.remove_button.setEnabled(bool(chosen))
        self.insist_button.setVisible(bool(forced))
        again = bool(forced) and all(each.already for each in forced)
        self.insist_button.setText(_("Send &again…") if again else _("Send &anyway…"))
        report = only.file.report if only else None
        self._findings_model.show_report(report)
        self.findings.setVisible(bool(report and report.findings))
        self._show_verdict(only)

    def _show_verdict(self, only: Candidate | None) -> None:
        found = bool(only and only.file.report and only.file.report.findings)
        told = only is not None and (not found or only.already is not None)
        for label in (self._verdict, self._verdict_icon):
            label.setVisible(told)
        if only is None or not told:
            return
        clean = only.may_go and not found
        icon, tone = ("ok", Tone.OK) if clean else ("info", Tone.MUTED)
        words = f"{_GREEN.word} {candidate_words(only)}." if clean else candidate_words(only)
        self._verdict_icon.setPixmap(self._theme.icon(icon, tone).pixmap(18, 18))
        self._verdict.setText(words)
        colors = self._verdict.palette()
        colors.setColor(self._verdict.foregroundRole(), self._theme.color(tone if clean else Tone.PLAIN))
        self._verdict.setPalette(colors)

    @Slot()
    def _on_send(self) -> None:
        self.send_asked.emit([each for each in self.candidates() if each.may_go])

    @Slot()
    def _on_remove(self) -> None:
        self.drop([each.file.path for each in self.table.chosen()])

    @Slot()
    def _on_insist(self) -> None:
        self.insisted.emit([each for each in self.table.chosen() if each.may_be_forced])

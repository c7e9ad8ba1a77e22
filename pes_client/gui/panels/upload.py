"""Trade Files > Upload: files are checked, sent when the person says so, watched until answered (TRF-2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.findings import Finding, Severity
from pes_client.domain.submissions import Submission, SubmissionState
from pes_client.errors import PesError
from pes_client.gui.desk import Desk
from pes_client.gui.models.checked_files import Candidate, earlier_words
from pes_client.gui.models.submissions import SubmissionsModel
from pes_client.gui.soon import Soon
from pes_client.gui.theme import SPACE_S, Tone
from pes_client.gui.widgets.candidates_panel import CandidatesPanel
from pes_client.gui.widgets.drop_zone import DropZone
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.gui.widgets.page import Page
from pes_client.gui.widgets.table import RowsView
from pes_client.services.checking import CheckedFile
from pes_client.services.submissions import QueueOutcome, Submissions
from pes_client.wording import Text, _, counted, text, verbatim

_FOLDER = "place/upload_folder"
_TRY_AGAIN = frozenset({SubmissionState.QUEUED, SubmissionState.UNKNOWN, SubmissionState.REFUSED})
_NAMES_SHOWN = 10


class UploadPage(Page):
    """Above what is to be sent, below what is on its way and what came of it."""

    breadcrumb = text("Trade Files > Upload")
    title = text("Upload")
    help = (
        text(
            "Drop X12 files or folders anywhere on the window, or press Ctrl+O. Each file is checked: its envelope,"
            " its control numbers, its counts. The place of every finding is given as segment number and byte."
        ),
        text(
            "“Send” puts the files into the outbox. They go out by themselves, once, also after a restart or when"
            " the portal was away. A receipt is the proof that the portal has a file."
        ),
        text(
            "Content that was sent before is not sent again unless you insist. A file that still waits can be"
            " withdrawn."
        ),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._asked = 0
        self._insisting: list[Candidate] = []
        self._question: QMessageBox | None = None
        self.drop_zone = DropZone(desk.theme, self)
        self.candidates = CandidatesPanel(desk.theme, self)
        self._empty = EmptyState(
            "send",
            text("Nothing sent yet"),
            text("Files that you send are listed here with their receipt and the portal's answer."),
            desk.theme,
        )
        self._model = SubmissionsModel(desk.theme, self)
        self.queue: RowsView[Submission] = RowsView(
            self._model,
            desk.theme,
            name="submissions",
            label=text("Sent and waiting files"),
            empty=self._empty,
            parent=self,
        )
        self.open_only = QCheckBox(_("&Only what is not finished"), self)
        self.withdraw_button = QPushButton(_("&Withdraw"), self)
        self.try_button = QPushButton(_("&Try now"), self)
        self._look_soon = Soon(self.look, self)
        self._build()
        self._connect()

    def opened(self) -> None:
        """Look at the queue."""
        self.look()

    def refresh(self) -> None:
        """Let the transfers look for work, and look at the queue."""
        self.desk.workspace.transfers.wake()
        self.look()

    def search_field(self) -> QWidget:
        """The queue, where typing finds a name."""
        return self.queue

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Check files and folders; they are listed when the check is done."""
        if not paths:
            return
        self.error.clear()
        self.set_busy(busy=True)
        task = partial(self.desk.workspace.submissions.check, list(paths), account=self.desk.workplace.account)
        self.desk.bridge.run(task, self._on_checked, self.show_error)

    @Slot()
    def ask_for_files(self) -> None:
        """Ctrl+O: choose files to add."""
        chosen, _filter = QFileDialog.getOpenFileNames(
            self,
            _("Add files"),
            str(self.desk.settings.value(_FOLDER, "")),
            _("X12 files (*.x12 *.edi *.txt *.dat *.837);;All files (*)"),
        )
        if chosen:
            self.desk.settings.setValue(_FOLDER, str(Path(chosen[0]).parent))
            self.add_paths([Path(each) for each in chosen])

    @Slot()
    def ask_for_folder(self) -> None:
        """Choose a folder whose files are added."""
        chosen = QFileDialog.getExistingDirectory(self, _("Add folder"), str(self.desk.settings.value(_FOLDER, "")))
        if chosen:
            self.desk.settings.setValue(_FOLDER, chosen)
            self.add_paths([Path(chosen)])

    @Slot()
    def look(self) -> None:
        """Fetch the queue again."""
        workplace = self.desk.workplace
        if workplace.account is None or not workplace.avrs_id:
            return
        task = partial(
            self.desk.workspace.submissions.rows,
            account=workplace.account,
            avrs_id=workplace.avrs_id,
            open_only=self.open_only.isChecked(),
        )
        self._asked = self.desk.bridge.run(task, self._on_rows, self.show_error, instead_of=self._asked)

    def _build(self) -> None:
        heading = QLabel(_("Outbox and answers"), self)
        heading.setFont(self.desk.theme.font(10, bold=True))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(heading)
        row.addStretch()
        row.addWidget(self.open_only)
        self.queue.setMinimumHeight(130)
        self.content.addWidget(self.drop_zone)
        self.content.addWidget(self.candidates, 3)
        self.content.addLayout(row)
        self.content.addWidget(self.queue, 2)
        self.buttons.addStretch()
        self.buttons.addWidget(self.try_button)
        self.buttons.addWidget(self.withdraw_button)
        self._follow_selection()

    def _connect(self) -> None:
        self.drop_zone.files_asked.connect(self.ask_for_files)
        self.drop_zone.folder_asked.connect(self.ask_for_folder)
        self.candidates.send_asked.connect(self._on_send)
        self.candidates.insisted.connect(self._on_insisted)
        self.queue.selection_changed.connect(self._follow_selection)
        self.open_only.toggled.connect(self.look)
        self.withdraw_button.clicked.connect(self._on_withdraw)
        self.try_button.clicked.connect(self._on_try)
        self.desk.bridge.submission_changed.connect(self._on_moved)
        self.desk.workplace.changed.connect(self._look_soon.request)

    @Slot(list)
    def _on_checked(self, files: list[CheckedFile]) -> None:
        self.set_busy(busy=False)
        if not files:
            self._tell(text("There is no file in what was added."), Severity.WARNING)
            return
        self.candidates.add(files)

    @Slot(list)
    def _on_send(self, chosen: list[Candidate]) -> None:
        self._queue(chosen, again=False)

    def _queue(self, chosen: list[Candidate], *, again: bool) -> None:
        workplace = self.desk.workplace
        if workplace.account is None or not chosen:
            return
        self.error.clear()
        self.candidates.set_sending(sending=True)
        self.set_busy(busy=True)
        submissions, files = self.desk.workspace.submissions, [each.file for each in chosen]
        task = partial(_queue_all, submissions, workplace.account, workplace.avrs_id, files, again=again)
        self.desk.bridge.run(task, self._on_queued, self._on_not_queued)

    @Slot(list)
    def _on_queued(self, outcomes: list[tuple[CheckedFile, QueueOutcome]]) -> None:
        self.set_busy(busy=False)
        self.candidates.set_sending(sending=False)
        self.candidates.drop([file.path for file, outcome in outcomes if outcome.submission])
        self.candidates.replace(
            [
                Candidate(file, outcome.already, outcome.problem)
                for file, outcome in outcomes
                if outcome.submission is None
            ]
        )
        self._tell_outcome([outcome for _file, outcome in outcomes])
        self.desk.workspace.transfers.wake()
        self.look()

    def _on_not_queued(self, error: PesError) -> None:
        self.candidates.set_sending(sending=False)
        self.show_error(error)

    def _tell_outcome(self, outcomes: list[QueueOutcome]) -> None:
        panel = type(self).title
        findings = []
        queued = sum(outcome.submission is not None for outcome in outcomes)
        if queued:
            findings.append(Finding(self._queued_words(queued), panel, severity=Severity.SUCCESS))
        for outcome in outcomes:
            if outcome.already is not None:
                words = text(
                    "{file} was not sent again: {earlier}", file=outcome.name, earlier=earlier_words(outcome.already)
                )
                findings.append(Finding(words, panel, severity=Severity.WARNING))
            elif outcome.problem.msgid:
                words = text("{file}: {problem}", file=outcome.name, problem=str(outcome.problem))
                findings.append(Finding(words, panel))
        self.say(findings)

    def _queued_words(self, queued: int) -> Text:
        workplace = self.desk.workplace
        if workplace.is_stopped:
            return verbatim(
                counted(
                    "{n} file is in the outbox and goes out as soon as you have signed in.",
                    "{n} files are in the outbox and go out as soon as you have signed in.",
                    queued,
                )
            )
        if workplace.is_online is False:
            return verbatim(
                counted(
                    "You work offline. {n} file is in the outbox and goes out as soon as the portal answers.",
                    "You work offline. {n} files are in the outbox and go out as soon as the portal answers.",
                    queued,
                )
            )
        return verbatim(
            counted(
                "{n} file is in the outbox and goes out now.", "{n} files are in the outbox and go out now.", queued
            )
        )

    @Slot(list)
    def _on_insisted(self, chosen: list[Candidate]) -> None:
        chosen = [each for each in chosen if each.already] or chosen
        again = all(each.already for each in chosen)
        self._insisting = chosen
        question = QMessageBox(self)
        question.setIconPixmap(self.desk.theme.icon("warn", Tone.WARN).pixmap(32, 32))
        question.setWindowTitle(_("Send again") if again else _("Send anyway"))
        question.setText(
            counted("Send {n} file again?", "Send {n} files again?", len(chosen))
            if again
            else counted(
                "Send {n} file although it is in doubt?", "Send {n} files although they are in doubt?", len(chosen)
            )
        )
        question.setInformativeText(_insisting_words(chosen))
        yes = question.addButton(_("Send a&gain") if again else _("Send &anyway"), QMessageBox.ButtonRole.AcceptRole)
        no = question.addButton(_("&Do not send"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(no)
        question.setEscapeButton(no)
        yes.clicked.connect(self._on_insist_confirmed)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._question = question
        question.open()

    @Slot()
    def _on_insist_confirmed(self) -> None:
        chosen, self._insisting = self._insisting, []
        self._queue(chosen, again=all(each.already for each in chosen))

    @Slot(list)
    def _on_rows(self, rows: list[Submission]) -> None:
        self._model.show_rows(rows)
        self._follow_selection()

    @Slot()
    def _follow_selection(self) -> None:
        chosen = self.queue.chosen()
        self.withdraw_button.setEnabled(any(row.state is SubmissionState.QUEUED for row in chosen))
        self.try_button.setEnabled(any(row.state in _TRY_AGAIN for row in chosen))

    @Slot()
    def _on_withdraw(self) -> None:
        for row in self.queue.chosen():
            if row.state is SubmissionState.QUEUED:
                task = partial(self.desk.workspace.submissions.withdraw, row.key)
                self.desk.bridge.run(task, self._on_one_changed, self.show_error)

    @Slot()
    def _on_try(self) -> None:
        for row in self.queue.chosen():
            if row.state in _TRY_AGAIN:
                task = partial(self.desk.workspace.submissions.try_now, row.key)
                self.desk.bridge.run(task, self._on_one_changed, self.show_error)

    @Slot(object)
    def _on_one_changed(self, _result: object) -> None:
        self.desk.workspace.transfers.wake()
        self.look()

    @Slot(object)
    def _on_moved(self, _event: object) -> None:
        if self.isVisible():
            self._look_soon.request()

    def _tell(self, words: Text, severity: Severity) -> None:
        self.say((Finding(words, type(self).title, severity=severity),))


def _queue_all(
    submissions: Submissions, account: AccountId, avrs_id: str, files: list[CheckedFile], *, again: bool
) -> list[tuple[CheckedFile, QueueOutcome]]:
    outcomes = submissions.queue(account, avrs_id, files, again=again)
    return list(zip(files, outcomes, strict=True))


def _insisting_words(chosen: list[Candidate]) -> str:
    lines = [
        f"{each.file.name}: {earlier_words(each.already)}" if each.already else each.file.name
        for each in chosen[:_NAMES_SHOWN]
    ]
    if len(chosen) > _NAMES_SHOWN:
        lines.append(counted("and {n} more", "and {n} more", len(chosen) - _NAMES_SHOWN))
    lines.append("")
    lines.append(
        _("The portal will take the content a second time. Claims in it may be counted twice.")
        if all(each.already for each in chosen)
        else _("The check found errors. The portal will probably reject what is in these files.")
    )
    return "\n".join(lines)

"""The status bar: transfers that run, the last check, and the days that the password still has."""

from __future__ import annotations

import time

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from pes_client.domain.events import TransferProgress
from pes_client.gui import formats
from pes_client.gui.figures import Figures
from pes_client.gui.phrases import urgency_sign
from pes_client.gui.reminders import Reminders
from pes_client.gui.theme import SPACE_M, SPACE_S, Theme, Tone
from pes_client.gui.workplace import Workplace
from pes_client.policy.deadlines import Urgency
from pes_client.wording import _, counted


class RunningTransfers:
    """Adds up what runs: bytes done and to do, and how fast it goes (monotonic seconds)."""

    def __init__(self) -> None:
        self._running: dict[str, TransferProgress] = {}
        self._since = 0.0
        self._done_before = 0

    def note(self, progress: TransferProgress, now: float) -> None:
        """One transfer moved; one that is complete is forgotten."""
        if not self._running:
            self._since, self._done_before = now, progress.done
        if progress.done >= progress.total:
            self._running.pop(progress.subject, None)
        else:
            self._running[progress.subject] = progress

    def clear(self) -> None:
        """Nothing runs any more."""
        self._running.clear()

    @property
    def count(self) -> int:
        """How many transfers run."""
        return len(self._running)

    @property
    def share(self) -> float:
        """How much of all is done, 0 to 1."""
        total = sum(each.total for each in self._running.values())
        return sum(each.done for each in self._running.values()) / total if total else 0.0

    def words(self, now: float) -> str:
        """What runs, how much of it is done, how fast, and how long it will take."""
        total = sum(each.total for each in self._running.values())
        done = sum(each.done for each in self._running.values())
        only = next(iter(self._running.values())) if self.count == 1 else None
        if only is not None:
            what = _("Sending {name}", name=only.name) if only.sending else _("Downloading {name}", name=only.name)
        else:
            what = counted("{n} transfer", "{n} transfers", self.count)
        words = _("{what}: {done} of {total}", what=what, done=formats.size(done), total=formats.size(total))
        speed = (done - self._done_before) / (now - self._since) if now - self._since > 1 else 0
        if speed > 0:
            left = formats.time_left((total - done) / speed)
            words = f"{words} · {formats.rate(speed)} · {left}"
        return words


class StatusBar(QStatusBar):
    """Three quiet places from left to right."""

    deadlines_asked = Signal()

    def __init__(
        self,
        figures: Figures,
        reminders: Reminders,
        workplace: Workplace,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._figures = figures
        self._reminders = reminders
        self._workplace = workplace
        self._theme = theme
        self._transfers = RunningTransfers()
        self._what = QLabel(self)
        self._bar = QProgressBar(self)
        self._checked = QLabel(self)
        self.password = QToolButton(self)
        self._build()
        for news in (figures.changed, reminders.changed, workplace.changed):
            news.connect(self._follow)
        theme.changed.connect(self._follow)
        self._follow()

    @Slot(TransferProgress)
    def note_progress(self, progress: TransferProgress) -> None:
        """A transfer moved."""
        self._transfers.note(progress, time.monotonic())
        running = self._transfers.count > 0
        self._bar.setVisible(running)
        self._what.setText(self._transfers.words(time.monotonic()) if running else "")
        self._bar.setValue(round(self._transfers.share * 1000))

    def _build(self) -> None:
        self.setSizeGripEnabled(False)
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(140, 8)
        self._bar.setAccessibleName(_("Progress of all transfers"))
        self._bar.hide()
        self.password.setAutoRaise(True)
        self.password.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.password.setIconSize(QSize(16, 16))
        self.password.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.password.setToolTip(_("Deadlines of all accounts"))
        self.password.clicked.connect(self.deadlines_asked)
        running, resting = QWidget(self), QWidget(self)
        for holder, widgets in (
            (running, (self._bar, self._what)),
            (resting, (self._checked, self.password)),
        ):
            layout = QHBoxLayout(holder)
            layout.setContentsMargins(SPACE_S, 2, SPACE_M, 2)
            layout.setSpacing(SPACE_S)
            for widget in widgets:
                layout.addWidget(widget)
        self.addWidget(running)
        self.addPermanentWidget(resting)

    @Slot()
    def _follow(self) -> None:
        now = self._figures.now
        checked = now.told_at if now else None
        self._checked.setText(_("Last check: {when}", when=formats.when(checked)) if checked else "")
        line = self._reminders.line(self._workplace.account)
        ends = line.deadlines if line else None
        days = ends.password_days_left if ends else None
        self.password.setVisible(days is not None)
        if ends is None or days is None:
            return
        urgency = ends.password_urgency
        tone = Tone.MUTED if urgency is Urgency.CALM else urgency_sign(urgency).tone
        words = counted("Password: {n} day left", "Password: {n} days left", days)
        self.password.setText(_("Password has ended") if urgency is Urgency.OVER else words)
        self.password.setAccessibleName(self.password.text())
        self.password.setIcon(self._theme.icon("key", tone))
        colors = self.password.palette()
        colors.setColor(self.password.foregroundRole(), self._theme.color(tone))
        self.password.setPalette(colors)

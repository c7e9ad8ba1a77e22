"""Home: did everything go out, did everything come back, and what is next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from pes_client.domain.activity import Activity
from pes_client.gui import formats
from pes_client.gui.desk import Desk
from pes_client.gui.models.activity import ActivityModel
from pes_client.gui.navigation import PageId, may_open
from pes_client.gui.phrases import letters_only
from pes_client.gui.theme import ICON_SIZE, SPACE_L, SPACE_M, SPACE_S, Theme, Tone
from pes_client.gui.widgets.card import Card, FigureCard
from pes_client.gui.widgets.day_chart import DayBars, DayChart
from pes_client.gui.widgets.empty_state import EmptyState
from pes_client.gui.widgets.icon_label import IconLabel
from pes_client.gui.widgets.page import Page
from pes_client.gui.widgets.reminder_card import ReminderCard
from pes_client.gui.widgets.table import RowsView
from pes_client.services.overview import HomeFigures
from pes_client.wording import _, counted, text

_MIDDLE_LEAST, _MIDDLE_MOST = 148, 264
_ROOM_FOR_ALL = 580
_ENTRIES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do: an icon, a sentence, and the words of the button that leads to a page."""

    icon: str
    tone: Tone
    sentence: str
    goal: PageId
    button: str = ""


class ErrandRow(QWidget):
    """An errand; `chosen` carries the page that its button leads to."""

    chosen = Signal(PageId)

    def __init__(self, errand: Errand, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._goal = errand.goal
        sign = IconLabel(errand.icon, errand.tone, ICON_SIZE, theme, self)
        words = QLabel(errand.sentence, self)
        words.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, SPACE_S)
        layout.setSpacing(SPACE_M)
        layout.addWidget(sign)
        layout.addWidget(words, 1)
        if errand.button:
            button = QPushButton(errand.button, self)
            button.setAccessibleDescription(errand.sentence)
            button.clicked.connect(self._on_clicked)
            layout.addWidget(button)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._goal)


class HomePage(Page):
    """Four figures, fourteen days drawn, and the next steps."""

    title = text("Account Home")
    help = (
        text("The four figures count files of the organization that is chosen at the top."),
        text(
            "“Waiting to go out” are files that the portal does not have yet; they go by themselves. “Answered”"
            " counts acknowledgements that came back for files of today and before."
        ),
        text("The chart shows each day's sent and answered files; the arrow keys read them day by day."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._asked = 0
        self.waiting = FigureCard(_("Waiting to go out"), theme, self)
        self.sent = FigureCard(_("Sent today"), theme, self)
        self.answers = FigureCard(_("Answered"), theme, self)
        self.letters = FigureCard(_("New letters"), theme, self)
        self.chart = DayChart(theme, self)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(0)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(SPACE_M)
        for card in (self.waiting, self.sent, self.answers, self.letters):
            self._figures.addWidget(card, 1)
        below = QHBoxLayout()
        below.setSpacing(SPACE_M)
        self._chart_card = self._build_chart_card()
        for middle, share in ((self._chart_card, 4), (self._build_steps_card(), 3)):
            middle.setMinimumHeight(_MIDDLE_LEAST)
            middle.setMaximumHeight(_MIDDLE_MOST)
            below.addWidget(middle, share)
        self.reminder = ReminderCard(desk, self)
        self.reminder.page_wanted.connect(self.page_wanted)
        self.content.addWidget(self.reminder)
        self.content.addLayout(self._figures)
        self.content.addLayout(below)
        self._lately_card = self._build_lately_card()
        self.content.addWidget(self._lately_card, 1)
        desk.reminders.changed.connect(self._make_room)
        desk.figures.changed.connect(self._follow)
        desk.workplace.changed.connect(self._follow)
        self._follow()

    def opened(self) -> None:
        """Look at the figures again."""
        self.desk.figures.look()
        self._look_at_activity()

    def refresh(self) -> None:
        """Ask the portal what is new."""
        self.desk.workspace.transfers.wake()
        self.desk.figures.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window shows the reminder rather than what happened lately."""
        super().resizeEvent(event)
        self._make_room()

    @Slot()
    def _make_room(self) -> None:
        self._lately_card.setVisible(self.reminder.isHidden() or self.height() >= _ROOM_FOR_ALL)

    def _build_chart_card(self) -> Card:
        card = Card(self.desk.theme, self)
        card.body.setSpacing(SPACE_S)
        card.add_title(_("The last 14 days"))
        card.body.addWidget(self.chart)
        return card

    def _build_steps_card(self) -> Card:
        card = Card(self.desk.theme, self)
        card.add_title(_("What is next"))
        card.body.addLayout(self._steps)
        card.body.addStretch()
        card.body.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_S)
        return card

    def _build_lately_card(self) -> Card:
        card = Card(self.desk.theme, self)
        card.body.setSpacing(SPACE_S)
        card.add_title(_("Lately"))
        self._activity = ActivityModel(self.desk.theme, self)
        empty = EmptyState(
            "activity", text("Nothing has happened yet"), text("The last entries of Activity."), self.desk.theme
        )
        self.lately: RowsView[Activity] = RowsView(
            self._activity, self.desk.theme, name="lately", label=text("Lately"), empty=empty, parent=card
        )
        self.lately.setFrameShape(QFrame.Shape.NoFrame)
        self.lately.setMinimumHeight(54)
        self.lately.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        card.body.addWidget(self.lately)
        return card

    def _look_at_activity(self) -> None:
        task = partial(self.desk.workspace.trail.entries, account=self.desk.workplace.account, limit=_ENTRIES_SHOWN)
        self._asked = self.desk.bridge.run(task, self._on_entries, self.show_error, instead_of=self._asked)

    @Slot(list)
    def _on_entries(self, entries: list[Activity]) -> None:
        self._activity.show_rows(entries)

    @Slot()
    def _follow(self) -> None:
        figures = self.desk.figures.now
        organisation = self.desk.workplace.organisation
        only_letters = organisation is not None and letters_only(organisation.roles)
        for widget in (self.waiting, self.sent, self.answers, self._chart_card):
            widget.setVisible(not only_letters)
        if self.isVisible():
            self._look_at_activity()
        if figures is not None:
            self._show_figures(figures)
            self._show_steps(figures)

    def _show_figures(self, now: HomeFigures) -> None:
        self.waiting.say(
            formats.number(now.waiting),
            str(now.waiting_reason) if now.waiting else _("Everything is out."),
            Tone.WARN if now.waiting else Tone.PLAIN,
        )
        self.sent.say(
            formats.number(now.sent_today),
            counted("{n} answer is still to come", "{n} answers are still to come", now.unanswered)
            if now.unanswered
            else _("Nothing waits for an answer."),
        )
        answered = now.accepted + now.partly + now.rejected
        parts = [
            counted("{n} accepted", "{n} accepted", now.accepted) if now.accepted else "",
            counted("{n} partly", "{n} partly", now.partly) if now.partly else "",
            counted("{n} rejected", "{n} rejected", now.rejected) if now.rejected else "",
        ]
        words = " · ".join(part for part in parts if part) or _("No answers yet.")
        self.answers.say(formats.number(answered), words, Tone.STOP if now.rejected else Tone.PLAIN)
        self.letters.say(
            formats.number(now.letters_new),
            counted("{n} letter is kept here", "{n} letters are kept here", now.letters_here),
            Tone.ACCENT if now.letters_new else Tone.PLAIN,
        )
        self.chart.show_days([DayBars(each.day, each.sent, each.answered) for each in now.per_day])

    def _show_steps(self, now: HomeFigures) -> None:
        while item := self._steps.takeAt(0):
            if row := item.widget():
                row.hide()
                row.deleteLater()
        for errand in self._errands(now) or [Errand("ok", Tone.OK, _("Nothing waits for you."), PageId.HOME)]:
            line = ErrandRow(errand, self.desk.theme, self)
            line.chosen.connect(self.page_wanted)
            self._steps.addWidget(line)

    def _errands(self, now: HomeFigures) -> list[Errand]:
        workplace = self.desk.workplace
        return [
            errand
            for errand in (*self._sign_in_errands(), *self._file_errands(now))
            if may_open(errand.goal, account=workplace.known, organisation=workplace.organisation)
        ]

    def _sign_in_errands(self) -> Iterator[Errand]:
        if self.desk.workplace.is_stopped:
            words = _("Sign in so that files can move again.")
            yield Errand("key", Tone.WARN, words, PageId.SIGN_IN, _("Sig&n in"))

    def _file_errands(self, now: HomeFigures) -> Iterator[Errand]:
        if now.rejected or now.partly:
            words = counted(
                "{n} file was not wholly accepted. Correct it and send it again.",
                "{n} files were not wholly accepted. Correct them and send them again.",
                now.rejected + now.partly,
            )
            yield Errand("stop", Tone.STOP, words, PageId.UPLOAD, _("Sho&w"))
        if now.letters_new:
            words = counted("{n} letter has not been read.", "{n} letters have not been read.", now.letters_new)
            yield Errand(
                "letter", Tone.ACCENT, words, PageId.LETTERS if now.letters_here else PageId.DOWNLOAD, _("&Read")
            )
        yield Errand("upload", Tone.PLAIN, _("Send claim files to the portal."), PageId.UPLOAD, _("Add &files"))

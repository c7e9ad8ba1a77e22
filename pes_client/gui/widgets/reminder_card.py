"""The quiet card on Home that says in time which password ends and which account falls asleep (ACC-4, ACC-5)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.gui.desk import Desk
from pes_client.gui.models.deadlines import worst
from pes_client.gui.navigation import PageId
from pes_client.gui.phrases import urgency_sign
from pes_client.gui.widgets.notice_line import NoticeLine
from pes_client.policy.deadlines import Urgency
from pes_client.services.deadlines import AccountDeadlines
from pes_client.wording import _, counted


class ReminderCard(QWidget):
    """Hidden while nothing is due; put aside, it comes back with the next reminder (14, 7, 3, 1 days)."""

    page_wanted = Signal(PageId)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.line = NoticeLine(desk.theme, self, action=_("Dead&lines"), closable=True)
        self.line.close_button.setToolTip(_("Remind me later"))
        self.line.close_button.setAccessibleName(_("Remind me later"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.line.acted.connect(self._on_acted)
        self.line.closed.connect(desk.reminders.put_aside)
        desk.reminders.changed.connect(self._follow)
        desk.workplace.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        due = self._desk.reminders.due()
        self.setVisible(bool(due))
        if due:
            sign = urgency_sign(worst(due[0]))
            self.line.say(_all_words(due, self._desk.workplace.account), "key", sign.tone)

    @Slot()
    def _on_acted(self) -> None:
        self.page_wanted.emit(PageId.CLOCK)


def _all_words(due: tuple[AccountDeadlines, ...], own: AccountId | None) -> str:
    """The most pressing account in a sentence, and how many more there are."""
    first = reminder_words(due[0], own)
    more = len(due) - 1
    if not more:
        return first
    return f"{first} " + counted("{n} more account needs a look.", "{n} more accounts need a look.", more)


def reminder_words(line: AccountDeadlines, own: AccountId | None) -> str:
    """What happens to an account next, and in how many days."""
    ends, user = line.deadlines, line.known.account.user_id
    if ends is None:
        return ""
    if ends.days_left == ends.password_days_left:
        return _password_words(
            ends.password_days_left or 0, ends.password_urgency, "" if line.known.account == own else user
        )
    return _idle_words(ends.idle_days_left or 0, ends.idle_urgency, user)


def _password_words(days: int, urgency: Urgency, user: str) -> str:
    if urgency is Urgency.OVER:
        return _("The password of {user} has ended.", user=user) if user else _("Your password has ended.")
    if days == 0:
        return _("The password of {user} ends today.", user=user) if user else _("Your password ends today.")
    if user:
        return counted(
            "The password of {user} ends in {n} day.", "The password of {user} ends in {n} days.", days, user=user
        )
    return counted("Your password ends in {n} day.", "Your password ends in {n} days.", days)


def _idle_words(days: int, urgency: Urgency, user: str) -> str:
    if urgency is Urgency.OVER:
        return _("{user} was not used for too long; the portal has probably disabled it.", user=user)
    if days == 0:
        return _("{user} is disabled today unless it signs in.", user=user)
    return counted(
        "{user} is disabled in {n} day unless it signs in before.",
        "{user} is disabled in {n} days unless it signs in before.",
        days,
        user=user,
    )

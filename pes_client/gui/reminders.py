"""The deadlines of every account of this machine, and which reminders a person has not put aside yet."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, QTimer, Signal, Slot

from pes_client.domain.accounts import AccountId
from pes_client.gui.bridge import Bridge
from pes_client.gui.soon import Soon
from pes_client.services.deadlines import AccountDeadlines, DeadlineCalendar

_LOOK_AGAIN_MILLISECONDS = 15 * 60 * 1000
_PUT_ASIDE = "reminders"


class Reminders(QObject):
    """`changed` carries nothing: read `lines`, the most pressing first."""

    changed = Signal()

    def __init__(self, calendar: DeadlineCalendar, bridge: Bridge, settings: QSettings) -> None:
        super().__init__(bridge)
        self._calendar = calendar
        self._bridge = bridge
        self._settings = settings
        self._asked = 0
        self.lines: tuple[AccountDeadlines, ...] = ()
        self._soon = Soon(self.look, self)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        bridge.account_changed.connect(self._on_account_changed)
        self._soon.request()

    @Slot()
    def look(self) -> None:
        """Count the days again; nobody is asked."""
        self._asked = self._bridge.run(self._calendar.lines, self.show, instead_of=self._asked)

    @Slot(tuple)
    def show(self, lines: tuple[AccountDeadlines, ...]) -> None:
        """These are the deadlines now."""
        self.lines = lines
        self.changed.emit()

    def line(self, account: AccountId | None) -> AccountDeadlines | None:
        """The deadlines of one account."""
        return next((each for each in self.lines if each.known.account == account), None)

    def due(self) -> tuple[AccountDeadlines, ...]:
        """The accounts to be reminded of; one that was put aside comes back with the next, shorter reminder."""
        return tuple(each for each in self.lines if each.reminder is not None and not self._is_put_aside(each))

    def put_aside(self) -> None:
        """Say nothing more of what is due now until the next reminder of each account."""
        for each in self.due():
            self._settings.setValue(_place(each), self._mark(each))
        self.changed.emit()

    def _is_put_aside(self, line: AccountDeadlines) -> bool:
        return str(self._settings.value(_place(line), "")) == self._mark(line)

    def _mark(self, line: AccountDeadlines) -> str:
        """Names the reminder and the day that it is for, so that next time's is another one."""
        ends = line.deadlines
        nearer = min((end for end in (ends.password_ends_at, ends.idle_ends_at) if end), default=None) if ends else None
        return f"{line.reminder} {nearer.date() if nearer else ''}"

    @Slot(object)
    def _on_account_changed(self, _event: object) -> None:
        self._soon.request()


def _place(line: AccountDeadlines) -> str:
    return f"{_PUT_ASIDE}/{str(line.known.account).replace('/', ' ')}"

"""The figures of Home, and where else something waits: fetched once for all who show them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from pes_client.domain.accounts import AccountId
from pes_client.gui.bridge import Bridge
from pes_client.gui.soon import Soon
from pes_client.gui.workplace import Workplace
from pes_client.services.overview import HomeFigures, Overview, PlaceNews


class Figures(QObject):
    """`changed` carries nothing: read `now`, which is None until the first answer and after sign-out."""

    changed = Signal()

    def __init__(self, overview: Overview, workplace: Workplace, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._overview = overview
        self._workplace = workplace
        self._bridge = bridge
        self._asked = 0
        self.now: HomeFigures | None = None
        self.everywhere: tuple[PlaceNews, ...] = ()
        self._soon = Soon(self.look, self)
        workplace.changed.connect(self._on_workplace_changed)
        for moved in (
            bridge.submission_changed,
            bridge.trade_files_changed,
            bridge.connection_changed,
            bridge.account_changed,
        ):
            moved.connect(self._on_moved)

    @Slot()
    def look(self) -> None:
        """Fetch the figures again."""
        account, avrs_id = self._workplace.account, self._workplace.avrs_id
        if account is not None:
            task = partial(_count, self._overview, account, avrs_id)
            self._asked = self._bridge.run(task, self._on_figures, instead_of=self._asked)

    @Slot()
    def _on_workplace_changed(self) -> None:
        self.now, self.everywhere = None, ()
        self.changed.emit()
        self.look()

    @Slot(object)
    def _on_moved(self, _event: object) -> None:
        self._soon.request()

    @Slot(tuple)
    def _on_figures(self, counted: tuple[HomeFigures, tuple[PlaceNews, ...]]) -> None:
        self.now, self.everywhere = counted
        self.changed.emit()


def _count(overview: Overview, account: AccountId, avrs_id: str) -> tuple[HomeFigures, tuple[PlaceNews, ...]]:
    return overview.home(account, avrs_id), overview.everywhere()

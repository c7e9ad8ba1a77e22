"""The figures of Home, fetched once for all who show them and again whenever something moved."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from pes_client.gui.bridge import Bridge
from pes_client.gui.soon import Soon
from pes_client.gui.workplace import Workplace
from pes_client.services.overview import HomeFigures, Overview


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
            task = partial(self._overview.home, account, avrs_id)
            self._asked = self._bridge.run(task, self._on_figures, instead_of=self._asked)

    @Slot()
    def _on_workplace_changed(self) -> None:
        self.now = None
        self.changed.emit()
        self.look()

    @Slot(object)
    def _on_moved(self, _event: object) -> None:
        self._soon.request()

    @Slot(object)
    def _on_figures(self, figures: HomeFigures) -> None:
        self.now = figures
        self.changed.emit()

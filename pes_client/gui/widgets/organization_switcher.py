"""Switch provider: the organizations of an account, and at a glance where something waits (CLK-7)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from pes_client.gui.theme import SPACE_S, Theme, Tone
from pes_client.gui.workplace import Workplace
from pes_client.services.overview import PlaceNews
from pes_client.wording import _, counted

_WAITS = "●"


class OrganizationSwitcher(QWidget):
    """The list, and beside it a mark that says how much waits in the other organizations."""

    chosen = Signal(str)

    def __init__(self, workplace: Workplace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._news: dict[str, PlaceNews] = {}
        self.label = QLabel(_("Or&ganization"), self)
        self.box = QComboBox(self)
        self.elsewhere = QToolButton(self)
        self._build(theme)
        self.box.activated.connect(self._on_activated)
        self.elsewhere.clicked.connect(self.box.showPopup)
        self.follow()

    def tell(self, news: Iterable[PlaceNews]) -> None:
        """What waits where, for this account."""
        found = {each.organisation.avrs_id: each for each in news if each.account == self._workplace.account}
        if found != self._news:
            self._news = found
            self.follow()

    @Slot()
    def follow(self) -> None:
        """Show the organizations of whoever works here."""
        known = self._workplace.known
        organisations = known.standing.organisations if known and known.standing else ()
        entries = [(f"{each.avrs_id} — {each.name}{self._mark(each.avrs_id)}", each.avrs_id) for each in organisations]
        if entries != [(self.box.itemText(at), self.box.itemData(at)) for at in range(self.box.count())]:
            self.box.clear()
            for words, avrs_id in entries:
                self.box.addItem(words, avrs_id)
        self.box.setCurrentIndex(max(0, self.box.findData(self._workplace.avrs_id)))
        for widget in (self.label, self.box):
            widget.setVisible(bool(organisations))
        self._follow_elsewhere()

    def _follow_elsewhere(self) -> None:
        others = [each for avrs_id, each in self._news.items() if avrs_id != self._workplace.avrs_id and each.count]
        self.elsewhere.setVisible(bool(others))
        self.elsewhere.setText(_("{n} elsewhere", n=sum(each.count for each in others)))
        lines = [f"{each.organisation.name}: {news_words(each)}" for each in others]
        self.elsewhere.setToolTip("\n".join(lines))
        self.elsewhere.setAccessibleName(_("Something waits in other organizations: {where}", where="; ".join(lines)))

    def _mark(self, avrs_id: str) -> str:
        news = self._news.get(avrs_id)
        return f"  {_WAITS} {news_words(news)}" if news and news.count else ""

    def _build(self, theme: Theme) -> None:
        self.label.setBuddy(self.box)
        self.box.setAccessibleName(_("Organization (switch provider)"))
        self.box.setMinimumWidth(150)
        self.box.setMaximumWidth(420)
        self.box.setToolTip(_("Switch provider: choose the AVRS ID to work in"))
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # As wide as the names ask for; what waits may be cut off here, the list and the mark beside tell it.
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.elsewhere.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.elsewhere.setIconSize(QSize(16, 16))
        self.elsewhere.setAutoRaise(True)
        self.elsewhere.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.dress(self.elsewhere, "organization", Tone.ACCENT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.label)
        layout.addWidget(self.box, 100)
        layout.addWidget(self.elsewhere)
        layout.addStretch(1)

    @Slot(int)
    def _on_activated(self, place: int) -> None:
        self.chosen.emit(str(self.box.itemData(place)))


def news_words(news: PlaceNews) -> str:
    """What waits there, in words."""
    parts = (
        counted("{n} file waits", "{n} files wait", news.waiting) if news.waiting else "",
        counted("{n} new letter", "{n} new letters", news.letters_new) if news.letters_new else "",
    )
    return ", ".join(part for part in parts if part)

"""The left rail: the doors that the signed-in roles open, Settings and Help at the bottom.

Doors have Ctrl+1…9, so that the letters of the alphabet stay free for what stands on the pages.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from pes_client.gui.navigation import BEHIND, PageId, RailEntry
from pes_client.gui.theme import ICON_SIZE, SPACE_L, SPACE_M, SPACE_S, SPACE_XS, Theme, Tone
from pes_client.wording import _

WIDTH = 212
_ICON_GAP = "\N{EN SPACE}"
_MOST_NUMBERED = 9


class Rail(QFrame):
    """Emits `page_chosen` for a door and `help_asked` for help."""

    page_chosen = Signal(PageId)
    help_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[RailEntry, ...] = ()
        self._buttons: dict[PageId, QToolButton] = {}
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Pages"))
        self._doors = QVBoxLayout()
        self._doors.setSpacing(2)
        self._settings = self._button(_("Settings"), "settings")
        self._help = self._button(_("Help"), "help")
        self._help.setCheckable(False)
        self._help.setToolTip(_("{page} ({keys})", page=_("Help"), keys="F1"))
        _give_keys(self._settings, "Ctrl+,")
        self._settings.setProperty("page", PageId.SETTINGS)
        self._settings.clicked.connect(self._on_clicked)
        self._help.clicked.connect(self._on_help)
        self._build()
        theme.changed.connect(self._draw)
        self._draw()

    def offer(self, entries: Sequence[RailEntry]) -> None:
        """Show these doors and no others."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        while item := self._doors.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._buttons.clear()
        group = ""
        for number, entry in enumerate(entries, start=1):
            if str(entry.group) and str(entry.group) != group:
                self._add_group(str(entry.group))
            elif group and not str(entry.group):
                self._add_group("")
            group = str(entry.group)
            self._add_door(entry, number)

    def mark(self, page: PageId) -> None:
        """Show which page is open."""
        for each, button in {**self._buttons, PageId.SETTINGS: self._settings}.items():
            button.setChecked(each is BEHIND.get(page, page))

    def door(self, page: PageId) -> QToolButton | None:
        """The button of a page, if it is offered."""
        return self._buttons.get(page)

    def _build(self) -> None:
        name = QLabel(_("PES Client"), self)
        name.setObjectName("product")
        name.setFont(self._theme.font(11, bold=True))
        name.setContentsMargins(SPACE_S, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_S, SPACE_L, SPACE_S, SPACE_M)
        layout.setSpacing(2)
        layout.addWidget(name)
        layout.addSpacing(SPACE_L)
        layout.addLayout(self._doors)
        layout.addStretch()
        layout.addWidget(self._settings)
        layout.addWidget(self._help)

    def _add_group(self, words: str) -> None:
        label = QLabel(words, self)
        label.setObjectName("group")
        label.setContentsMargins(SPACE_S, SPACE_M if words else 0, 0, SPACE_XS if words else 0)
        self._doors.addWidget(label)

    def _add_door(self, entry: RailEntry, number: int) -> None:
        button = self._button(str(entry.label), entry.icon)
        if number <= _MOST_NUMBERED:
            _give_keys(button, f"Ctrl+{number}")
        button.setProperty("page", entry.page)
        button.setProperty("inGroup", bool(entry.group.msgid))
        button.clicked.connect(self._on_clicked)
        self._buttons[entry.page] = button
        self._doors.addWidget(button)

    def _button(self, words: str, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(_ICON_GAP + words)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setFixedHeight(36)
        button.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme.dress(button, icon)
        return button

    @Slot()
    def _on_clicked(self) -> None:
        self.page_chosen.emit(PageId(self.sender().property("page")))

    @Slot()
    def _on_help(self) -> None:
        self.help_asked.emit()

    @Slot()
    def _draw(self) -> None:
        colors = self._theme.scheme
        muted, accent = colors.of(Tone.MUTED), colors.accent
        self.setStyleSheet(
            f"QFrame#rail {{ background: {colors.rail}; border: none; border-right: 1px solid {colors.border}; }}"
            f"QLabel#product {{ color: {accent}; }}"
            f"QLabel#group {{ color: {muted}; }}"
            f"QToolButton {{ border: 1px solid transparent; border-left: 3px solid transparent;"
            f" border-radius: 6px; padding: 4px 8px; text-align: left; color: {colors.text}; }}"
            f"QToolButton:hover {{ background: {colors.rail_chosen}; }}"
            f"QToolButton:checked {{ background: {colors.rail_chosen}; border-left: 3px solid {accent};"
            f" font-weight: 600; }}"
            f"QToolButton:focus {{ border: 1px solid {accent}; border-left: 3px solid {accent}; }}"
        )


def _give_keys(button: QToolButton, written: str) -> None:
    """A shortcut, and the tooltip that tells it."""
    keys = QKeySequence(written)
    button.setShortcut(keys)
    told = keys.toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(_("{page} ({keys})", page=button.accessibleName(), keys=told))

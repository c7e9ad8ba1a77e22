"""The roles that a clerk may have, as a list to tick; two that exclude each other never stand together (CLK-2)."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from pes_client.domain.accounts import Role
from pes_client.gui.access_keys import with_access_keys
from pes_client.gui.theme import SPACE_S, Theme, Tone
from pes_client.policy.rules import RoleEntry
from pes_client.wording import _, text

_MEANINGS = MappingProxyType(
    {
        Role.TRADE_FILES: text("Sends files, and reads letters, remittance advice and every other trade file."),
        Role.TRADE_FILES_E_DELIVERY_ONLY: text("Reads letters, and no remittance advice or other trade file."),
        Role.ADMINISTRATOR: text("Creates and updates clerks of this organization."),
    }
)
_KNOWN = frozenset(Role)


class RolesChecklist(QWidget):
    """`ticked` is emitted with every change that a person makes."""

    ticked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offered: tuple[RoleEntry, ...] = ()
        self._boxes: dict[Role, QCheckBox] = {}
        self._may_grant = True
        self._reading_only = False
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._note = QLabel(self)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._note.setMinimumHeight(2 * self._note.fontMetrics().height() + SPACE_S)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._rows)
        layout.addWidget(self._note)
        theme.changed.connect(self._draw)

    @property
    def offered(self) -> tuple[RoleEntry, ...]:
        """The roles that the portal has, in its order."""
        return self._offered

    def offer(self, roles: Sequence[RoleEntry], *, may_grant_administrator: bool, taken_keys: str) -> None:
        """Show these roles; administrator rights can be ticked only by who may give them (CLK-4)."""
        known = tuple(each for each in roles if each.code in _KNOWN)
        self._may_grant = may_grant_administrator
        if known != self._offered:
            self._offered = known
            self._rebuild(with_access_keys([each.label for each in known], taken_keys))
        self._enable()

    def roles(self) -> frozenset[Role]:
        """What is ticked."""
        return frozenset(role for role, box in self._boxes.items() if box.isChecked())

    def show_roles(self, roles: frozenset[Role]) -> None:
        """Tick exactly these."""
        for role, box in self._boxes.items():
            silent = QSignalBlocker(box)
            box.setChecked(role in roles)
            silent.unblock()
        self._note.clear()

    def box(self, role: Role) -> QCheckBox | None:
        """The control of a role."""
        return self._boxes.get(role)

    def set_reading_only(self, *, reading_only: bool) -> None:
        """Let nothing be ticked, or everything that may be."""
        self._reading_only = reading_only
        self._enable()

    def focus_first(self) -> None:
        """The keyboard to the first role."""
        first = next((box for box in self._boxes.values() if box.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rebuild(self, captions: list[str]) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._boxes.clear()
        for entry, caption in zip(self._offered, captions, strict=True):
            role = Role(entry.code)
            box = QCheckBox(caption, self)
            box.setAccessibleName(entry.label)
            box.setProperty("role", role)
            box.toggled.connect(self._on_toggled)
            self._boxes[role] = box
            self._rows.addWidget(box)
            if role in _MEANINGS:
                self._add_meaning(str(_MEANINGS[role]), box)
        self._draw()

    def _add_meaning(self, words: str, box: QCheckBox) -> None:
        label = QLabel(words, self)
        label.setWordWrap(True)
        label.setForegroundRole(label.foregroundRole().PlaceholderText)
        label.setContentsMargins(box.iconSize().width() + SPACE_S, 0, 0, SPACE_S)
        box.setAccessibleDescription(words)
        self._rows.addWidget(label)

    def _enable(self) -> None:
        for role, box in self._boxes.items():
            granted = role is not Role.ADMINISTRATOR or self._may_grant
            box.setEnabled(granted and not self._reading_only)
            box.setToolTip("" if granted else _("Only a master user gives administrator rights."))

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        role = Role(self.sender().property("role"))
        taken_off = self._take_off_excluded(role) if on else []
        if taken_off:
            self._note.setText(
                _(
                    "“{other}” was taken off: it cannot be held together with “{role}”.",
                    other=", ".join(taken_off),
                    role=self._label(role),
                )
            )
            self._boxes[role].setAccessibleDescription(self._note.text())
        else:
            self._note.clear()
        self.ticked.emit()

    def _take_off_excluded(self, role: Role) -> list[str]:
        """It is enough that one of the two excludes the other."""
        excluded = {
            Role(each.code)
            for each in self._offered
            if each.code in self._entry(role).excludes or role in each.excludes
        }
        taken_off = [each for each in excluded if self._boxes[each].isChecked()]
        for each in taken_off:
            silent = QSignalBlocker(self._boxes[each])
            self._boxes[each].setChecked(False)
            silent.unblock()
        return [self._label(each) for each in taken_off]

    def _entry(self, role: Role) -> RoleEntry:
        return next(each for each in self._offered if each.code == role)

    def _label(self, role: Role) -> str:
        return self._entry(role).label

    @Slot()
    def _draw(self) -> None:
        colors = self._note.palette()
        colors.setColor(self._note.foregroundRole(), self._theme.color(Tone.WARN))
        self._note.setPalette(colors)

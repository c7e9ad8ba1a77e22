"""A new password, typed twice, beside the portal's rules as a live checklist (ASM-1)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from pes_client.gui.theme import Theme
from pes_client.gui.widgets.card import Card, readable
from pes_client.gui.widgets.entry_fields import Entry, EntryFields
from pes_client.gui.widgets.form_area import FormArea, say_what_is_required
from pes_client.gui.widgets.password_guide import PasswordGuide
from pes_client.policy.document import PolicyDocument
from pes_client.policy.passwords import (
    FIELD_LABELS,
    PasswordEntries,
    history_note,
    password_checklist,
    password_strength,
)
from pes_client.wording import _

CURRENT = Entry("current_password", FIELD_LABELS["current_password"], "U", secret=True, masked=True, ends_group=True)
NEW_TWICE = (
    Entry("new_password", FIELD_LABELS["new_password"], "W", secret=True, masked=True),
    Entry("confirm_password", FIELD_LABELS["confirm_password"], "F", secret=True, masked=True),
)


class PasswordForm(FormArea):
    """The entries of one panel, two of them the new password."""

    def __init__(self, entries: Iterable[Entry], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy: PolicyDocument | None = None
        self._user_id = ""
        self.card = Card(theme, self.holder)
        self.guide = PasswordGuide(theme, self.holder)
        self.fields = EntryFields(entries, theme, self.card)
        self.unmask = QCheckBox(_("Show what is t&yped"), self.card)
        say_what_is_required(self.card)
        self.card.body.addWidget(self.fields)
        self.card.body.addWidget(self.unmask)
        self.column.addWidget(readable(self.card, beside=self.guide))
        self.column.addStretch()
        self.fields.typed.connect(self._judge)
        self.unmask.toggled.connect(self._on_unmask)

    def use_rules(self, policy: PolicyDocument, user_id: str = "") -> None:
        """Judge by this portal's rules, for this user ID or the one that is typed."""
        self._policy, self._user_id = policy, user_id
        self.guide.note(history_note(policy) if user_id else None)
        self._judge()

    def password_entries(self) -> PasswordEntries:
        """What was typed."""
        current = self.fields.entry("current_password") if "current_password" in self.fields else ""
        return PasswordEntries(current, self.fields.entry("new_password"), self.fields.entry("confirm_password"))

    def mask_again(self) -> None:
        """Dots, as at first."""
        self.unmask.setChecked(False)

    def advice(self) -> dict[str, str]:
        """What may be said beside the fields while typing."""
        new, again = self.fields.entry("new_password"), self.fields.entry("confirm_password")
        return {"confirm_password": _("Not the same yet.")} if again and new != again else {}

    def user_id(self) -> str:
        """Whose password it is."""
        return self._user_id

    @Slot()
    def _judge(self) -> None:
        if self._policy is None:
            return
        user_id, new = self.user_id(), self.fields.entry("new_password")
        self.guide.judge(password_checklist(new, user_id, self._policy), password_strength(new, user_id))
        self.fields.advise(self.advice())
        control = self.fields.control("new_password")
        if control is not None and not control.accessibleDescription():
            control.setAccessibleDescription(self.guide.summary)

    @Slot(bool)
    def _on_unmask(self, shown: bool) -> None:
        self.fields.unmask(shown=shown)

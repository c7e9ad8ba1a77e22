"""The panels of *Account Setup*: the PIN letter, then who signs in with it from now on."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from pes_client.gui.theme import SPACE_M, SPACE_S, Theme
from pes_client.gui.widgets.card import Card, readable
from pes_client.gui.widgets.entry_fields import Entry, EntryFields
from pes_client.gui.widgets.form_area import FormArea, say_what_is_required
from pes_client.gui.wizards.password_form import NEW_TWICE, PasswordForm
from pes_client.policy.account_setup import FIELD_LABELS, PIN_FIELD_LABELS, PinEntries
from pes_client.policy.document import PolicyDocument
from pes_client.policy.user_ids import pes_limit_note
from pes_client.wording import _

LETTER_ENTRIES = (
    Entry("identifier", PIN_FIELD_LABELS["identifier"], "I"),
    Entry("pin", PIN_FIELD_LABELS["pin"], "P", secret=True),
)
ADMINISTRATOR_ENTRIES = (
    Entry("user_id", FIELD_LABELS["user_id"], "I", ends_group=True),
    *NEW_TWICE,
    Entry("first_name", FIELD_LABELS["first_name"], "T"),
    Entry("last_name", FIELD_LABELS["last_name"], "L"),
    Entry("phone", FIELD_LABELS["phone"], "P"),
)


class LetterPanel(FormArea):
    """What the PIN letter says; `request_wanted` for whoever has none."""

    request_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(theme, self.holder)
        card.add_title(_("From the PIN letter to your own account"))
        card.add_words(
            _(
                "The letter names an identifier and a PIN. With both you set up the local administrator of your"
                " organization, once; afterwards they no longer sign on."
            )
        )
        say_what_is_required(card)
        self.fields = EntryFields(LETTER_ENTRIES, theme, card)
        card.body.addWidget(self.fields)
        self._portal = card.add_words("")
        self._portal.setForegroundRole(self._portal.foregroundRole().PlaceholderText)
        self.request_button = QPushButton(_("Pr&epare the request…"), self.holder)
        self.column.addWidget(readable(card, beside=self._without_letter(theme)))
        self.column.addStretch()
        self.request_button.clicked.connect(self._on_request)

    def use_rules(self, policy: PolicyDocument, portal_title: str) -> None:
        """Hints come from this portal's policy."""
        self._portal.setText(_("On {portal}", portal=portal_title))
        self.fields.hint("identifier", _("As it is printed in the letter"))
        self.fields.hint("pin", _("{n} digits, without blanks", n=policy.pin.digits))

    def pin_entries(self) -> PinEntries:
        """What was typed."""
        return PinEntries(self.fields.entry("identifier"), self.fields.entry("pin"))

    def _without_letter(self, theme: Theme) -> Card:
        card = Card(theme, self.holder)
        card.body.setSpacing(SPACE_S)
        card.add_title(_("No account yet?"))
        card.add_words(
            _(
                "Without an account letters stay on paper. A PIN letter is asked for by e-mail, with your NPI and"
                " AVRS ID. This program prepares the e-mail; your own mail program sends it."
            )
        )
        card.body.addSpacing(SPACE_M)
        card.body.addWidget(self.request_button)
        return card

    @Slot()
    def _on_request(self) -> None:
        self.request_wanted.emit()


class AdministratorForm(PasswordForm):
    """User ID, password, name and phone of the local administrator (SET-2, SET-3)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._rules: PolicyDocument | None = None
        super().__init__(ADMINISTRATOR_ENTRIES, theme, parent)

    def use_rules(self, policy: PolicyDocument, user_id: str = "") -> None:
        """Hints and checklist come from this portal's policy."""
        self._rules = policy
        rules = policy.user_id
        self.fields.hint(
            "user_id", _("{least} to {most} letters and digits, a letter first", least=rules.min, most=rules.max)
        )
        self.fields.hint("phone", _("Written as {form}", form=policy.phone.form))
        super().use_rules(policy, user_id)

    def user_id(self) -> str:
        """As it is typed."""
        return self.fields.entry("user_id")

    def advice(self) -> dict[str, str]:
        """Also what the older software takes as a user ID (SET-3)."""
        note = pes_limit_note(self.user_id(), self._rules) if self._rules else None
        return super().advice() | ({"user_id": str(note)} if note else {})

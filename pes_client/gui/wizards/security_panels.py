"""The panels of *Increased Site Security*: what it is for, the form, and that it was submitted."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from pes_client.gui.soon import Soon
from pes_client.gui.theme import SPACE_S, Theme
from pes_client.gui.widgets.card import Card, readable
from pes_client.gui.widgets.entry_fields import Entry, EntryFields
from pes_client.gui.widgets.form_area import FormArea, say_what_is_required
from pes_client.gui.wizards.words_panel import WordsPanel
from pes_client.policy.security_profile import FIELD_LABELS, SecurityProfile, advise
from pes_client.wording import _

ENTRIES = (
    Entry("question_1", FIELD_LABELS["question_1"], "1"),
    Entry("answer_1", FIELD_LABELS["answer_1"], "W", secret=True, ends_group=True),
    Entry("question_2", FIELD_LABELS["question_2"], "2"),
    Entry("answer_2", FIELD_LABELS["answer_2"], "R", secret=True, ends_group=True),
    Entry("email", FIELD_LABELS["email"], "E"),
    Entry("confirm_email", FIELD_LABELS["confirm_email"], "F"),
)


class Limits(Protocol):
    """What the form says about lengths; a part of the portal's policy."""

    @property
    def question_max(self) -> int: ...  # noqa: D102

    @property
    def answer_max(self) -> int: ...  # noqa: D102


class SecurityForm(FormArea):
    """Six required fields (SEC-3), with advice while typing (SEC-8); `beside` is a card above the advice card."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, beside: Card | None = None) -> None:
        super().__init__(parent)
        self._user_id = ""
        card = Card(theme, self.holder)
        say_what_is_required(card)
        self.fields = EntryFields(ENTRIES, theme, card)
        card.body.addWidget(self.fields)
        self.column.addWidget(readable(card, beside=beside, below=_advice_card(theme, self.holder)))
        self.column.addStretch()
        self._advise_soon = Soon(self._advise, self, milliseconds=350)
        self.fields.typed.connect(self._advise_soon.restart)

    def use_rules(self, limits: Limits, user_id: str) -> None:
        """Count against this portal's lengths; the advice knows whose answers they are."""
        self._user_id = user_id
        for field in ("question_1", "question_2"):
            self.fields.limit(field, limits.question_max)
        for field in ("answer_1", "answer_2"):
            self.fields.limit(field, limits.answer_max)

    def suggest_email(self, address: str) -> None:
        """Start with the address that the portal knows; it still has to be confirmed."""
        self.fields.suggest("email", address)

    def profile(self) -> SecurityProfile:
        """What was typed."""
        return SecurityProfile(**self.fields.entries())

    def control(self, field: str) -> QLineEdit | None:
        """The control of a field."""
        return self.fields.control(field)

    @Slot()
    def _advise(self) -> None:
        advice = advise(self.profile(), user_id=self._user_id)
        self.fields.advise({each.field: str(each.description) for each in reversed(advice)})


def info_panel(theme: Theme, parent: QWidget) -> WordsPanel:
    """Explains why the portal asks, and what for."""
    panel = WordsPanel(theme, parent)
    panel.say(
        _("One step before your first transfer"),
        (
            _(
                "The portal protects every account with two secret questions and an e-mail address. You are asked"
                " for them once; files can be sent and fetched as soon as this is done."
            ),
            _(
                "The answers help to prove who you are when a password is forgotten, or when the account has been"
                " locked or has gone inactive."
            ),
            _("It takes about two minutes. Your answers go to the portal only; this program does not keep them."),
        ),
    )
    return panel


def submitted_panel(theme: Theme, parent: QWidget) -> WordsPanel:
    """The portal has it; the account is open."""
    panel = WordsPanel(theme, parent)
    panel.say(
        _("Your security profile was updated"),
        (
            _("The portal has your questions, answers and e-mail address. Files can be sent and fetched now."),
            _("No further sign-in by hand is needed until the password ends; this program tells you before that day."),
        ),
    )
    return panel


def _advice_card(theme: Theme, parent: QWidget) -> Card:
    card = Card(theme, parent)
    card.body.setSpacing(SPACE_S)
    card.add_title(_("Good questions and answers"))
    for words in (
        _("Avoid questions that others can guess, or can find on the Internet."),
        _("An answer need not be true. You only have to remember it."),
        _("Questions may hold letters, digits, blanks and question marks; answers letters, digits and blanks."),
    ):
        card.add_words(words)
    card.body.addStretch()
    return card

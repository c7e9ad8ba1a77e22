"""The panels of self-service that are its own: whose account, the two answers, and who helps when it is over."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pes_client.domain.findings import Finding
from pes_client.gui.theme import BODY_POINTS, SPACE_M, Theme
from pes_client.gui.widgets.card import Card, readable
from pes_client.gui.widgets.entry_fields import Entry, EntryFields
from pes_client.gui.widgets.form_area import FormArea, say_what_is_required
from pes_client.policy.entry_rules import missing
from pes_client.policy.passwords import FIELD_LABELS as PASSWORD_LABELS
from pes_client.policy.security_profile import FIELD_LABELS as SECURITY_LABELS
from pes_client.wording import _, text

SELF_SERVICE = text("Self-Service")
FIELD_LABELS = MappingProxyType(
    {
        "user_id": text("User ID"),
        "answer_1": SECURITY_LABELS["answer_1"],
        "answer_2": SECURITY_LABELS["answer_2"],
        **PASSWORD_LABELS,
    }
)


def check_required(entries: dict[str, str]) -> tuple[Finding, ...]:
    """What is missing; whether the rest is right only the portal knows, and it counts every attempt."""
    found = ((field, missing(entry)) for field, entry in entries.items())
    return tuple(Finding(words, SELF_SERVICE, field=field) for field, words in found if words)


class UserPanel(FormArea):
    """Whose account it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(theme, self.holder)
        card.add_title(_("Two right answers open the account again"))
        for words in (
            _("Forgot the password: you answer your two secret questions and set a new one."),
            _("Locked after too many wrong passwords: the right answers unlock the account at once."),
            _("Disabled because nobody signed in for long: the right answers make it active again."),
        ):
            card.add_words(words)
        say_what_is_required(card)
        self.fields = EntryFields((Entry("user_id", FIELD_LABELS["user_id"], "I"),), theme, card)
        card.body.addWidget(self.fields)
        self._portal = card.add_words("")
        self._portal.setForegroundRole(self._portal.foregroundRole().PlaceholderText)
        self.column.addWidget(readable(card))
        self.column.addStretch()

    def name_portal(self, title: str) -> None:
        """On which portal."""
        self._portal.setText(_("On {portal}", portal=title))


class AnswersPanel(FormArea):
    """The two questions as the portal asks them, and room for the answers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = ("", "")
        card, advice = Card(theme, self.holder), Card(theme, self.holder)
        say_what_is_required(card)
        self.fields = EntryFields(
            (
                Entry("answer_1", FIELD_LABELS["answer_1"], "W", secret=True, ends_group=True),
                Entry("answer_2", FIELD_LABELS["answer_2"], "R", secret=True),
            ),
            theme,
            card,
        )
        card.body.addWidget(self.fields)
        advice.body.setSpacing(SPACE_M)
        advice.add_title(_("Good to know"))
        advice.add_words(_("Capital letters and blanks before, after and between words make no difference."))
        self._tries = advice.add_words("")
        self.column.addWidget(readable(card, beside=advice))
        self.column.addStretch()

    def ask(self, question_1: str, question_2: str) -> None:
        """Show the portal's questions; answers to other ones go."""
        if (question_1, question_2) != self._asked:
            self._asked = (question_1, question_2)
            self.fields.clear()
        self.fields.ask("answer_1", question_1)
        self.fields.ask("answer_2", question_2)

    def tell_tries(self, wrong_answers: int, pause_hours: int) -> None:
        """How often one may be wrong (ASM-3)."""
        self._tries.setText(
            _(
                "{n} wrong attempts end self-service for {hours} hours.",
                n=wrong_answers,
                hours=pause_hours,
            )
        )


class OverPanel(QWidget):
    """Who helps now, and when self-service can be tried again (ACC-6)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch()

    @property
    def words(self) -> str:
        """All that is said."""
        labels = self._shown.findChildren(QLabel) if self._shown else []
        return "\n".join(label.text() for label in labels)

    def say(self, helpers: Iterable[tuple[str, str]], pause_hours: int) -> None:
        """Show these helpers in place of earlier ones."""
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        card = Card(self._theme, self)
        card.body.setSpacing(SPACE_M)
        card.add_title(_("Somebody has to help you now"))
        for heading, words in helpers:
            title = card.add_words(heading)
            title.setFont(self._theme.font(BODY_POINTS, bold=True))
            card.add_words(words)
        later = card.add_words(_("Self-service can be tried again after {hours} hours.", hours=pause_hours))
        later.setForegroundRole(later.foregroundRole().PlaceholderText)
        self._shown = readable(card)
        self._column.insertWidget(0, self._shown)

"""The three panels of *Increased Site Security*: what it is for, the form, and that it was submitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pes_client.gui.theme import SPACE_L, SPACE_M, SPACE_S, Theme, Tone
from pes_client.gui.widgets.card import Card
from pes_client.policy.security_profile import FIELD_LABELS, SecurityProfile
from pes_client.wording import _

_LONGEST_PASTE = 500
_ACCESS_KEYS = {
    "question_1": "Q",
    "answer_1": "W",
    "question_2": "R",
    "answer_2": "N",
    "email": "E",
    "confirm_email": "F",
}


class Limits(Protocol):
    """What the form says about lengths; a part of the portal's policy."""

    @property
    def question_max(self) -> int: ...  # noqa: D102

    @property
    def answer_max(self) -> int: ...  # noqa: D102


class InfoPanel(QWidget):
    """Explains why the portal asks, and what for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(theme, self)
        card.body.setSpacing(SPACE_M)
        card.add_title(_("One step before your first transfer"))
        for words in (
            _(
                "The portal protects every account with two secret questions and an e-mail address. You are asked"
                " for them once; files can be sent and fetched as soon as this is done."
            ),
            _(
                "The answers help to prove who you are when a password is forgotten, or when the account has been"
                " locked or has gone inactive."
            ),
            _("It takes about two minutes. Your answers go to the portal only; this program does not keep them."),
        ):
            label = QLabel(words, card)
            label.setWordWrap(True)
            card.body.addWidget(label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_narrow(card))
        layout.addStretch()


class SecurityForm(QScrollArea):
    """Six required fields (SEC-3). `typed` is emitted with every keystroke."""

    typed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._edits: dict[str, QLineEdit] = {}
        self._notes: dict[str, QLabel] = {}
        self._most: dict[str, int] = {}
        self._advice: dict[str, str] = {}
        self._broken: set[str] = set()
        self._suggested = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(self._build())
        theme.changed.connect(self._note_all)

    def use_rules(self, limits: Limits) -> None:
        """Count against this portal's lengths."""
        for field in FIELD_LABELS:
            if field.startswith("question"):
                self._most[field] = limits.question_max
            elif field.startswith("answer"):
                self._most[field] = limits.answer_max
        self._note_all()

    def suggest_email(self, address: str) -> None:
        """Start with the address that the portal knows; it still has to be confirmed."""
        self._suggested = address
        if not self._edits["email"].text():
            self._edits["email"].setText(address)

    def profile(self) -> SecurityProfile:
        """What was typed."""
        return SecurityProfile(**{field: edit.text() for field, edit in self._edits.items()})

    def control(self, field: str) -> QLineEdit | None:
        """The control of a field."""
        return self._edits.get(field)

    def has_input(self) -> bool:
        """Whether anything was typed."""
        return any(edit.text() not in {"", self._suggested} for edit in self._edits.values())

    def clear(self) -> None:
        """Forget what was typed."""
        for edit in self._edits.values():
            edit.clear()
        self._broken.clear()
        self._advice.clear()
        self._note_all()

    def mark(self, broken: set[str]) -> None:
        """Show which fields the message table speaks of."""
        self._broken = set(broken)
        self._note_all()

    def advise(self, advice: Mapping[str, str]) -> None:
        """Advice beside the fields, as words (SEC-8)."""
        self._advice = dict(advice)
        self._note_all()

    def focus_first_empty(self) -> None:
        """The keyboard to the first field that still needs something."""
        empty = next((edit for edit in self._edits.values() if not edit.text()), self._edits["question_1"])
        empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> QWidget:
        holder = QWidget(self)
        holder.setAutoFillBackground(False)
        card = Card(self._theme, holder)
        card.body.setSpacing(SPACE_M)
        required = QLabel(_("Fields marked with * are required."), card)
        required.setForegroundRole(required.foregroundRole().PlaceholderText)
        card.body.addWidget(required)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for place, field in enumerate(FIELD_LABELS):
            self._add_field(field, grid, place * 2, card)
            if field in {"answer_1", "answer_2"}:
                grid.setRowMinimumHeight(place * 2 + 1, 36)
        card.body.addLayout(grid)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_narrow(card, advice=_advice_card(self._theme, holder)))
        layout.addStretch()
        return holder

    def _add_field(self, field: str, grid: QGridLayout, row: int, card: Card) -> None:
        name = str(FIELD_LABELS[field])
        edit = QLineEdit(card)
        edit.setMaxLength(_LONGEST_PASTE)
        edit.setAccessibleName(name)
        edit.setMinimumWidth(220)
        label = QLabel(f"{_with_access_key(name, _ACCESS_KEYS[field])} *", card)
        label.setBuddy(edit)
        note = QLabel(card)
        note.setWordWrap(True)
        note.setMinimumHeight(note.fontMetrics().height() + SPACE_S)
        note.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, row, 0)
        grid.addWidget(edit, row, 1)
        grid.addWidget(note, row + 1, 1)
        self._edits[field], self._notes[field] = edit, note
        edit.textChanged.connect(self._on_typed)

    @Slot()
    def _on_typed(self) -> None:
        sender = self.sender()
        self._broken -= {field for field, edit in self._edits.items() if edit is sender}
        self._note_all()
        self.typed.emit()

    @Slot()
    def _note_all(self) -> None:
        for field in self._edits:
            self._note(field)

    def _note(self, field: str) -> None:
        words, tone = self._advice.get(field, ""), Tone.WAIT
        most, length = self._most.get(field, 0), len(self._edits[field].text())
        if field in self._broken:
            words, tone = _("See the message above."), Tone.STOP
        elif most and length > most:
            words = _("{length} characters; at most {most} are allowed.", length=length, most=most)
            tone = Tone.STOP
        elif not words and most and not length:
            words, tone = _("At most {most} characters", most=most), Tone.MUTED
        note = self._notes[field]
        note.setText(words)
        colors = note.palette()
        colors.setColor(note.foregroundRole(), self._theme.color(tone))
        note.setPalette(colors)
        self._edits[field].setAccessibleDescription(words)


class SubmittedPanel(QWidget):
    """The portal has it; the account is open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(theme, self)
        card.body.setSpacing(SPACE_M)
        card.add_title(_("Your security profile was updated"))
        for words in (
            _("The portal has your questions, answers and e-mail address. Files can be sent and fetched now."),
            _("No further sign-in by hand is needed until the password ends; this program tells you before that day."),
        ):
            label = QLabel(words, card)
            label.setWordWrap(True)
            card.body.addWidget(label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_narrow(card))
        layout.addStretch()


def _advice_card(theme: Theme, parent: QWidget) -> Card:
    card = Card(theme, parent)
    card.body.setSpacing(SPACE_S)
    card.add_title(_("Good questions and answers"))
    for words in (
        _("Avoid questions that others can guess, or can find on the Internet."),
        _("An answer need not be true. You only have to remember it."),
        _("Questions may hold letters, digits, blanks and question marks; answers letters, digits and blanks."),
    ):
        label = QLabel(words, card)
        label.setWordWrap(True)
        card.body.addWidget(label)
    card.body.addStretch()
    card.setMinimumWidth(200)
    card.setMaximumWidth(260)
    return card


def _narrow(card: Card, *, advice: Card | None = None) -> QWidget:
    """A card no wider than is comfortable to read, at the left."""
    card.setMaximumWidth(620)
    holder = QWidget(card.parentWidget())
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE_L)
    layout.addWidget(card, 3)
    if advice is not None:
        layout.addWidget(advice, 1, Qt.AlignmentFlag.AlignTop)
    layout.addStretch()
    return holder


def _with_access_key(name: str, key: str) -> str:
    """The name with its access key underlined, or added in parentheses where the name has no such letter."""
    escaped = name.replace("&", "&&")
    place = escaped.casefold().find(key.casefold())
    return f"{escaped} (&{key})" if place < 0 else f"{escaped[:place]}&{escaped[place:]}"

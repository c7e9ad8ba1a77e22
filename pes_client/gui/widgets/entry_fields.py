"""Required entries under each other, each with its label, its access key and a line for advice: the body of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from pes_client.gui.theme import BODY_POINTS, SPACE_L, SPACE_S, SPACE_XS, Theme, Tone
from pes_client.wording import Text, _

_LONGEST_PASTE = 500
_GROUP_GAP = 36
_LINES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One required entry, named as the wire names it.

    A `secret` one is dropped when its page is left, a `masked` one shows dots; `ends_group` leaves room below.
    """

    field: str
    label: Text
    key: str
    secret: bool = False
    masked: bool = False
    ends_group: bool = False


class EntryFields(QWidget):
    """`typed` is emitted with every keystroke. What is said beside a field, its control says to a screen reader."""

    typed = Signal()

    def __init__(self, entries: Iterable[Entry], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries = {entry.field: entry for entry in entries}
        self._edits: dict[str, QLineEdit] = {}
        self._questions: dict[str, QLabel] = {}
        self._notes: dict[str, QLabel] = {}
        self._most: dict[str, int] = {}
        self._hints: dict[str, str] = {}
        self._advice: dict[str, str] = {}
        self._suggested: dict[str, str] = {}
        self._broken: set[str] = set()
        self._build()
        theme.changed.connect(self._note_all)

    def __contains__(self, field: str) -> bool:
        return field in self._edits

    def control(self, field: str) -> QLineEdit | None:
        """The control of a field."""
        return self._edits.get(field)

    def entry(self, field: str) -> str:
        """What was typed into a field."""
        return self._edits[field].text()

    def entries(self) -> dict[str, str]:
        """What was typed, by the wire's names."""
        return {field: edit.text() for field, edit in self._edits.items()}

    def has_input(self) -> bool:
        """Whether anything was typed."""
        return any(edit.text() not in {"", self._suggested.get(field)} for field, edit in self._edits.items())

    def ask(self, field: str, question: str) -> None:
        """Show above a field the question that it answers, in whoever's words."""
        self._questions[field].setText(question)
        self._questions[field].setVisible(bool(question))
        name = str(self._entries[field].label)
        self._edits[field].setAccessibleName(f"{name}: {question}" if question else name)

    def limit(self, field: str, most: int) -> None:
        """Count against the portal's length, in characters."""
        self._most[field] = most
        self._note(field)

    def hint(self, field: str, words: str) -> None:
        """What stands beside the field while it is empty."""
        self._hints[field] = words
        self._note(field)

    def suggest(self, field: str, words: str) -> None:
        """Fill an untouched field with what is known; that alone does not count as typed."""
        edit = self._edits[field]
        untouched = edit.text() in {"", self._suggested.get(field)}
        self._suggested[field] = words
        if untouched:
            edit.setText(words)

    def advise(self, advice: Mapping[str, str]) -> None:
        """Advice beside the fields, as words; it replaces earlier advice."""
        self._advice = dict(advice)
        self._note_all()

    def mark(self, broken: Iterable[str]) -> None:
        """Show which fields the message table speaks of."""
        self._broken = set(broken)
        self._note_all()

    def clear(self) -> None:
        """Forget what was typed."""
        self._suggested.clear()
        self._forget(self._edits)

    def forget_secrets(self) -> None:
        """Forget what was typed into the secret fields."""
        self._forget(field for field, entry in self._entries.items() if entry.secret)

    def unmask(self, *, shown: bool) -> None:
        """Show or hide what is typed into the masked fields."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field, entry in self._entries.items():
            if entry.masked:
                self._edits[field].setEchoMode(mode)

    def focus_first_empty(self) -> None:
        """The keyboard to the first field that still needs something."""
        edits = list(self._edits.values())
        next((edit for edit in edits if not edit.text()), edits[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self, fields: Iterable[str]) -> None:
        for field in list(fields):
            # Not clear(): that could be undone.
            self._edits[field].setText("")
            self._advice.pop(field, None)
            self._broken.discard(field)
        self._note_all()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for place, entry in enumerate(self._entries.values()):
            self._add(entry, grid, place * _LINES)
            if entry.ends_group:
                grid.setRowMinimumHeight(place * _LINES + 2, _GROUP_GAP)

    def _add(self, entry: Entry, grid: QGridLayout, row: int) -> None:
        name = str(entry.label)
        edit = QLineEdit(self)
        edit.setMaxLength(_LONGEST_PASTE)
        edit.setAccessibleName(name)
        edit.setMinimumWidth(220)
        if entry.masked:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        if entry.secret:
            edit.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        label = QLabel(f"{with_access_key(name, entry.key)} *", self)
        label.setBuddy(edit)
        question, note = _words(self), _words(self)
        question.setFont(self._theme.font(BODY_POINTS, bold=True))
        question.hide()
        note.setMinimumHeight(note.fontMetrics().height() + SPACE_S)
        note.setAlignment(Qt.AlignmentFlag.AlignTop)
        note.setContentsMargins(0, 0, 0, SPACE_XS)
        grid.addWidget(question, row, 1)
        grid.addWidget(label, row + 1, 0)
        grid.addWidget(edit, row + 1, 1)
        grid.addWidget(note, row + 2, 1)
        self._edits[entry.field], self._notes[entry.field] = edit, note
        self._questions[entry.field] = question
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
        words, tone = self._words_beside(field)
        note = self._notes[field]
        note.setText(words)
        colors = note.palette()
        colors.setColor(note.foregroundRole(), self._theme.color(tone))
        note.setPalette(colors)
        self._edits[field].setAccessibleDescription(words)

    def _words_beside(self, field: str) -> tuple[str, Tone]:
        most, length = self._most.get(field, 0), len(self._edits[field].text())
        if field in self._broken:
            return _("See the message above."), Tone.STOP
        if most and length > most:
            return _("{length} characters; at most {most} are allowed.", length=length, most=most), Tone.STOP
        if advice := self._advice.get(field):
            return advice, Tone.WAIT
        if not length and (hint := self._hints.get(field)):
            return hint, Tone.MUTED
        if not length and most:
            return _("At most {most} characters", most=most), Tone.MUTED
        return "", Tone.MUTED


def _words(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def with_access_key(name: str, key: str) -> str:
    """The name with its access key underlined, or added in parentheses where the name has no such letter."""
    escaped = name.replace("&", "&&")
    place = escaped.casefold().find(key.casefold())
    return f"{escaped} (&{key})" if place < 0 else f"{escaped[:place]}&{escaped[place:]}"

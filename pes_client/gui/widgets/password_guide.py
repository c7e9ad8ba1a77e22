"""What the portal accepts as a password, ticked off while one types, and how hard it would be to guess."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from pes_client.gui.theme import SPACE_M, SPACE_S, SPACE_XS, Theme, Tone
from pes_client.gui.widgets.card import Card
from pes_client.policy.passwords import ChecklistLine, Strength
from pes_client.wording import NOTHING, Text, _, counted

_BEST = 4
_TONES = (Tone.STOP, Tone.STOP, Tone.WARN, Tone.OK, Tone.OK)


class StrengthMeter(QWidget):
    """Four bars; the words beside them say the same."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.score = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_score(self, score: int) -> None:
        """From 0, nothing, to 4, all bars."""
        self.score = score
        self.update()

    def sizeHint(self) -> QSize:
        """A thin line, as wide as its place."""
        return QSize(160, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The earned bars in a tone, the others pale."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - (_BEST - 1) * SPACE_XS) / _BEST
        for place in range(_BEST):
            earned = place < self.score
            painter.setBrush(self._theme.color(_TONES[self.score]) if earned else self._theme.scheme.border)
            bar = QRectF(place * (width + SPACE_XS), 0, width, self.height())
            painter.drawRoundedRect(bar, 3, 3)
        painter.end()


class PasswordGuide(Card):
    """A card beside the form. `summary` is what a screen reader hears at the field."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lines: tuple[ChecklistLine, ...] = ()
        self._signs: list[tuple[QLabel, QLabel]] = []
        self.body.setSpacing(SPACE_S)
        self.add_title(_("What the portal accepts"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_S)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._note = self.add_words("")
        self._note.setForegroundRole(self._note.foregroundRole().PlaceholderText)
        self._note.hide()
        self.body.addSpacing(SPACE_M)
        self.add_title(_("How hard it is to guess"))
        self.meter = StrengthMeter(theme, self)
        self.body.addWidget(self.meter)
        self._strength = self.add_words("")
        self._strength.setMinimumHeight(2 * self._strength.fontMetrics().lineSpacing())
        self._strength.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._mark)

    @property
    def summary(self) -> str:
        """What is met, what is missing, and how hard it is to guess."""
        missing = [str(line.words) for line in self._lines if not line.met]
        met = counted("{n} rule met.", "{n} rules met.", len(self._lines) - len(missing))
        still = _("Still missing: {rules}.", rules="; ".join(missing)) if missing else ""
        return " ".join(each for each in (met, still, self._strength.text()) if each)

    def note(self, words: Text | None) -> None:
        """What else the portal looks at, and nobody can check here."""
        self._note.setText(str(words or NOTHING))
        self._note.setVisible(words is not None)

    def judge(self, lines: Sequence[ChecklistLine], strength: Strength) -> None:
        """Show what is met by now."""
        if len(lines) != len(self._signs):
            self._make_room(len(lines))
        self._lines = tuple(lines)
        self.meter.show_score(strength.score)
        self._strength.setText(str(strength.words))
        self.meter.setAccessibleName(str(strength.words))
        self._mark()

    def _make_room(self, count: int) -> None:
        for sign, words in self._signs:
            for label in (sign, words):
                label.hide()
                label.deleteLater()
        self._signs = [(QLabel(self), QLabel(self)) for _place in range(count)]
        for row, (sign, words) in enumerate(self._signs):
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setWordWrap(True)
            self._grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 1)

    @Slot()
    def _mark(self) -> None:
        for line, (sign, words) in zip(self._lines, self._signs, strict=False):
            icon, tone = ("ok", Tone.OK) if line.met else ("unmet", Tone.MUTED)
            sign.setPixmap(self._theme.icon(icon, tone).pixmap(16, 16))
            words.setText(str(line.words))
            words.setAccessibleDescription(_("met") if line.met else _("not met yet"))

"""Sent and answered per day, drawn; the same figures by keyboard and for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pes_client.gui import formats
from pes_client.gui.theme import SPACE_L, SPACE_S, SPACE_XS, Theme, Tone
from pes_client.wording import _

_LEGEND = 22
_FOOT = 22


@dataclass(frozen=True, slots=True)
class DayBars:
    """The two figures of one day."""

    day: date
    sent: int
    answered: int


class DayChart(QWidget):
    """Two bars a day. Left and right choose a day, whose figures are said in words above."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._days: tuple[DayBars, ...] = ()
        self._chosen: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Files sent and answered in the last days"))
        theme.changed.connect(self.update)

    def show_days(self, days: Sequence[DayBars]) -> None:
        """Draw these days, oldest first."""
        self._days = tuple(days)
        self._choose(None)

    def words(self) -> str:
        """The figures of the chosen day, or the totals."""
        if self._chosen is not None and self._chosen < len(self._days):
            day = self._days[self._chosen]
            return _(
                "{day}: {sent} sent, {answered} answered",
                day=formats.day(day.day),
                sent=day.sent,
                answered=day.answered,
            )
        return _(
            "{days} days: {sent} sent, {answered} answered",
            days=len(self._days),
            sent=sum(day.sent for day in self._days),
            answered=sum(day.answered for day in self._days),
        )

    def sizeHint(self) -> QSize:
        """As Qt asks."""
        return QSize(460, 180)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, right, Home and End choose a day."""
        last = len(self._days) - 1
        here = last if self._chosen is None else self._chosen
        places = {
            Qt.Key.Key_Left: max(0, here - 1) if self._chosen is not None else last,
            Qt.Key.Key_Right: min(last, here + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if last >= 0 and Qt.Key(event.key()) in places:
            self._choose(places[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The day under the pointer."""
        if self._days:
            place = int(event.position().x() / max(1.0, self.width() / len(self._days)))
            self._choose(min(max(place, 0), len(self._days) - 1))

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the totals, unless the keyboard is here."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._choose(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw words, bars, and the days below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_legend(painter)
        area = QRectF(0, _LEGEND + SPACE_S, self.width(), self.height() - _LEGEND - _FOOT - SPACE_S)
        self._draw_base_line(painter, area)
        most = max((max(day.sent, day.answered) for day in self._days), default=0)
        step = area.width() / max(1, len(self._days))
        for place, day in enumerate(self._days):
            column = QRectF(area.left() + place * step, area.top(), step, area.height())
            self._draw_day(painter, column, place, day, most=most)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color(Tone.ACCENT), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _choose(self, place: int | None) -> None:
        self._chosen = place
        self.setAccessibleDescription(self.words())
        self.setToolTip(self.words())
        self.update()

    def _draw_legend(self, painter: QPainter) -> None:
        x = float(SPACE_XS)
        for tone, words in ((Tone.ACCENT, _("Sent")), (Tone.WAIT, _("Answered"))):
            painter.fillRect(QRectF(x, _LEGEND / 2 - 5, 10, 10), self._theme.color(tone))
            painter.setPen(self._theme.color(Tone.PLAIN))
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRectF(x + 16, 0, width + 4, _LEGEND), Qt.AlignmentFlag.AlignVCenter, words)
            x += 16 + width + SPACE_L
        painter.setPen(self._theme.color(Tone.MUTED))
        right = QRectF(x, 0, self.width() - x - SPACE_XS, _LEGEND)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.words())

    def _draw_base_line(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(self._theme.scheme.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _draw_day(self, painter: QPainter, area: QRectF, place: int, day: DayBars, *, most: int) -> None:
        if place == self._chosen:
            chosen = self._theme.color(Tone.ACCENT)
            chosen.setAlphaF(0.10)
            painter.fillRect(area, chosen)
        bar = min(14.0, area.width() / 3.2)
        middle = area.center().x()
        for left, figure, tone in (
            (middle - bar - 1, day.sent, Tone.ACCENT),
            (middle + 1, day.answered, Tone.WAIT),
        ):
            height = (area.height() - 2) * figure / most if most else 0
            painter.fillRect(QRectF(left, area.bottom() - height, bar, height), self._theme.color(tone))
        if self._is_labelled(painter, place, area.width()):
            left = min(max(middle - 40, 0.0), self.width() - 80.0)
            below = QRectF(left, area.bottom() + 2, 80, _FOOT - 2)
            painter.setPen(self._theme.color(Tone.MUTED))
            side = Qt.AlignmentFlag.AlignRight if left < middle - 40 else Qt.AlignmentFlag.AlignHCenter
            painter.drawText(below, side | Qt.AlignmentFlag.AlignVCenter, formats.short_day(day.day))

    def _is_labelled(self, painter: QPainter, place: int, width: float) -> bool:
        words = max((formats.short_day(day.day) for day in self._days), key=len)
        every = int((painter.fontMetrics().horizontalAdvance(words) + SPACE_L) // width) + 1
        return (len(self._days) - 1 - place) % every == 0

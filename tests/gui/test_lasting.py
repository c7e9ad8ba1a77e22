"""A window that is open all day does not use up the interpreter's own objects."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

CALLS = 200_000


class Talker(QObject):
    said = Signal(object)


def test_a_day_of_signals_and_answers_leaves_none_true_and_false_alive(qapp: QApplication) -> None:
    talker, widget = Talker(), QWidget()

    for _call in range(CALLS):
        talker.said.emit(None)
        widget.parentWidget()
        widget.isVisible()

    widget.deleteLater()

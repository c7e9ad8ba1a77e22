"""Tab order is reading order: taken from the layouts themselves, so that no list has to be kept in step."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


def follow_layouts(root: QWidget) -> None:
    """Let Tab walk through the controls below `root` in the order in which its layouts place them."""
    for before, after in pairwise(_controls(root)):
        QWidget.setTabOrder(before, after)


def _controls(widget: QWidget) -> Iterator[QWidget]:
    inner = list(_inner(widget))
    if not inner and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    for each in inner:
        yield from _controls(each)


def _inner(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QSplitter | QStackedWidget):
        yield from (inner for place in range(widget.count()) if (inner := widget.widget(place)) is not None)
    elif isinstance(widget, QScrollArea):
        if (held := widget.widget()) is not None:
            yield held
    elif (layout := widget.layout()) is not None:
        yield from _placed(layout)


def _placed(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda place: layout.getItemPosition(place)[:2])  # type: ignore[index]
    for place in places:
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _placed(inner)

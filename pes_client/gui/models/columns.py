"""A column of a table as data: its title, what it displays, what it sorts by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pes_client.gui.phrases import Sign
from pes_client.wording import Text

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One named column. `width` is in average characters; those that `stretch` share what is left.

    `sort` defaults to what is displayed; `sign` adds an icon and colors the word; `tip` defaults to the display.
    """

    name: str
    title: Text
    display: Callable[[Row], str]
    width: int = 14
    sort: Callable[[Row], Any] | None = None
    sign: Callable[[Row], Sign] | None = None
    tip: Callable[[Row], str] | None = None
    stretches: bool = False
    right_aligned: bool = False
    hidden_at_first: bool = False

    def sort_key(self, row: Row) -> Any:
        """What the column sorts this row by."""
        return self.sort(row) if self.sort else self.display(row).casefold()

"""How an update says which columns it leaves alone, how many values go together, how words become a search."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from typing import Final, TypeVar

from sqlalchemy import ColumnElement

Value = TypeVar("Value")
_LOT = 10_000


class Unchanged(Enum):
    """The type of UNCHANGED; None is a value of its own."""

    UNCHANGED = "unchanged"

    def __repr__(self) -> str:
        return "UNCHANGED"


UNCHANGED: Final = Unchanged.UNCHANGED


def given(**columns: object) -> dict[str, object]:
    """The columns that were given a value."""
    return {name: value for name, value in columns.items() if value is not UNCHANGED}


def in_lots(values: Collection[Value]) -> Iterator[list[Value]]:
    """The values in lots small enough for one statement: SQLite takes a limited number of parameters."""
    ordered = list(values)
    for start in range(0, len(ordered), _LOT):
        yield ordered[start : start + _LOT]


def every_word(text: ColumnElement[str], words: str) -> list[ColumnElement[bool]]:
    """Conditions: each word somewhere in the text; `%` and `_` mean themselves."""
    return [text.icontains(word, autoescape=True) for word in words.split()]

"""How an update says which columns it leaves alone, and how typed words become a search."""

from __future__ import annotations

from enum import Enum
from typing import Final

from sqlalchemy import ColumnElement


class Unchanged(Enum):
    """The type of UNCHANGED; None is a value of its own."""

    UNCHANGED = "unchanged"

    def __repr__(self) -> str:
        return "UNCHANGED"


UNCHANGED: Final = Unchanged.UNCHANGED


def given(**columns: object) -> dict[str, object]:
    """The columns that were given a value."""
    return {name: value for name, value in columns.items() if value is not UNCHANGED}


def every_word(text: ColumnElement[str], words: str) -> list[ColumnElement[bool]]:
    """Conditions: each word somewhere in the text; `%` and `_` mean themselves."""
    return [text.icontains(word, autoescape=True) for word in words.split()]

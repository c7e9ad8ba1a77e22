"""Sentences as data: a message id with parameters, put into the reader's language only when it is shown.

The core never glues strings together; it hands out `Text`. Message ids are the English sentences themselves
(gettext's habit), with named `{parameters}`. One catalogue serves the window and the command line.
"""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Parameter = str | int

_PLACE = re.compile(r"\{(\w+)\}")
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(folder: Path, language: str | None = None) -> None:
    """Show every text from now on in `language`, by default the environment's; English where there is no catalogue."""
    global _catalogue  # noqa: PLW0603 - a process shows one language, as gettext itself has it
    _catalogue = gettext.translation("pes", localedir=folder, languages=[language] if language else None, fallback=True)


def _(msgid: str, /, **parameters: Parameter) -> str:
    """The sentence in the reader's language, now."""
    return _fill(_catalogue.gettext(msgid), parameters)


def counted(singular: str, plural: str, n: int, /, **parameters: Parameter) -> str:
    """The sentence in the form that fits `n`, now; `{n}` is filled in."""
    return _fill(_catalogue.ngettext(singular, plural, n), {"n": n, **parameters})


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that can be stored, sent between threads and shown later in any language."""

    msgid: str
    parameters: tuple[tuple[str, Parameter], ...] = ()

    def __str__(self) -> str:
        return _fill(_catalogue.gettext(self.msgid), dict(self.parameters)) if self.msgid else ""

    def to_json(self) -> str:
        """The text as it is kept in a database row."""
        return json.dumps([self.msgid, dict(self.parameters)], ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str | None) -> Text:
        """The text that `to_json` wrote; an empty one for nothing."""
        if not stored:
            return NOTHING
        msgid, parameters = json.loads(stored)
        return cls(msgid, tuple(parameters.items()))


NOTHING = Text("")


def text(msgid: str, /, **parameters: Parameter) -> Text:
    """A sentence for later; the catalogue is read from calls of this name."""
    return Text(msgid, tuple(parameters.items()))


def verbatim(words: str) -> Text:
    """Words that come from outside (a portal, the operating system) and are shown as they are."""
    return Text("{words}", (("words", words),))


def _fill(sentence: str, parameters: Mapping[str, Parameter]) -> str:
    # One pass over our own `{name}`s: braces inside foreign text stay what they are.
    return _PLACE.sub(lambda found: str(parameters.get(found[1], found[0])), sentence)

"""Access keys for captions that a portal chooses: the first letter of each that is still free."""

from __future__ import annotations

from collections.abc import Iterable

# The organization switcher and the account menu are on every page.
HEADER_KEYS = "GC"


def with_access_keys(captions: Iterable[str], taken: str) -> list[str]:
    """The captions with one letter each marked by `&`, none of them in `taken` and none twice.

    A caption whose letters are all in use stays without a key; Tab still leads to it.
    """
    used = set(taken.upper())
    return [_marked(caption, used) for caption in captions]


def _marked(caption: str, used: set[str]) -> str:
    for place, letter in enumerate(caption):
        key = letter.upper()
        if letter.isascii() and letter.isalpha() and key not in used:
            used.add(key)
            return f"{_plain(caption[:place])}&{letter}{_plain(caption[place + 1 :])}"
    return _plain(caption)


def _plain(words: str) -> str:
    return words.replace("&", "&&")

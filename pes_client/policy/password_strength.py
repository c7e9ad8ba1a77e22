"""An estimate of how soon somebody would guess a password: advice for a meter, never a reason to refuse one.

The password is cut into the parts that a guesser would try - known words, the user ID, years, repeats, sequences,
runs on the keyboard, single characters - so that the whole takes the fewest guesses. Everything is counted in
powers of ten. The figures are rough on purpose: they tell a weak password from a strong one, and no more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pes_client.policy.common_passwords import COMMON_PASSWORDS
from pes_client.wording import NOTHING, Text, text

# A longer password is strong enough not to be looked at beyond this, whatever is pasted.
_LOOKED_AT = 64
# Powers of ten in guesses from which a score is earned; the last lasts against a stolen, slowly hashed password.
_SCORES = (3.0, 6.0, 8.0, 10.0)
_CHARACTER = 1.0
_JOINT = 0.3
_SHORTEST_PART = 3

_WORDS = (
    text("Very easy to guess."),
    text("Easy to guess. A longer password of unrelated words and signs is better."),
    text("Fair. A few more characters would make it good."),
    text("Good."),
    text("Strong."),
)
_KEYBOARD = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "!@#$%^&*()",
    "qazwsxedcrfvtgbyhnujm",
)
_SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "01234567890")
_LOOKS_LIKE = str.maketrans("013457@$!", "oleastasi")


@dataclass(frozen=True, slots=True)
class Strength:
    """From 0 (guessed at once) to 4 (strong), with words for a person."""

    score: int
    words: Text


def password_strength(new_password: str, user_id: str) -> Strength:
    """How hard the password is to guess for somebody who knows the user ID; nothing typed scores 0 without words."""
    if not new_password:
        return Strength(0, NOTHING)
    powers = _powers_of_ten(new_password[:_LOOKED_AT], user_id)
    score = sum(powers >= least for least in _SCORES)
    return Strength(score, _WORDS[score])


def _powers_of_ten(password: str, user_id: str) -> float:
    """The fewest guesses by which the password is put together from its parts, as a power of ten."""
    estimates = _estimates(user_id)
    fewest = [0.0]
    for end in range(1, len(password) + 1):
        ways = [fewest[end - 1] + _CHARACTER]
        for start in range(end - _SHORTEST_PART + 1):
            part = password[start:end]
            joint = _JOINT if start else 0.0
            ways += [fewest[start] + joint + guesses for guess in estimates if (guesses := guess(part)) is not None]
        fewest.append(min(ways))
    return fewest[-1]


def _estimates(user_id: str) -> tuple[Callable[[str], float | None], ...]:
    known = {word: math.log10(rank) for rank, word in enumerate(COMMON_PASSWORDS, start=2)}
    known |= dict.fromkeys(_parts_of(user_id), 0.5)

    def word(part: str) -> float | None:
        plain = part.casefold()
        if plain in known:
            return known[plain] + _spelling(part)
        likened = plain.translate(_LOOKS_LIKE)
        return known[likened] + 1.0 if likened in known else None

    return word, _year, _repeat, _run


def _parts_of(user_id: str) -> Iterator[str]:
    """The user ID, forwards and backwards, and every long beginning and end of it."""
    plain = user_id.casefold()
    for size in range(4, len(plain) + 1):
        yield from (plain[:size], plain[-size:], plain[:size][::-1], plain[-size:][::-1])


def _spelling(part: str) -> float:
    """What capital letters add: next to nothing for the first or for all, a little for any others."""
    if part.islower() or not part.isalpha():
        return 0.0
    return 0.3 if part.isupper() or part.istitle() else 1.0


def _year(part: str) -> float | None:
    is_year = len(part) == 4 and part.isascii() and part.isdigit() and part[:2] in {"19", "20"}
    return math.log10(200) if is_year else None


def _repeat(part: str) -> float | None:
    """One character, or a small group, over and over."""
    for size in range(1, len(part) // 2 + 1):
        times, rest = divmod(len(part), size)
        if not rest and part == part[:size] * times and (times > 2 or size > 1):
            return size * _CHARACTER + math.log10(times)
    return None


def _run(part: str) -> float | None:
    """Neighbors of the alphabet, of the digits or of a keyboard, in either direction."""
    plain = part.casefold()
    for row in (*_SEQUENCES, *_KEYBOARD):
        if plain in row or plain[::-1] in row:
            return 1.0 + math.log10(len(part)) + _spelling(part)
    return None

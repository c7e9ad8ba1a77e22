"""Decides what a payer answers to a received file: for each interchange a TA1, a 999, or both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pes_portal.backoffice.header import Note
from pes_portal.backoffice.implementation_guide import GuideChecker
from pes_portal.backoffice.ninetynine import write_999
from pes_portal.backoffice.structure import survey
from pes_portal.backoffice.survey import BrokenInterchange, Interchange
from pes_portal.backoffice.ta1 import write_ta1


@dataclass(frozen=True)
class Answer:
    """One file to post: its transaction type, the ISA13 it answers, and its bytes."""

    transaction_type: str
    control_number: str
    content: bytes


def answers_to(
    path: Path, next_control_number: Callable[[], int], now: datetime, guides: GuideChecker | None
) -> Iterator[Answer]:
    """Every answer to a file, in the order of its interchanges; without `guides` only structure is checked."""
    with path.open("rb") as file:
        for found in survey(file):
            if isinstance(found, BrokenInterchange):
                yield Answer("TA1", found.control_number, write_ta1(found, next_control_number(), now))
                continue
            yield from _answers(found, path, next_control_number, now, guides)


def _answers(
    found: Interchange,
    path: Path,
    next_control_number: Callable[[], int],
    now: datetime,
    guides: GuideChecker | None,
) -> Iterator[Answer]:
    number = found.header.control_number
    is_rejected = found.note is not Note.NO_ERROR
    gets_999 = not is_rejected and any(not group.is_acknowledgement for group in found.groups)
    if is_rejected or found.header.wants_acknowledgement or not gets_999:
        yield Answer("TA1", number, write_ta1(found, next_control_number(), now))
    if gets_999:
        if guides is not None:
            guides.check(path, found)
        yield Answer("999", number, write_999(found, next_control_number(), now))

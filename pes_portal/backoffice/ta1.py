"""Writes a TA1: whether an interchange's envelope was accepted, and if not, why."""

from __future__ import annotations

import re
from datetime import datetime

from pes_portal.backoffice.header import Header, Note
from pes_portal.backoffice.survey import BrokenInterchange, Interchange
from pes_portal.backoffice.writing import UNKNOWN_ROUTE, Route, interchange, segment


def route_back(header: Header) -> Route:
    """The way back to whoever sent an interchange."""
    return Route(
        sender_qualifier=header.element(7),
        sender=header.element(8),
        receiver_qualifier=header.element(5),
        receiver=header.element(6),
        usage=header.element(15) if header.element(15) in {"P", "T"} else "T",
    )


def write_ta1(answered: Interchange | BrokenInterchange, control_number: int, now: datetime) -> bytes:
    """An accepting TA1 when nothing is wrong with the envelope, else a rejecting one with its note."""
    if isinstance(answered, BrokenInterchange):
        body = _ta1(answered.control_number, "", "", Note.INVALID_STRUCTURE, now)
        return interchange(UNKNOWN_ROUTE, control_number, now, [body], group_count=0)
    header = answered.header
    body = _ta1(header.control_number, header.element(9), header.element(10), answered.note, now)
    return interchange(route_back(header), control_number, now, [body], group_count=0)


def _ta1(answered_number: str, date: str, time: str, note: Note, now: datetime) -> str:
    number = answered_number if re.fullmatch("[0-9]{9}", answered_number) else "0" * 9
    return segment(
        "TA1",
        number,
        date if re.fullmatch("[0-9]{6}", date) else f"{now:%y%m%d}",
        time if re.fullmatch("[0-9]{4}", time) else f"{now:%H%M}",
        "A" if note is Note.NO_ERROR else "R",
        note,
    )

"""Writes interchanges of the portal's own: standard delimiters, fixed header, nothing that could break them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_DELIMITERS = frozenset("*:^~")
_PORTAL_QUALIFIER = "ZZ"
_PORTAL_ID = "PESPRACTICE"


@dataclass(frozen=True)
class Route:
    """Who an answer comes from and goes to: the received file's parties, swapped."""

    sender_qualifier: str
    sender: str
    receiver_qualifier: str
    receiver: str
    usage: str


UNKNOWN_ROUTE = Route(_PORTAL_QUALIFIER, _PORTAL_ID, _PORTAL_QUALIFIER, "UNKNOWN", "T")


def element(text: str, longest: int | None = None) -> str:
    """A received text that can stand in an element: printable ASCII without our delimiters."""
    kept = "".join(mark for mark in text if mark.isascii() and mark.isprintable() and mark not in _DELIMITERS)
    return kept.strip()[:longest]


def segment(name: str, *elements: str) -> str:
    """A segment without its terminator; empty elements at its end are left out."""
    return "*".join((name, *elements)).rstrip("*")


def interchange(route: Route, control_number: int, now: datetime, body: Iterable[str], group_count: int) -> bytes:
    """A whole interchange around the segments of its body."""
    number = f"{control_number % 1_000_000_000:09d}"
    header = (
        f"ISA*00*{'':10}*00*{'':10}"
        f"*{element(route.sender_qualifier) or 'ZZ':2}*{element(route.sender, 15):15}"
        f"*{element(route.receiver_qualifier) or 'ZZ':2}*{element(route.receiver, 15):15}"
        f"*{now:%y%m%d}*{now:%H%M}*^*00501*{number}*0*{route.usage}*:"
    )
    segments = (header, *body, f"IEA*{group_count}*{number}")
    return "".join(f"{one}~\n" for one in segments).encode("ascii")

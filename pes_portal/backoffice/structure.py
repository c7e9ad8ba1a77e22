"""Checks the structure of interchanges while they stream by: envelopes, control numbers, counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from pes_portal.backoffice.header import Note, header_note
from pes_portal.backoffice.segments import (
    EndedInside,
    InterchangeStart,
    PlainSegments,
    Segment,
    SegmentReader,
    Unreadable,
)
from pes_portal.backoffice.survey import (
    BrokenInterchange,
    FunctionalGroup,
    GroupError,
    Interchange,
    SetError,
    TransactionSet,
)

# One fact is kept for each set; 999's counts have six digits, so a group cannot say more anyway.
_SETS_MAX = 999_999
_SUPPORTED_VERSION = "005010"
_SETS_OF_GROUP = {
    "HC": {"837"},
    "HS": {"270"},
    "HB": {"271"},
    "HR": {"276"},
    "HN": {"277"},
    "HI": {"278"},
    "HP": {"835"},
    "BE": {"834"},
    "RA": {"820"},
    "FA": {"997", "999"},
}


def survey(file: BinaryIO) -> Iterator[Interchange | BrokenInterchange]:
    """Every interchange of a file, each given as soon as it has ended; memory does not grow with the file."""
    surveyor: _Surveyor | None = None
    for piece in SegmentReader(file):
        if isinstance(piece, PlainSegments):
            if surveyor is not None:
                surveyor.take_plain(piece.count)
            continue
        if surveyor is not None and not isinstance(piece, Segment):
            # The IEA never came.
            yield surveyor.ended_early()
            surveyor = None
        if isinstance(piece, InterchangeStart):
            surveyor = _Surveyor(Interchange(piece.header, piece.offset))
        elif isinstance(piece, Unreadable):
            yield BrokenInterchange(piece.control_number)
        elif isinstance(piece, Segment) and surveyor is not None:
            surveyor.take(piece)
            if piece.name == "IEA":
                yield surveyor.interchange
                surveyor = None
        elif isinstance(piece, EndedInside):
            return


class _Surveyor:
    """Follows one interchange from its ISA to its IEA."""

    def __init__(self, interchange: Interchange) -> None:
        self.interchange = interchange
        self.interchange.note = header_note(interchange.header)
        self._group: FunctionalGroup | None = None
        self._set: TransactionSet | None = None
        self._segments_in_set = 0
        self._set_numbers: set[str] = set()
        self._sets = 0
        self._take = {
            "GS": self._begin_group,
            "GE": self._end_group,
            "ST": self._begin_set,
            "SE": self._end_set,
            "IEA": self._end_interchange,
            "TA1": self._pass_over,
        }

    def take(self, segment: Segment) -> None:
        """Take in the next segment."""
        self.interchange.end = segment.end
        self._take[segment.name](segment)

    def take_plain(self, count: int) -> None:
        """Take in so many segments of a transaction set."""
        if self._set is not None:
            self._segments_in_set += count
        elif count:
            self.interchange.blame(Note.INVALID_CONTENT)

    def ended_early(self) -> Interchange:
        """The interchange without its trailer."""
        self.interchange.blame(Note.PREMATURE_END)
        return self.interchange

    def _pass_over(self, _segment: Segment) -> None:
        """A TA1 stands before the groups; anywhere else it is out of place."""
        if self._group is not None:
            self.interchange.blame(Note.INVALID_CONTENT)

    def _begin_group(self, segment: Segment) -> None:
        self._close_group_without_trailer()
        if len(segment.elements) != 9:
            self.interchange.blame(Note.INVALID_CONTENT)
        group = FunctionalGroup(
            functional_id=segment.element(1),
            sender=segment.element(2),
            receiver=segment.element(3),
            control_number=segment.element(6),
            version=segment.element(8),
        )
        if group.functional_id not in _SETS_OF_GROUP:
            group.errors.append(GroupError.NOT_SUPPORTED)
        elif not group.version.startswith(_SUPPORTED_VERSION):
            group.errors.append(GroupError.VERSION_NOT_SUPPORTED)
        if not re.fullmatch(r"[0-9]{1,9}", group.control_number):
            group.errors.append(GroupError.CONTROL_NUMBER_INVALID)
        self._group = group
        self._set_numbers.clear()
        self.interchange.groups.append(group)

    def _end_group(self, segment: Segment) -> None:
        self._close_set_without_trailer()
        group, self._group = self._group, None
        if group is None:
            self.interchange.blame(Note.INVALID_STRUCTURE)
            return
        group.announced_sets = _count(segment.element(1), digits=6)
        if group.announced_sets != len(group.sets):
            group.errors.append(GroupError.SET_COUNT_WRONG)
        if segment.element(2) != group.control_number:
            group.errors.append(GroupError.CONTROL_NUMBERS_DIFFER)

    def _begin_set(self, segment: Segment) -> None:
        self._close_set_without_trailer()
        if self._group is None:
            self.interchange.blame(Note.INVALID_STRUCTURE)
            return
        found = TransactionSet(segment.element(1), segment.element(2), segment.element(3))
        if found.identifier not in _SETS_OF_GROUP.get(self._group.functional_id, {found.identifier}):
            found.errors.append(SetError.IDENTIFIER_INVALID)
        if not re.fullmatch(r"[A-Za-z0-9]{4,9}", found.control_number):
            found.errors.append(SetError.CONTROL_NUMBER_INVALID)
        elif found.control_number in self._set_numbers:
            found.errors.append(SetError.CONTROL_NUMBER_NOT_UNIQUE)
        self._set_numbers.add(found.control_number)
        self._sets += 1
        if self._sets > _SETS_MAX:
            self.interchange.blame(Note.INVALID_STRUCTURE)
        else:
            self._group.sets.append(found)
        self._set = found
        self._segments_in_set = 1

    def _end_set(self, segment: Segment) -> None:
        found, self._set = self._set, None
        if found is None:
            self.interchange.blame(Note.INVALID_STRUCTURE)
            return
        if _count(segment.element(1), digits=10) != self._segments_in_set + 1:
            found.errors.append(SetError.SEGMENT_COUNT_WRONG)
        if segment.element(2) != found.control_number:
            found.errors.append(SetError.CONTROL_NUMBERS_DIFFER)

    def _end_interchange(self, segment: Segment) -> None:
        self._close_group_without_trailer()
        if segment.element(2) != self.interchange.header.control_number:
            self.interchange.blame(Note.CONTROL_NUMBERS_DIFFER)
        if _count(segment.element(1), digits=5) != len(self.interchange.groups):
            self.interchange.blame(Note.GROUP_COUNT_WRONG)

    def _close_set_without_trailer(self) -> None:
        if self._set is not None:
            self._set.errors.append(SetError.TRAILER_MISSING)
            self._set = None

    def _close_group_without_trailer(self) -> None:
        self._close_set_without_trailer()
        if self._group is not None:
            self._group.errors.append(GroupError.TRAILER_MISSING)
            self._group = None


def _count(text: str, *, digits: int) -> int | None:
    return int(text) if re.fullmatch(rf"[0-9]{{1,{digits}}}", text) else None

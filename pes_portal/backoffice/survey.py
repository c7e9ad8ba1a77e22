"""What an interchange turned out to be: its groups and transaction sets, each with what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pes_portal.backoffice.header import Header, Note


class SetError(StrEnum):
    """IK502: why a transaction set is rejected."""

    TRAILER_MISSING = "2"
    CONTROL_NUMBERS_DIFFER = "3"
    SEGMENT_COUNT_WRONG = "4"
    SEGMENTS_IN_ERROR = "5"
    IDENTIFIER_INVALID = "6"
    CONTROL_NUMBER_INVALID = "7"
    CONTROL_NUMBER_NOT_UNIQUE = "23"


class GroupError(StrEnum):
    """AK905: why a functional group is rejected."""

    NOT_SUPPORTED = "1"
    VERSION_NOT_SUPPORTED = "2"
    TRAILER_MISSING = "3"
    CONTROL_NUMBERS_DIFFER = "4"
    SET_COUNT_WRONG = "5"
    CONTROL_NUMBER_INVALID = "6"


@dataclass(frozen=True)
class ElementError:
    """IK4: an element (and perhaps its component) that breaks its rule."""

    position: int
    component: int | None
    reference: str
    code: str
    value: str


@dataclass(frozen=True)
class SegmentError:
    """IK3: a segment that breaks its rule; `position` counts from the ST, which is 1."""

    name: str
    position: int
    loop: str
    codes: tuple[str, ...]
    elements: tuple[ElementError, ...]


@dataclass
class TransactionSet:
    """A transaction set as it was found."""

    identifier: str
    control_number: str
    convention: str
    errors: list[SetError] = field(default_factory=list)
    segment_errors: list[SegmentError] = field(default_factory=list)

    @property
    def is_accepted(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.errors and not self.segment_errors


@dataclass
class FunctionalGroup:
    """A functional group as it was found."""

    functional_id: str
    sender: str
    receiver: str
    control_number: str
    version: str
    sets: list[TransactionSet] = field(default_factory=list)
    errors: list[GroupError] = field(default_factory=list)
    announced_sets: int | None = None

    @property
    def is_acknowledgement(self) -> bool:
        """Whether it acknowledges something itself: such a group is never acknowledged."""
        return self.functional_id == "FA"

    @property
    def accepted_count(self) -> int:
        """AK904: a rejected group accepts none of its sets."""
        return 0 if self.errors else sum(one.is_accepted for one in self.sets)


@dataclass
class Interchange:
    """An interchange as it was found, from byte `start` to byte `end` of its file."""

    header: Header
    start: int
    end: int = 0
    note: Note = Note.NO_ERROR
    groups: list[FunctionalGroup] = field(default_factory=list)

    def blame(self, note: Note) -> None:
        """Reject the interchange; the first reason stays."""
        if self.note is Note.NO_ERROR:
            self.note = note


@dataclass(frozen=True)
class BrokenInterchange:
    """Something that begins where an interchange should, and is none."""

    control_number: str

"""What one pass over a file's envelope tells: its interchanges, groups and sets, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from pes_client.domain.findings import Severity
from pes_client.x12.findings import EnvelopeFinding
from pes_client.x12.kinds import MIXED, TA1, kind_of_group


@dataclass(frozen=True, slots=True)
class SetFacts:
    """One transaction set. `segment_count` includes ST and SE."""

    identifier: str
    control_number: str
    implementation: str
    segment_count: int


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """One functional group. `sets` are the first of them, `set_count` counts them all."""

    functional_id: str
    control_number: str
    version: str
    sets: tuple[SetFacts, ...]
    set_count: int

    @property
    def kind(self) -> str:
        """What the group carries, such as `837P`."""
        first = self.sets[0] if self.sets else None
        guide = (first.implementation if first else "") or self.version
        return kind_of_group(self.functional_id, guide, first.identifier if first else "")


@dataclass(frozen=True, slots=True)
class InterchangeFacts:
    """One interchange. Qualifiers and IDs are stripped; everything else is as written in the ISA.

    `position` counts from 1, `date` is YYMMDD, `usage` is `P` or `T`, `groups` are the first of `group_count`.
    """

    position: int
    control_number: str
    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    date: str
    time: str
    version: str
    usage: str
    acknowledgment_requested: bool
    byte_offset: int
    groups: tuple[GroupFacts, ...]
    group_count: int
    acknowledgment_count: int

    @property
    def kinds(self) -> frozenset[str]:
        """What it carries; an interchange of TA1s alone is a `TA1`."""
        if self.groups:
            return frozenset(each.kind for each in self.groups)
        return frozenset({TA1} if self.acknowledgment_count else ())


@dataclass(frozen=True, slots=True)
class EnvelopeReport:
    """The whole file. `interchanges` are the first of `interchange_count`, `findings` the first of all."""

    interchanges: tuple[InterchangeFacts, ...]
    interchange_count: int
    findings: tuple[EnvelopeFinding, ...]
    findings_left_out: int
    size: int
    segment_count: int
    is_x12: bool

    @property
    def ok(self) -> bool:
        """Whether nothing worse than a warning was found; errors always come before those left out."""
        return self.is_x12 and not any(each.severity is Severity.ERROR for each in self.findings)

    @property
    def kind(self) -> str:
        """What the file carries: `837P`, `999` …, `mixed`, or nothing where that cannot be told."""
        kinds = frozenset[str]().union(*(each.kinds for each in self.interchanges))
        if len(kinds) > 1:
            return MIXED
        return next(iter(kinds), "")

    @property
    def set_count(self) -> int:
        """How many transaction sets the followed groups hold."""
        return sum(group.set_count for each in self.interchanges for group in each.groups)

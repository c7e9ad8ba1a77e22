"""What an envelope walk has open: the interchange, the group and the set it is in, until their ends are seen."""

from __future__ import annotations

from pes_client.x12.facts import GroupFacts, InterchangeFacts, SetFacts
from pes_client.x12.segments import Segment


class OpenSet:
    """A transaction set whose ST was read."""

    def __init__(self, st: Segment) -> None:
        self.place = st.place
        self.control_number = st.element(2)
        self._identifier = st.element(1)
        self._implementation = st.element(3)

    def facts(self, segment_count: int, group_version: str) -> SetFacts:
        """The set, now that its last segment is known; without an ST03 the group's version is its guide."""
        guide = self._implementation or group_version
        return SetFacts(self._identifier, self.control_number, guide, segment_count)


class OpenGroup:
    """A functional group whose GS was read, or one that only an ST without a GS implies."""

    def __init__(self, opening: Segment, *, implied: bool = False) -> None:
        self.place = opening.place
        self.implied = implied
        self.functional_id = "" if implied else opening.element(1)
        self.control_number = "" if implied else opening.element(6)
        self.version = "" if implied else opening.element(8)
        self.set_numbers: set[str] = set()
        self.set_count = 0
        self.sets: list[SetFacts] = []

    def add(self, ended: SetFacts, *, keep: bool) -> None:
        """Count a set that ended; its facts are kept only where there is room."""
        self.set_count += 1
        if keep:
            self.sets.append(ended)

    def facts(self) -> GroupFacts:
        """The group, now that it ended."""
        return GroupFacts(self.functional_id, self.control_number, self.version, tuple(self.sets), self.set_count)


class OpenInterchange:
    """An interchange whose ISA was read."""

    def __init__(self, isa: Segment, position: int) -> None:
        self._isa = isa
        self._position = position
        self._groups: list[GroupFacts] = []
        self.control_number = isa.element(13)
        self.group_numbers: set[str] = set()
        self.group_count = 0
        self.acknowledgment_count = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing stood in it so far."""
        return not (self.group_count or self.acknowledgment_count)

    def add(self, ended: OpenGroup, *, keep: bool) -> None:
        """Count a group that ended; an implied one is no group of the sender's and is not counted."""
        self.group_count += not ended.implied
        if keep and not ended.implied:
            self._groups.append(ended.facts())

    def facts(self) -> InterchangeFacts:
        """The interchange, now that it ended."""
        isa = self._isa
        return InterchangeFacts(
            position=self._position,
            control_number=self.control_number,
            sender_qualifier=isa.element(5).strip(),
            sender_id=isa.element(6).strip(),
            receiver_qualifier=isa.element(7).strip(),
            receiver_id=isa.element(8).strip(),
            date=isa.element(9),
            time=isa.element(10),
            version=isa.element(12),
            usage=isa.element(15),
            acknowledgment_requested=isa.element(14) == "1",
            byte_offset=isa.place.offset,
            groups=tuple(self._groups),
            group_count=self.group_count,
            acknowledgment_count=self.acknowledgment_count,
        )

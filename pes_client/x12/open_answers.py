"""What a reader of acknowledgements has open: the answer to a group and to a set, until their ends are seen."""

from __future__ import annotations

from dataclasses import replace

from pes_client.domain.submissions import Answer
from pes_client.x12.answers import ElementNote, InterchangeAnswer, SegmentNote, SetAnswer
from pes_client.x12.segments import Segment

MOST_SETS = 10_000
MOST_NOTES = 100

GROUP_ANSWERS = {
    "A": Answer.ACCEPTED,
    "E": Answer.ACCEPTED,
    "P": Answer.PARTLY,
    "R": Answer.REJECTED,
    "M": Answer.REJECTED,
    "W": Answer.REJECTED,
    "X": Answer.REJECTED,
}
SET_ACCEPTED = frozenset({"A", "E"})


class OpenAnswer:
    """The answer to one group, from its AK1 on."""

    def __init__(self, source: str, ak1: Segment) -> None:
        self._source = source
        self._functional_id = ak1.element(1)
        self._control_number = ak1.element(2)
        self._sets: list[SetAnswer] = []
        self._sets_left_out = 0
        self.set: OpenSetAnswer | None = None
        self.ended = False

    def end_set(self, ik5: Segment) -> None:
        """IK5: the set under way has its answer."""
        if self.set is not None and len(self._sets) < MOST_SETS:
            self._sets.append(self.set.end(ik5))
        else:
            self._sets_left_out += 1

    def end(self, ak9: Segment) -> InterchangeAnswer:
        """AK9: the group has its answer."""
        return InterchangeAnswer(
            answer=GROUP_ANSWERS[ak9.element(1)],
            code=ak9.element(1),
            source=self._source,
            functional_id=self._functional_id,
            group_control_number=self._control_number,
            error_codes=_filled(ak9, 5),
            included=int(ak9.element(2)),
            received=int(ak9.element(3)),
            accepted=int(ak9.element(4)),
            sets=tuple(self._sets),
            sets_left_out=self._sets_left_out,
        )


class OpenSetAnswer:
    """The answer to one transaction set, from its AK2 on."""

    def __init__(self, ak2: Segment) -> None:
        self._identifier = ak2.element(1)
        self._control_number = ak2.element(2)
        self._notes: list[SegmentNote] = []
        self._notes_left_out = 0

    def add_segment_note(self, note: Segment) -> None:
        """IK3: one more segment was not liked."""
        if len(self._notes) < MOST_NOTES:
            self._notes.append(SegmentNote(note.element(1), note.element(2), note.element(3), note.element(4)))
        else:
            self._notes_left_out += 1

    def add_element_note(self, note: Segment) -> None:
        """IK4: one more element of the segment noted last was not liked."""
        if self._notes and not self._notes_left_out and len(self._notes[-1].elements) < MOST_NOTES:
            element = ElementNote(note.element(1), note.element(3), note.element(4))
            self._notes[-1] = replace(self._notes[-1], elements=(*self._notes[-1].elements, element))

    def end(self, ik5: Segment) -> SetAnswer:
        """IK5: accepted or not, and why."""
        return SetAnswer(
            identifier=self._identifier,
            control_number=self._control_number,
            accepted=ik5.element(1) in SET_ACCEPTED,
            code=ik5.element(1),
            error_codes=_filled(ik5, 2),
            notes=tuple(self._notes),
            notes_left_out=self._notes_left_out,
        )


def _filled(segment: Segment, first: int) -> tuple[str, ...]:
    every = (segment.element(number) for number in range(first, len(segment.elements)))
    return tuple(each for each in every if each)

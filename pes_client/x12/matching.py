"""Finding what an answer is about among the interchanges and groups that were sent.

- A TA1 is about the interchange with its control number, a 999 about the group with its GS01 and GS06; a 999
  does not tell the interchange. Where several share the numbers, the first one still unanswered is meant.
- The same acknowledgement read again answers what it answered before, and nothing else.
- An answer to something already answered by another acknowledgement is newer, and counts.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace

from pes_client.x12.answer_lines import GroupLine, InterchangeLine
from pes_client.x12.answers import InterchangeAnswer

_Key = tuple[str, str]
_Place = tuple[int, int]  # index of the interchange, index of the group in it (-1: the interchange itself)


class Matching:
    """The lines of one submission while answers are written beside them."""

    def __init__(self, lines: Sequence[InterchangeLine]) -> None:
        self._lines = list(lines)
        self._groups = [list(each.groups) for each in lines]
        self._sharing: defaultdict[_Key, _Sharing] = defaultdict(_Sharing)
        for at, line in enumerate(lines):
            self._sharing[_interchange_key(line.control_number)].add((at, -1), line.source)
            for number, group in enumerate(line.groups):
                self._sharing[_group_key(group)].add((at, number), group.source)

    def knows(self, answer: InterchangeAnswer) -> bool:
        """Whether the answer is about any of the lines."""
        return _answer_key(answer) in self._sharing

    def write(self, answer: InterchangeAnswer) -> None:
        """Write the answer beside the line it is about; it must be known."""
        at, number = self._sharing[_answer_key(answer)].choose(answer.source)
        if number < 0:
            self._lines[at] = replace(self._lines[at], verdict=answer.answer, source=answer.source)
        else:
            group = self._groups[at][number]
            self._groups[at][number] = replace(group, answer=answer.answer, source=answer.source)

    def lines(self) -> tuple[InterchangeLine, ...]:
        """The lines with everything that was written."""
        return tuple(
            replace(line, groups=tuple(groups)) for line, groups in zip(self._lines, self._groups, strict=True)
        )


class _Sharing:
    """Those lines that one control number may mean."""

    def __init__(self) -> None:
        self._first: _Place | None = None
        self._unanswered: deque[_Place] = deque()
        self._answered_by: dict[str, _Place] = {}

    def add(self, place: _Place, source: str) -> None:
        """One more line with this number, answered already where it has a source."""
        self._first = self._first or place
        if source:
            self._answered_by[source] = place
        else:
            self._unanswered.append(place)

    def choose(self, source: str) -> _Place:
        """The line that the acknowledgement `source` means."""
        place = self._answered_by.get(source)
        if place is None:
            place = self._unanswered.popleft() if self._unanswered else self._first
        if place is None:
            raise LookupError(source)
        self._answered_by[source] = place
        return place


def _interchange_key(control_number: str) -> _Key:
    return "ISA", control_number.lstrip("0")


def _group_key(group: GroupLine) -> _Key:
    return group.functional_id, group.control_number.lstrip("0")


def _answer_key(answer: InterchangeAnswer) -> _Key:
    if answer.control_number is not None:
        return _interchange_key(answer.control_number)
    return answer.functional_id, answer.group_control_number.lstrip("0")

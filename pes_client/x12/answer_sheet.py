"""Settling a submission: what was sent, which acknowledgements came, and what they add up to.

A file may be answered by many acknowledgements, days apart, each about a part of it. So the groups that were
sent and their answers are kept on a sheet, merged acknowledgement by acknowledgement (`matching.py` says what
each one is about) and stored as text in between.

- A rejecting TA1 rejects its interchange; an accepting one says nothing yet about the groups inside.
- An interchange is accepted when all its groups are, rejected when all are, else partly.
- A TA1 about interchange 000000000 that rejects speaks of a file whose ISA could not be read: of all of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from pes_client.domain.submissions import Answer
from pes_client.x12.answer_lines import GroupLine, InterchangeLine, add_up
from pes_client.x12.answers import AcknowledgementReport
from pes_client.x12.facts import EnvelopeReport, InterchangeFacts
from pes_client.x12.matching import Matching

MOST_GROUPS = 10_000
_FORMAT = 1
_UNREADABLE_ISA = "000000000"


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """The state of one submission's answers; frozen, so that merging gives a new sheet.

    At most 10,000 groups are followed one by one (`MOST_GROUPS`). Of those beyond, which `groups_left_out`
    counts, only this is kept: whether one of them was not accepted in full, in which case the outcome is never
    ACCEPTED. They are not waited for.
    """

    interchanges: tuple[InterchangeLine, ...] = ()
    groups_left_out: int = 0
    trouble_left_out: bool = False
    whole_rejected: bool = False

    @classmethod
    def for_file(cls, report: EnvelopeReport) -> AnswerSheet:
        """The sheet of a file about to be sent, nothing answered yet."""
        lines: list[InterchangeLine] = []
        room, left_out = MOST_GROUPS, report.interchange_count - len(report.interchanges)
        for sent in report.interchanges:
            if room:
                lines.append(_line(sent, room))
                room -= len(lines[-1].groups)
                left_out += sent.group_count - len(lines[-1].groups)
            else:
                left_out += sent.group_count
        return cls(tuple(lines), groups_left_out=left_out)

    def merge(self, report: AcknowledgementReport) -> AnswerSheet:
        """The sheet with these answers; unchanged by a broken report and by answers to other files."""
        if not report.complete:
            return self
        matching, trouble, whole = Matching(self.interchanges), False, False
        for answer in report.answers:
            if matching.knows(answer):
                matching.write(answer)
            elif answer.about_interchange:
                unread = answer.control_number == _UNREADABLE_ISA
                whole |= unread and answer.answer is Answer.REJECTED
            else:
                trouble |= answer.answer is not Answer.ACCEPTED
        return replace(
            self,
            interchanges=matching.lines(),
            trouble_left_out=self.trouble_left_out or (trouble and self.groups_left_out > 0),
            whole_rejected=self.whole_rejected or whole,
        )

    def recognizes(self, report: AcknowledgementReport) -> bool:
        """Whether any of these answers is about an interchange or a group on this sheet."""
        matching = Matching(self.interchanges)
        return report.complete and any(matching.knows(answer) for answer in report.answers)

    def interchange_answers(self) -> tuple[Answer | None, ...]:
        """One entry for each interchange of the file, in its order; None where it is still unanswered."""
        if self.whole_rejected:
            return tuple(Answer.REJECTED for _ in self.interchanges)
        return tuple(each.answer for each in self.interchanges)

    def outcome(self) -> Answer | None:
        """What the answers add up to for the whole file; None while anything is unanswered."""
        if self.whole_rejected:
            return Answer.REJECTED
        outcome = add_up(self.interchange_answers())
        return Answer.PARTLY if outcome is Answer.ACCEPTED and self.trouble_left_out else outcome

    def to_json(self) -> str:
        """The sheet as one line of text for a database row."""
        return json.dumps(
            {
                "format": _FORMAT,
                "interchanges": [_stored(each) for each in self.interchanges],
                "groups_left_out": self.groups_left_out,
                "trouble_left_out": self.trouble_left_out,
                "whole_rejected": self.whole_rejected,
            },
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, stored: str) -> AnswerSheet:
        """The sheet that `to_json` wrote; raises ValueError for anything else."""
        kept = json.loads(stored)
        if not isinstance(kept, dict) or kept.get("format") != _FORMAT:
            raise ValueError("not an answer sheet of this version")
        return cls(
            interchanges=tuple(_restored(each) for each in kept["interchanges"]),
            groups_left_out=kept["groups_left_out"],
            trouble_left_out=kept["trouble_left_out"],
            whole_rejected=kept["whole_rejected"],
        )


def _line(sent: InterchangeFacts, room: int) -> InterchangeLine:
    kept = sent.groups[:room]
    groups = tuple(GroupLine(each.functional_id, each.control_number) for each in kept)
    return InterchangeLine(sent.control_number, groups)


def _stored(line: InterchangeLine) -> list[Any]:
    groups = [[each.functional_id, each.control_number, each.answer, each.source] for each in line.groups]
    return [line.control_number, line.verdict, line.source, groups]


def _restored(stored: list[Any]) -> InterchangeLine:
    control_number, verdict, source, groups = stored
    lines = (GroupLine(name, number, _answer(answer), origin) for name, number, answer, origin in groups)
    return InterchangeLine(control_number, tuple(lines), _answer(verdict), source)


def _answer(stored: str | None) -> Answer | None:
    return None if stored is None else Answer(stored)

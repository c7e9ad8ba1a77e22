"""The lines of an answer sheet: one for each interchange that was sent, one for each functional group in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pes_client.domain.submissions import Answer


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One functional group that was sent and the answer to it; `source` names the acknowledgement."""

    functional_id: str
    control_number: str
    answer: Answer | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class InterchangeLine:
    """One interchange that was sent; `verdict` is what its TA1 said, `source` names the acknowledgement."""

    control_number: str
    groups: tuple[GroupLine, ...]
    verdict: Answer | None = None
    source: str = ""

    @property
    def answer(self) -> Answer | None:
        """What is known about the interchange as a whole; None while a group is unanswered."""
        if self.verdict is Answer.REJECTED or not self.groups:
            return self.verdict
        return add_up(each.answer for each in self.groups)


def add_up(answers: Iterable[Answer | None]) -> Answer | None:
    """All accepted, all rejected, or partly; None where one is missing or there is none at all."""
    different = set(answers)
    if None in different or not different:
        return None
    return different.pop() if len(different) == 1 else Answer.PARTLY

"""What acknowledgements say, as facts: about an interchange (TA1), about a group and its sets (999, 997)."""

from __future__ import annotations

from dataclasses import dataclass, field

from pes_client.domain.findings import Severity
from pes_client.domain.submissions import Answer
from pes_client.x12.findings import EnvelopeFinding


@dataclass(frozen=True, slots=True)
class ElementNote:
    """IK4/AK4: one element that was not liked. `copy` is the data itself and stays out of logs."""

    position: str
    error_code: str
    copy: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SegmentNote:
    """IK3/AK3: one segment that was not liked; `position` counts from the set's ST, which is 1."""

    identifier: str
    position: str
    loop: str
    error_code: str
    elements: tuple[ElementNote, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """AK2 to IK5/AK5: the answer to one transaction set; `code` is IK501, `error_codes` what follows it."""

    identifier: str
    control_number: str
    accepted: bool
    code: str
    error_codes: tuple[str, ...] = ()
    notes: tuple[SegmentNote, ...] = ()
    notes_left_out: int = 0


@dataclass(frozen=True, slots=True)
class InterchangeAnswer:
    """One answer: to the interchange `control_number` (TA1), or to the group named (999, 997).

    A 999 does not tell the interchange it is about: there `control_number` is None. `code` is TA104 or AK901,
    `error_codes` are TA105 or AK905 and what follows. `source` tells this answer from any other one of the same
    sender, so that one acknowledgement read twice counts once.
    """

    answer: Answer
    code: str
    source: str
    control_number: str | None = None
    functional_id: str = ""
    group_control_number: str = ""
    error_codes: tuple[str, ...] = ()
    included: int | None = None
    received: int | None = None
    accepted: int | None = None
    sets: tuple[SetAnswer, ...] = ()
    sets_left_out: int = 0

    @property
    def about_interchange(self) -> bool:
        """Whether it is a TA1: one that accepts says nothing yet about the groups inside."""
        return self.control_number is not None

    @property
    def with_errors(self) -> bool:
        """Whether it was accepted although errors were noted (E)."""
        return self.code == "E"


@dataclass(frozen=True, slots=True)
class AcknowledgementReport:
    """What one acknowledgement file says. A broken one has findings and no answers at all."""

    answers: tuple[InterchangeAnswer, ...]
    findings: tuple[EnvelopeFinding, ...]

    @property
    def complete(self) -> bool:
        """Whether it is whole and says something, so that it may be relied on."""
        return bool(self.answers) and not any(each.severity is Severity.ERROR for each in self.findings)

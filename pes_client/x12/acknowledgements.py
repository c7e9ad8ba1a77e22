"""Reading TA1, 999 (005010X231, X231A1) and 997 files into answers; a broken acknowledgement answers nothing."""

from __future__ import annotations

from dataclasses import replace

from pes_client.domain.findings import Severity
from pes_client.domain.submissions import Answer
from pes_client.x12 import findings
from pes_client.x12.answers import AcknowledgementReport, InterchangeAnswer
from pes_client.x12.delimiters import Delimiters
from pes_client.x12.envelope import read_envelopes
from pes_client.x12.finding_list import FindingList
from pes_client.x12.findings import EnvelopeFinding
from pes_client.x12.open_answers import GROUP_ANSWERS, SET_ACCEPTED, OpenAnswer, OpenSetAnswer
from pes_client.x12.segments import BLOCK_SIZE, ByteStream, Place, Segment

__all__ = ["AcknowledgementReport", "InterchangeAnswer", "read_acknowledgements"]

MOST_ANSWERS = 10_000

_NO_NOTE = frozenset({"", "000"})
_TA104 = {"A": Answer.ACCEPTED, "E": Answer.ACCEPTED, "R": Answer.REJECTED}
_SET_CODES = SET_ACCEPTED | frozenset({"M", "R", "W", "X"})
_ACKNOWLEDGEMENT_SETS = frozenset({"999", "997"})
# A sender that reuses its numbers or writes an odd header has still said what it said.
_FORGIVEN = frozenset(
    {
        mistake.code
        for mistake in (
            findings.ISA13_DUPLICATE,
            findings.ST02_DUPLICATE,
            findings.ISA_ELEMENT,
            findings.GS_ELEMENT,
            findings.ST_ELEMENT,
            findings.LEADING_BLANK,
        )
    }
)


def read_acknowledgements(stream: ByteStream, *, block_size: int = BLOCK_SIZE) -> AcknowledgementReport:
    """Every answer in the stream, in order, or none and the findings where it is broken.

    Bad content never raises; OSError from the stream passes.
    """
    reader = _AcknowledgementReader()
    envelope = read_envelopes(stream, observer=reader.observe, block_size=block_size)
    found = [_forgive(each) for each in envelope.findings] + reader.findings.kept
    if not envelope.is_x12 or any(each.severity is Severity.ERROR for each in found):
        return AcknowledgementReport((), tuple(found))
    if not reader.answers:
        place = reader.first_place
        found.append(findings.NO_ACKNOWLEDGEMENT.at(place, found=envelope.kind, expected="TA1, 999"))
    return AcknowledgementReport(tuple(reader.answers), tuple(found))


def _forgive(finding: EnvelopeFinding) -> EnvelopeFinding:
    return replace(finding, severity=Severity.WARNING) if finding.code in _FORGIVEN else finding


class _AcknowledgementReader:
    """Sees every segment of the file in order and collects the answers among them."""

    def __init__(self) -> None:
        self.answers: list[InterchangeAnswer] = []
        self.findings = FindingList()
        self.first_place = Place(1, 0)
        self._origin = ""
        self._group = ""
        self._ta1_count = 0
        self._source = ""
        self._open: OpenAnswer | None = None
        self._reading = False
        self._in_set = {
            "AK1": self._on_ak1,
            "AK2": self._on_ak2,
            "IK3": self._on_segment_note,
            "AK3": self._on_segment_note,
            "IK4": self._on_element_note,
            "AK4": self._on_element_note,
            "IK5": self._on_set_answer,
            "AK5": self._on_set_answer,
            "AK9": self._on_ak9,
            "SE": self._on_se,
        }

    def observe(self, segment: Segment, _delimiters: Delimiters) -> None:
        """Take in the next segment."""
        identifier = segment.identifier
        if identifier == "ISA":
            # Senders reuse control numbers; with the time of writing they tell one acknowledgement from another.
            self._origin = "/".join(segment.element(number).strip() for number in (6, 13, 9, 10))
            self._ta1_count = 0
        elif identifier == "GS":
            self._group = segment.element(6)
        elif identifier == "TA1":
            self._on_ta1(segment)
        elif identifier == "ST":
            self._reading = segment.element(1) in _ACKNOWLEDGEMENT_SETS
            self._open = None
            self._source = f"{self._origin}/{self._group}/{segment.element(2)}"
        elif self._reading and identifier in self._in_set:
            self._in_set[identifier](segment)

    def _on_ta1(self, ta1: Segment) -> None:
        self._ta1_count += 1
        number, code = ta1.element(1), ta1.element(4)
        if not _is_count(number):
            self._distrust(ta1, number, "TA101 = 9 digits")
        elif code not in _TA104:
            self._distrust(ta1, code, "TA104 = A, E, R")
        else:
            self._keep(
                InterchangeAnswer(
                    answer=_TA104[code],
                    code=code,
                    source=f"{self._origin}/TA1/{self._ta1_count}",
                    control_number=number.zfill(9),
                    error_codes=() if ta1.element(5) in _NO_NOTE else (ta1.element(5),),
                )
            )

    def _on_ak1(self, ak1: Segment) -> None:
        if not (ak1.element(1) and _is_count(ak1.element(2))):
            self._distrust(ak1, ak1.element(2), "AK102 = 1-9 digits")
        self._open = OpenAnswer(self._source, ak1)

    def _on_ak2(self, ak2: Segment) -> None:
        answer = self._expect_open(ak2)
        if answer is None:
            return
        if answer.set is not None:
            self._miss(ak2, "IK5")
        answer.set = OpenSetAnswer(ak2)

    def _on_segment_note(self, note: Segment) -> None:
        answer = self._expect_open(note)
        if answer is not None and answer.set is not None:
            answer.set.add_segment_note(note)

    def _on_element_note(self, note: Segment) -> None:
        if self._open is not None and self._open.set is not None:
            self._open.set.add_element_note(note)

    def _on_set_answer(self, ik5: Segment) -> None:
        answer = self._expect_open(ik5)
        if answer is None:
            return
        if answer.set is None:
            self._miss(ik5, "AK2")
        elif ik5.element(1) not in _SET_CODES:
            self._distrust(ik5, ik5.element(1), "IK501 = A, E, M, R, W, X")
        else:
            answer.end_set(ik5)
        answer.set = None

    def _on_ak9(self, ak9: Segment) -> None:
        answer = self._expect_open(ak9)
        if answer is None:
            return
        code, counts = ak9.element(1), [ak9.element(number) for number in (2, 3, 4)]
        if answer.set is not None:
            self._miss(ak9, "IK5")
        elif code not in GROUP_ANSWERS:
            self._distrust(ak9, code, "AK901 = A, E, M, P, R, W, X")
        elif wrong := [each for each in counts if not _is_count(each)]:
            self._distrust(ak9, wrong[0], "AK902-AK904 = 1-6 digits")
        else:
            self._keep(answer.end(ak9))
        answer.ended = True

    def _on_se(self, se: Segment) -> None:
        if self._open is None or not self._open.ended:
            self._miss(se, "AK9" if self._open else "AK1")
        self._reading, self._open = False, None

    def _distrust(self, segment: Segment, found: str, expected: str) -> None:
        self.findings.add(findings.ANSWER_ELEMENT.at(segment.place, found=found, expected=expected))

    def _miss(self, segment: Segment, expected: str) -> None:
        self.findings.add(findings.ANSWER_INCOMPLETE.at(segment.place, found=segment.identifier, expected=expected))

    def _expect_open(self, segment: Segment) -> OpenAnswer | None:
        if self._open is None:
            self._miss(segment, "AK1")
        return self._open

    def _keep(self, answer: InterchangeAnswer) -> None:
        if len(self.answers) < MOST_ANSWERS:
            self.answers.append(answer)
        elif len(self.answers) == MOST_ANSWERS:
            self.findings.add(findings.TOO_MANY_ANSWERS.at(self.first_place, expected=MOST_ANSWERS))


def _is_count(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 9

"""What the elements of ISA, GS and ST may hold: one table each, checked element by element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pes_client.x12 import findings
from pes_client.x12.delimiters import Delimiters
from pes_client.x12.findings import EnvelopeFinding, Mistake
from pes_client.x12.kinds import SETS_OF_GROUP
from pes_client.x12.segments import Segment

_KNOWN_VERSIONS = frozenset({"00401", "00501"})
_USUAL_VERSION = "00501"
_DATE6 = r"\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_TIME4 = r"([01]\d|2[0-3])[0-5]\d"


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one element must look like; `expected` says it as the standard would."""

    number: int
    form: re.Pattern[str]
    expected: str


def _rules(*rows: tuple[int, str, str]) -> tuple[_Rule, ...]:
    return tuple(_Rule(number, re.compile(form, re.ASCII), expected) for number, form, expected in rows)


_ISA = _rules(
    (5, r"[0-9A-Z]{2}", "ISA05 = 2 characters"),
    (6, r".*\S.*", "ISA06 = 15 characters"),
    (7, r"[0-9A-Z]{2}", "ISA07 = 2 characters"),
    (8, r".*\S.*", "ISA08 = 15 characters"),
    (9, _DATE6, "ISA09 = YYMMDD"),
    (10, _TIME4, "ISA10 = HHMM"),
    (13, r"\d{9}", "ISA13 = 9 digits"),
    (14, r"[01]", "ISA14 = 0, 1"),
    (15, r"[PT]", "ISA15 = P, T"),
)
_GS = _rules(
    (1, r"[A-Z]{2}", "GS01 = 2 letters"),
    (2, r".{2,15}", "GS02 = 2-15 characters"),
    (3, r".{2,15}", "GS03 = 2-15 characters"),
    (4, r"\d{2}" + _DATE6, "GS04 = CCYYMMDD"),
    (5, _TIME4 + r"([0-5]\d\d{0,2})?", "GS05 = HHMM"),
    (6, r"\d{1,9}", "GS06 = 1-9 digits"),
    (7, r"[TX]", "GS07 = X, T"),
    (8, r"\S{1,12}", "GS08 = 1-12 characters"),
)
_ST = _rules((1, r"[0-9A-Z]{3}", "ST01 = 3 characters"), (2, r"[0-9A-Za-z]{4,9}", "ST02 = 4-9 characters"))


def check_interchange_header(isa: Segment, delimiters: Delimiters) -> Iterator[EnvelopeFinding]:
    """Everything that the ISA segment alone can have wrong."""
    for delimiter in delimiters.illegal():
        yield findings.DELIMITER_ILLEGAL.at(isa.place, found=delimiter.decode("latin-1"))
    if delimiters.clash():
        used = (delimiters.element, delimiters.component, delimiters.repetition, delimiters.terminator)
        yield findings.DELIMITER_CLASH.at(isa.place, found=b" ".join(filter(None, used)).decode("latin-1"))
    yield from _broken(_ISA, isa, findings.ISA_ELEMENT)
    if isa.element(12) not in _KNOWN_VERSIONS:
        yield findings.ISA12_UNKNOWN.at(isa.place, found=isa.element(12), expected=_USUAL_VERSION)
    if isa.element(15) == "T":
        yield findings.ISA15_TEST.at(isa.place, found="T", expected="P")


def check_group_header(gs: Segment) -> Iterator[EnvelopeFinding]:
    """Everything that the GS segment alone can have wrong."""
    return _broken(_GS, gs, findings.GS_ELEMENT)


def check_set_header(st: Segment, functional_id: str, version: str) -> Iterator[EnvelopeFinding]:
    """Everything that the ST segment can have wrong within its group."""
    yield from _broken(_ST, st, findings.ST_ELEMENT)
    allowed = SETS_OF_GROUP.get(functional_id)
    if allowed and st.element(1) not in allowed:
        yield findings.ST01_GROUP.at(st.place, found=st.element(1), expected=functional_id)
    if st.element(3) and st.element(3) != version:
        yield findings.ST03_GUIDE.at(st.place, found=st.element(3), expected=version)


def _broken(rules: tuple[_Rule, ...], segment: Segment, mistake: Mistake) -> Iterator[EnvelopeFinding]:
    for rule in rules:
        value = segment.element(rule.number)
        if not rule.form.fullmatch(value):
            yield mistake.at(segment.place, found=value, expected=rule.expected)

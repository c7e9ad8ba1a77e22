"""Checking a file's envelope in one pass: ISA/GS/ST/SE/GE/IEA nesting, counts and control numbers.

The walk sees only the segments of the envelope; what stands inside a set is counted (`segments.py`). A caller
that wants the content too, such as the reader of acknowledgements, hands in an observer.
"""

from __future__ import annotations

from collections.abc import Callable

from pes_client.x12 import findings
from pes_client.x12.delimiters import ISA_LENGTH, Delimiters, NotAHeader
from pes_client.x12.facts import EnvelopeReport, GroupFacts, InterchangeFacts, SetFacts
from pes_client.x12.finding_list import FindingList
from pes_client.x12.findings import EnvelopeFinding, Mistake
from pes_client.x12.header_rules import check_group_header, check_interchange_header, check_set_header
from pes_client.x12.open_parts import OpenGroup, OpenInterchange, OpenSet
from pes_client.x12.segments import BLOCK_SIZE, LONGEST_SEGMENT, ByteStream, Place, Segment, SegmentReader, Unreadable
from pes_client.x12.signatures import name_stranger

__all__ = ["EnvelopeFinding", "EnvelopeReport", "GroupFacts", "InterchangeFacts", "SetFacts", "read_envelopes"]

MOST_INTERCHANGES = 10_000
MOST_GROUPS = 10_000
MOST_SETS = 20_000
MOST_SETS_OF_A_GROUP = 1_000
MOST_CONTROL_NUMBERS = 100_000

Observer = Callable[[Segment, Delimiters], None]


def read_envelopes(
    stream: ByteStream, *, observer: Observer | None = None, block_size: int = BLOCK_SIZE
) -> EnvelopeReport:
    """What the stream holds and what is wrong with its envelope; reads it to its end.

    Bad content never raises, it is told in findings; OSError from the stream passes. With an `observer` every
    segment is handed to it, in order; without one only the envelope's own segments are looked at.
    """
    return _EnvelopeWalk(SegmentReader(stream, block_size=block_size), observer).report()


class _EnvelopeWalk:
    """One pass over one file; knows what is open and therefore what may come next."""

    def __init__(self, reader: SegmentReader, observer: Observer | None) -> None:
        self._reader = reader
        self._observer = observer
        self._delimiters = Delimiters(b"", b"", b"", b"")
        self._interchanges: list[InterchangeFacts] = []
        self._interchange_count = 0
        self._groups_kept = 0
        self._sets_kept = 0
        self._control_numbers: set[str] = set()
        self._findings = FindingList()
        self._interchange: OpenInterchange | None = None
        self._group: OpenGroup | None = None
        self._set: OpenSet | None = None
        self._stray = False
        self._followed_all = True
        self._handlers = {
            "ISA": self._on_isa,
            "TA1": self._on_ta1,
            "GS": self._on_gs,
            "ST": self._on_st,
            "SE": self._on_se,
            "GE": self._on_ge,
            "IEA": self._on_iea,
        }

    def report(self) -> EnvelopeReport:
        """Walk, then tell."""
        while self._begin_interchange():
            if not self._walk_interchange():
                break
        self._reader.drain()
        self._say_what_the_bytes_told()
        return EnvelopeReport(
            interchanges=tuple(self._interchanges),
            interchange_count=self._interchange_count,
            findings=tuple(self._findings.kept),
            findings_left_out=self._findings.left_out,
            size=self._reader.size,
            segment_count=self._reader.segment_count,
            is_x12=self._interchange_count > 0,
        )

    def _begin_interchange(self) -> bool:
        """Read the next ISA; False at the end of the file, or where something else stands."""
        at_the_top = self._reader.offset == 0
        self._reader.skip_blanks()
        head, offset = self._reader.peek(), self._reader.offset
        place = Place(self._reader.segment_count + 1, offset)
        if at_the_top and offset and head:
            self._findings.add(findings.LEADING_BLANK.at(Place(1, 0), expected="ISA"))
        if not head:
            if at_the_top:
                self._findings.add(findings.EMPTY.at(Place(1, 0), expected="ISA"))
            return False
        if head[:3] != b"ISA":
            self._findings.add(self._stranger(head, place))
            return False
        return self._read_header(head, place)

    def _stranger(self, head: bytes, place: Place) -> EnvelopeFinding:
        if self._interchange_count:
            return findings.AFTER_IEA.at(place, found=head[:3].decode("latin-1"), expected="ISA")
        return name_stranger(head, place.offset)

    def _read_header(self, head: bytes, place: Place) -> bool:
        self._interchange_count += 1
        if len(head) < ISA_LENGTH:
            self._findings.add(findings.ISA_SHORT.at(place, found=len(head), expected=ISA_LENGTH))
            return False
        try:
            self._delimiters = Delimiters.read(head)
        except NotAHeader as mistake:
            where = Place(place.segment, place.offset + mistake.offset)
            found = mistake.found.decode("latin-1")
            self._findings.add(findings.ISA_LAYOUT.at(where, found=found, expected=mistake.expected))
            return False
        isa = self._reader.header(self._delimiters)
        self._observe(isa)
        self._findings.add_all(check_interchange_header(isa, self._delimiters))
        if self._repeated(self._control_numbers, isa.element(13)):
            self._findings.add(findings.ISA13_DUPLICATE.at(isa.place, found=isa.element(13)))
        self._interchange = OpenInterchange(isa, self._interchange_count)
        if not self._delimiters.usable():
            self._end_interchange()
            return False
        return True

    def _walk_interchange(self) -> bool:
        """Walk to the end of the interchange; False where nothing after it can be read."""
        try:
            while self._interchange is not None:
                segment = self._next()
                if segment is None:
                    self._close_all(Place(self._reader.segment_count + 1, self._reader.offset + 1))
                    return False
                self._observe(segment)
                self._handle(segment)
        except Unreadable as unreadable:
            self._findings.add(_unreadable(unreadable))
            self._give_up()
            return False
        return True

    def _next(self) -> Segment | None:
        if (self._set is not None or self._stray) and self._observer is None:
            return self._reader.next_of_envelope()
        return self._reader.next()

    def _handle(self, segment: Segment) -> None:
        identifier = segment.identifier
        if identifier.islower() and identifier.upper() in self._handlers:
            self._findings.add(findings.LOWER_CASE.at(segment.place, found=identifier, expected=identifier.upper()))
            identifier = identifier.upper()
        if identifier in self._handlers and not (identifier == "TA1" and self._set):
            self._stray = False
            self._handlers[identifier](segment)
        elif self._set is None and not self._stray:
            self._stray = True
            self._unexpected(segment)

    def _on_isa(self, segment: Segment) -> None:
        self._close_all(segment.place, "ISA")
        self._reader.step_back(segment)

    def _on_ta1(self, segment: Segment) -> None:
        if self._interchange is None:
            return
        self._interchange.acknowledgment_count += 1
        if self._group or self._interchange.group_count:
            self._findings.add(findings.TA1_MISPLACED.at(segment.place, found="TA1", expected=self._expected()))

    def _on_gs(self, segment: Segment) -> None:
        self._close_set(segment.place, "GS")
        self._close_group(segment.place, "GS")
        self._findings.add_all(check_group_header(segment))
        self._group = OpenGroup(segment)
        number = f"{segment.element(1)} {segment.element(6)}"
        if self._interchange and self._repeated(self._interchange.group_numbers, number):
            self._findings.add(findings.GS06_DUPLICATE.at(segment.place, found=number))

    def _on_st(self, segment: Segment) -> None:
        self._close_set(segment.place, "ST")
        if self._group is None:
            self._unexpected(segment)
            self._group = OpenGroup(segment, implied=True)
        else:
            self._findings.add_all(check_set_header(segment, self._group.functional_id, self._group.version))
            if self._repeated(self._group.set_numbers, segment.element(2)):
                self._findings.add(findings.ST02_DUPLICATE.at(segment.place, found=segment.element(2)))
        self._set = OpenSet(segment)

    def _on_se(self, segment: Segment) -> None:
        if self._set is None:
            self._unexpected(segment)
            return
        count = segment.place.segment - self._set.place.segment + 1
        self._check_count(findings.SE01_COUNT, segment, count)
        self._check_number(findings.SE02_NUMBER, segment, self._set.control_number)
        self._end_set(count)

    def _on_ge(self, segment: Segment) -> None:
        self._close_set(segment.place, "GE")
        if self._group is None:
            self._unexpected(segment)
            return
        if not self._group.implied:
            self._check_count(findings.GE01_COUNT, segment, self._group.set_count)
            self._check_number(findings.GE02_NUMBER, segment, self._group.control_number)
        if not self._group.set_count:
            self._findings.add(findings.NO_SET.at(segment.place, found="GE", expected="ST"))
        self._end_group()

    def _on_iea(self, segment: Segment) -> None:
        self._close_set(segment.place, "IEA")
        self._close_group(segment.place, "IEA")
        if self._interchange is None:
            return
        if self._interchange.is_empty:
            self._findings.add(findings.NO_GROUP.at(segment.place))
        self._check_count(findings.IEA01_COUNT, segment, self._interchange.group_count)
        self._check_number(findings.IEA02_NUMBER, segment, self._interchange.control_number)
        self._end_interchange()
        self._reader.end_interchange()

    def _close_set(self, place: Place, found: str) -> None:
        if self._set is not None:
            self._findings.add(findings.SE_MISSING.at(place, found=found, expected="SE"))
            self._end_set(place.segment - self._set.place.segment)

    def _close_group(self, place: Place, found: str) -> None:
        if self._group is not None:
            if not self._group.implied:
                self._findings.add(findings.GE_MISSING.at(place, found=found, expected="GE"))
            self._end_group()

    def _close_all(self, place: Place, found: str = "") -> None:
        self._close_set(place, found)
        self._close_group(place, found)
        self._findings.add(findings.IEA_MISSING.at(place, found=found, expected="IEA"))
        self._end_interchange()

    def _give_up(self) -> None:
        """Close what is open without a word: that its ends were not seen is no mistake of its own."""
        if self._set is not None:
            self._end_set(self._reader.segment_count - self._set.place.segment + 1)
        self._end_group()
        self._end_interchange()

    def _end_set(self, segment_count: int) -> None:
        if self._set is not None and self._group is not None:
            kept = len(self._group.sets)
            keep = not kept or (kept < MOST_SETS_OF_A_GROUP and self._sets_kept < MOST_SETS)
            self._sets_kept += keep
            self._group.add(self._set.facts(segment_count, self._group.version), keep=keep)
        self._set = None

    def _end_group(self) -> None:
        if self._group is not None and self._interchange is not None:
            keep = self._groups_kept < MOST_GROUPS
            self._groups_kept += keep
            self._followed_all &= keep
            self._interchange.add(self._group, keep=keep)
        self._group = None

    def _end_interchange(self) -> None:
        if self._interchange is not None and len(self._interchanges) < MOST_INTERCHANGES:
            self._interchanges.append(self._interchange.facts())
        self._followed_all &= self._interchange_count <= MOST_INTERCHANGES
        self._interchange = None
        self._stray = False

    def _unexpected(self, segment: Segment) -> None:
        expected = self._expected()
        self._findings.add(findings.UNEXPECTED.at(segment.place, found=segment.identifier[:3], expected=expected))

    def _expected(self) -> str:
        if self._set is not None:
            return "SE"
        return "ST, GE" if self._group is not None else "GS, IEA"

    def _check_count(self, mistake: Mistake, segment: Segment, counted: int) -> None:
        written = segment.element(1)
        if not (written.isascii() and written.isdigit() and len(written) <= 10 and int(written) == counted):
            self._findings.add(mistake.at(segment.place, found=written, expected=counted))

    def _check_number(self, mistake: Mistake, segment: Segment, opened_with: str) -> None:
        if segment.element(2) != opened_with:
            self._findings.add(mistake.at(segment.place, found=segment.element(2), expected=opened_with))

    def _repeated(self, seen: set[str], number: str) -> bool:
        if number in seen:
            return True
        if len(seen) < MOST_CONTROL_NUMBERS:
            seen.add(number)
        else:
            self._followed_all = False
        return False

    def _say_what_the_bytes_told(self) -> None:
        if not self._interchange_count:
            return
        if not self._followed_all:
            self._findings.add(
                findings.NOT_ALL_FOLLOWED.at(Place(0, 0), found=self._interchange_count, expected=MOST_GROUPS)
            )
        if self._reader.has_binary:
            return  # such data may hold any byte
        if self._reader.first_nul:
            self._findings.add(findings.NUL.at(self._reader.first_nul))
        if self._reader.first_not_ascii:
            self._findings.add(findings.NOT_ASCII.at(self._reader.first_not_ascii))

    def _observe(self, segment: Segment) -> None:
        if self._observer is not None:
            self._observer(segment, self._delimiters)


def _unreadable(what: Unreadable) -> EnvelopeFinding:
    if what.ended:
        return findings.CUT_OFF.at(what.place, found=what.identifier)
    return findings.ENDLESS.at(what.place, found=what.identifier, expected=LONGEST_SEGMENT)

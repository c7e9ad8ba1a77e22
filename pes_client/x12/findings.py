"""What can be wrong with an envelope: every mistake with its stable code, its weight and its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from pes_client.domain.findings import Severity
from pes_client.wording import Text, text
from pes_client.x12.segments import Place

_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class EnvelopeFinding:
    """One mistake at one place. `found` and `expected` are quoted as written, cut to a readable length."""

    code: str
    place: Place
    found: str
    expected: str
    severity: Severity
    words: Text


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind of mistake; its sentence may name `{found}` and `{expected}`."""

    code: str
    words: Text
    severity: Severity = Severity.ERROR

    def at(self, place: Place, *, found: str | int = "", expected: str | int = "") -> EnvelopeFinding:
        """The finding that this mistake was made at `place`."""
        quoted, wanted = _quote(found), _quote(expected)
        words = Text(self.words.msgid, (("found", quoted), ("expected", wanted)))
        return EnvelopeFinding(self.code, place, quoted, wanted, self.severity, words)


def _quote(value: str | int) -> str:
    """Foreign bytes made harmless: no control characters, no endless strings."""
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in str(value))
    return shown if len(shown) <= _LONGEST_QUOTE else shown[: _LONGEST_QUOTE - 1] + "…"


EMPTY = Mistake("file.empty", text("The file is empty."))
NOT_X12 = Mistake("file.not_x12", text("This is not an X12 file: it begins with “{found}” instead of ISA."))
IS_PDF = Mistake("file.pdf", text("This is a PDF document, not an X12 file."))
IS_ZIP = Mistake("file.zip", text("This is a ZIP archive or an Office document. Take the X12 file out of it first."))
IS_GZIP = Mistake("file.gzip", text("This file is compressed (gzip). Unpack it first."))
IS_PROGRAM = Mistake("file.program", text("This is a program, not an X12 file."))
IS_HTML = Mistake("file.html", text("This is a web page, not an X12 file."))
IS_XML = Mistake("file.xml", text("This is an XML document, not an X12 file."))
UTF8_BOM = Mistake(
    "file.utf8_bom",
    text("The file begins with a UTF-8 byte order mark. Save it as plain ASCII, without the mark."),
)
UTF16 = Mistake("file.utf16", text("The file is written in UTF-16. Save it as plain ASCII."))
EBCDIC = Mistake("file.ebcdic", text("The file is written in EBCDIC. Transfer it as text, so that it is ASCII."))
NUL_PADDED = Mistake("file.nul_padded", text("The file begins with empty (NUL) bytes instead of ISA."))
LEADING_BLANK = Mistake(
    "file.leading_blank", text("There are blanks or line ends before the first ISA. The file must begin with ISA.")
)
LOWER_CASE = Mistake(
    "segment.lower_case", text("“{found}” is written in lower case; {expected} is the segment's name.")
)
NUL = Mistake("file.nul", text("The file holds empty (NUL) bytes; it is damaged or padded."))
NOT_ASCII = Mistake(
    "file.not_ascii",
    text("The file holds characters beyond ASCII, such as accented letters; portals may refuse them."),
    Severity.WARNING,
)
AFTER_IEA = Mistake(
    "file.after_iea",
    text("There is something after the end of the interchange: “{found}”. Only another ISA may follow."),
)
CUT_OFF = Mistake("file.cut_off", text("The file ends inside a segment (“{found}”): its end is missing."))
ENDLESS = Mistake(
    "segment.too_long",
    text("A segment is longer than {expected} bytes; its terminator is probably missing. Reading stopped there."),
)

ISA_SHORT = Mistake(
    "isa.short", text("The ISA segment has {found} bytes; it must have {expected}. The file is cut off.")
)
ISA_LAYOUT = Mistake(
    "isa.layout",
    text("The ISA segment does not have its fixed layout: “{found}” stands where “{expected}” belongs."),
)
DELIMITER_ILLEGAL = Mistake(
    "isa.delimiter_illegal", text("“{found}” cannot be a delimiter; use a punctuation character.")
)
DELIMITER_CLASH = Mistake(
    "isa.delimiter_clash",
    text("The delimiters “{found}” are not all different; one character cannot have two meanings."),
)
ISA_ELEMENT = Mistake("isa.element", text("“{found}” is not valid in the interchange header: {expected}."))
ISA12_UNKNOWN = Mistake(
    "isa12.unknown",
    text("ISA12 names version “{found}”, which is not known here; {expected} is usual."),
    Severity.WARNING,
)
ISA13_DUPLICATE = Mistake(
    "isa13.duplicate", text("Control number {found} (ISA13) is used by more than one interchange of this file.")
)
ISA15_TEST = Mistake(
    "isa15.test",
    text("The interchange is marked as a test (ISA15 = T): it would not be processed as production."),
    Severity.WARNING,
)
TA1_MISPLACED = Mistake(
    "ta1.misplaced",
    text("A TA1 stands after a functional group; it belongs directly behind ISA."),
    Severity.WARNING,
)
IEA_MISSING = Mistake("iea.missing", text("The interchange has no end: its IEA segment is missing here."))
IEA01_COUNT = Mistake("iea01.count", text("IEA01 counts “{found}” groups; the interchange has {expected}."))
IEA02_NUMBER = Mistake(
    "iea02.number", text("IEA02 is “{found}”; it must repeat the control number “{expected}” of ISA13.")
)

GS_ELEMENT = Mistake("gs.element", text("“{found}” is not valid in the group header: {expected}."))
GE_MISSING = Mistake("ge.missing", text("The functional group has no end: its GE segment is missing here."))
GE01_COUNT = Mistake("ge01.count", text("GE01 counts “{found}” transaction sets; the group has {expected}."))
GE02_NUMBER = Mistake("ge02.number", text("GE02 is “{found}”; it must repeat the control number “{expected}” of GS06."))
GS06_DUPLICATE = Mistake(
    "gs06.duplicate",
    text("Control number {found} (GS01, GS06) is used by more than one group of this interchange."),
    Severity.WARNING,
)

ST_ELEMENT = Mistake("st.element", text("“{found}” is not valid in the set header: {expected}."))
ST01_GROUP = Mistake("st01.group", text("A transaction set “{found}” stands in a group for “{expected}” (GS01)."))
ST03_GUIDE = Mistake(
    "st03.guide", text("ST03 names the guide “{found}”, but the group's GS08 says “{expected}”."), Severity.WARNING
)
ST02_DUPLICATE = Mistake(
    "st02.duplicate", text("Control number {found} (ST02) is used by more than one set of this group.")
)
SE_MISSING = Mistake("se.missing", text("The transaction set has no end: its SE segment is missing here."))
SE01_COUNT = Mistake("se01.count", text("SE01 counts “{found}” segments; the transaction set has {expected}."))
SE02_NUMBER = Mistake("se02.number", text("SE02 is “{found}”; it must repeat the control number “{expected}” of ST02."))

UNEXPECTED = Mistake("segment.unexpected", text("“{found}” was found where {expected} was expected."))
NO_GROUP = Mistake("isa.empty", text("The interchange holds no functional group and no TA1."), Severity.WARNING)
NO_SET = Mistake("gs.empty", text("The functional group holds no transaction set."))
NOT_ALL_FOLLOWED = Mistake(
    "file.not_all_followed",
    text(
        "The file is so large that only its first {expected} interchanges and groups are followed one by one,"
        " and repeated control numbers were not looked for in all of it."
    ),
    Severity.WARNING,
)

NO_ACKNOWLEDGEMENT = Mistake("answer.none", text("The file holds no acknowledgement (TA1, 999 or 997)."))
ANSWER_INCOMPLETE = Mistake(
    "answer.incomplete", text("The acknowledgement is incomplete: {found} came before {expected}.")
)
ANSWER_ELEMENT = Mistake(
    "answer.element", text("The acknowledgement cannot be relied on: “{found}” is not valid ({expected}).")
)
TOO_MANY_ANSWERS = Mistake(
    "answer.too_many", text("Only the first {expected} answers of this file were read."), Severity.WARNING
)

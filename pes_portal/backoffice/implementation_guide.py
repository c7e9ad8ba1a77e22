"""Checks small interchanges against their implementation guide with pyx12, in a process that may die alone.

pyx12 is asked only for what it found; its own 999 is wrong in several ways, so ours is written elsewhere.
"""

from __future__ import annotations

import io
import json
import logging
import multiprocessing
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pes_portal.backoffice.survey import (
    ElementError,
    FunctionalGroup,
    Interchange,
    SegmentError,
    SetError,
    TransactionSet,
)

CHECKED_MAX_BYTES = 1_000_000

_log = logging.getLogger("pes_portal.back_office")
_TIME_LIMIT_SECONDS = 60
_SEGMENT_CODES = frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "I4", "I6", "I7", "I8", "I9"})
_ELEMENT_CODES = frozenset(
    {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "13", "I6", "I9", "I10", "I11", "I12", "I13"}
)
# What else is wrong with a set's envelope, our own count says.
_SET_CODES = frozenset({SetError.IDENTIFIER_INVALID, SetError.CONTROL_NUMBER_INVALID})
# pyx12's own names for numbering mistakes: the element that is wrong, and its data element reference.
_NUMBERING = {"HL1": (1, "628"), "HL2": (2, "734"), "LX": (1, "554")}


@dataclass(frozen=True)
class _Found:
    """What the guide says of one transaction set."""

    control_number: str
    set_codes: tuple[str, ...]
    segment_errors: tuple[SegmentError, ...]


class GuideChecker:
    """Keeps one child process that reads guides; a child that crashes or hangs is replaced."""

    def __init__(self) -> None:
        self._spawn = multiprocessing.get_context("spawn")
        self._child: BaseProcess | None = None
        self._line: Connection | None = None

    def check(self, path: Path, interchange: Interchange) -> bool:
        """Add what the guide finds to an interchange's sets; False, and nothing added, where it cannot say.

        It cannot say for files above a million bytes, guides that pyx12 has no map for, a crash, a time-out,
        or a view of the file that differs from ours.
        """
        if interchange.end - interchange.start > CHECKED_MAX_BYTES:
            return False
        found = self._ask(path, interchange.start, interchange.end)
        if found is None or not _see_the_same(found, interchange.groups):
            return False
        for group, sets in zip(interchange.groups, found, strict=True):
            for one, said in zip(group.sets, sets, strict=True):
                _add(one, said)
        return True

    def get_ready(self) -> None:
        """Start the child before it is needed; only the thread that checks may call this."""
        if self._line is None:
            self._start()

    def interrupt(self) -> None:
        """End a check under way; may be called from another thread."""
        if self._child is not None:
            self._child.kill()

    def close(self) -> None:
        """End the child; only the thread that checks may call this."""
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child.close()
        self._child = self._line = None

    def _ask(self, path: Path, start: int, end: int) -> list[list[_Found]] | None:
        line = self._line or self._start()
        try:
            line.send((str(path), start, end))
            if line.poll(_TIME_LIMIT_SECONDS):
                answer: list[list[_Found]] | None = line.recv()
                return answer
            _log.warning("the guide check took too long; only the structure is answered for")
        except (EOFError, OSError):
            _log.warning("the guide check crashed; only the structure is answered for")
        self.close()
        return None

    def _start(self) -> Connection:
        ours, theirs = self._spawn.Pipe()
        self._child = self._spawn.Process(target=_serve_checks, args=(theirs,), daemon=True)
        self._child.start()
        theirs.close()
        self._line = ours
        return ours


def _see_the_same(found: Sequence[Sequence[_Found]], groups: Sequence[FunctionalGroup]) -> bool:
    ours = [[one.control_number for one in group.sets] for group in groups]
    theirs = [[one.control_number for one in sets] for sets in found]
    return ours == theirs


def _add(one: TransactionSet, said: _Found) -> None:
    one.segment_errors.extend(said.segment_errors)
    for code in said.set_codes:
        if code not in one.errors:
            one.errors.append(SetError(code))


def _serve_checks(line: Connection) -> None:
    """The child's life: answer until the parent is gone."""
    # Ctrl-C reaches the whole terminal; the parent decides when this ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    # pyx12 prints now and then; the parent's standard output carries one line of JSON and nothing else.
    sys.stdout = sys.stderr
    import pyx12.x12n_document  # noqa: F401  (loaded before the first question, not after)

    while True:
        try:
            path, start, end = line.recv()
        except (EOFError, OSError):
            return
        line.send(_check(Path(path), start, end))


def _check(path: Path, start: int, end: int) -> list[list[_Found]] | None:
    from pyx12.params import params
    from pyx12.x12n_document import x12n_document

    with path.open("rb") as file:
        file.seek(start)
        text = file.read(end - start).decode("latin-1")
    report = io.StringIO()
    try:
        x12n_document(params(), io.StringIO(text), None, None, fd_json=report)
        interchanges = json.loads(report.getvalue())["interchanges"]
    except Exception:  # noqa: BLE001  (pyx12 raises whatever it stumbles over; then it cannot say)
        return None
    return [[_found(one) for one in group["transactions"]] for whole in interchanges for group in whole["groups"]]


def _found(one: dict[str, Any]) -> _Found:
    return _Found(
        control_number=one["trn_set_control_num"] or "",
        set_codes=tuple(e["err_cde"] for e in one["errors"] if e["err_cde"] in _SET_CODES),
        segment_errors=tuple(_segment_error(segment) for segment in one["segments"]),
    )


def _segment_error(segment: dict[str, Any]) -> SegmentError:
    said = list(dict.fromkeys(error["err_cde"] for error in segment["errors"]))
    elements = [_element_error(element, error) for element in segment["elements"] for error in element["errors"]]
    elements += [
        ElementError(position, None, reference, "7", "")
        for name, (position, reference) in _NUMBERING.items()
        if name in said
    ]
    codes = [code for code in said if code in _SEGMENT_CODES and code != "8"]
    # Last, so that the elements' own segments follow the one that announces them.
    if elements or not codes:
        codes.append("8")
    return SegmentError(
        name=segment["seg_id"] or "",
        position=segment["seg_count"],
        loop=segment["ls_id"] or "",
        codes=tuple(codes),
        elements=tuple(elements),
    )


def _element_error(element: dict[str, Any], error: dict[str, Any]) -> ElementError:
    code = error["err_cde"]
    return ElementError(
        position=element["ele_pos"],
        component=element["subele_pos"],
        reference=_numeric(element["ele_ref_num"]),
        code=code if code in _ELEMENT_CODES else "7",
        value=error["err_val"] or "",
    )


def _numeric(reference: str | None) -> str:
    # Composites have letters in their reference; IK402 takes numbers only.
    return reference if reference and reference.isdigit() else ""

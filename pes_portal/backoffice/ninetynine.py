"""Writes a 999 (005010X231A1): for each functional group which sets are accepted, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from pes_portal.backoffice.survey import (
    ElementError,
    FunctionalGroup,
    Interchange,
    SegmentError,
    SetError,
    TransactionSet,
)
from pes_portal.backoffice.ta1 import route_back
from pes_portal.backoffice.writing import element, interchange, segment

_VERSION = "005010X231A1"
_CODES_MAX = 5
_COPY_MAX = 99


def write_999(answered: Interchange, control_number: int, now: datetime) -> bytes:
    """One interchange with one 999 for each functional group that is no acknowledgement itself."""
    groups = [group for group in answered.groups if not group.is_acknowledgement]
    first = groups[0]
    sets = [_transaction_set(group, f"{number:04d}") for number, group in enumerate(groups, start=1)]
    body = (
        segment(
            "GS",
            "FA",
            element(first.receiver, 15),
            element(first.sender, 15),
            f"{now:%Y%m%d}",
            f"{now:%H%M}",
            str(control_number),
            "X",
            _VERSION,
        ),
        *(one for segments in sets for one in segments),
        segment("GE", str(len(sets)), str(control_number)),
    )
    return interchange(route_back(answered.header), control_number, now, body, group_count=1)


def _transaction_set(group: FunctionalGroup, control_number: str) -> list[str]:
    segments = [
        segment("ST", "999", control_number, _VERSION),
        segment(
            "AK1",
            element(group.functional_id, 2),
            element(group.control_number, 9) or "0",
            element(group.version, 12),
        ),
        *_set_responses(group),
        _group_response(group),
    ]
    return [*segments, segment("SE", str(len(segments) + 1), control_number)]


def _set_responses(group: FunctionalGroup) -> Iterator[str]:
    for one in group.sets:
        # In a rejected group no set is accepted, so a sound set is not spoken of at all.
        if one.is_accepted and group.errors:
            continue
        yield segment(
            "AK2",
            element(one.identifier, 3),
            element(one.control_number, 9) or "0000",
            element(one.convention, 35),
        )
        for error in one.segment_errors:
            yield from _segment_response(error)
        yield segment("IK5", "A" if one.is_accepted else "R", *_codes(_set_codes(one)))


def _set_codes(one: TransactionSet) -> list[str]:
    codes: list[str] = list(one.errors)
    if one.segment_errors and SetError.SEGMENTS_IN_ERROR not in codes:
        codes.append(SetError.SEGMENTS_IN_ERROR)
    return codes


def _segment_response(error: SegmentError) -> Iterator[str]:
    for code in error.codes:
        yield segment("IK3", element(error.name, 3), str(error.position), element(error.loop, 6), code)
    for broken in error.elements:
        yield _element_response(broken)


def _element_response(broken: ElementError) -> str:
    place = str(broken.position) if broken.component is None else f"{broken.position}:{broken.component}"
    return segment("IK4", place, broken.reference, broken.code, element(broken.value, _COPY_MAX))


def _group_response(group: FunctionalGroup) -> str:
    received = len(group.sets)
    accepted = group.accepted_count
    included = received if group.announced_sets is None else group.announced_sets
    return segment(
        "AK9", _verdict(received, accepted), str(included), str(received), str(accepted), *_codes(group.errors)
    )


def _verdict(received: int, accepted: int) -> str:
    if accepted == 0:
        return "R"
    return "A" if accepted == received else "P"


def _codes(errors: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(errors))[:_CODES_MAX]

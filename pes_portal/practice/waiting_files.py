"""What waits for the sample organisations: 13 letters of five kinds, one still being posted, and payments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from pes_portal.practice import letters
from pes_portal.practice.letterhead import Letter, draw
from pes_portal.practice.people import HARBOR, RIVERBEND, SampleOrganisation
from pes_portal.practice.remittance import remittance_835
from pes_portal.trade_files.contents import ContentStore
from pes_portal.trade_files.shelf import PDF_MEDIA_TYPE, X12_MEDIA_TYPE, NewTradeFile

_LETTERS_STAY = timedelta(days=270)
_PAYMENTS_STAY = timedelta(days=365)
_POSTING_TAKES = timedelta(hours=3)

_Write = Callable[[SampleOrganisation, str], Letter]


@dataclass(frozen=True)
class _Planned:
    """A letter to come, and how many days ago it was posted; 0 days: it is still being posted."""

    kind: str
    place: SampleOrganisation
    reference: str
    age_days: int
    write: _Write


def waiting_files(contents: ContentStore, now: datetime) -> list[NewTradeFile]:
    """Draw and keep every file; oldest first, as they would have been posted."""
    files = [_letter_file(contents, now, planned) for planned in _planned_letters()]
    for age_days, place, claims in ((44, HARBOR, 14), (30, HARBOR, 22), (30, RIVERBEND, 9)):
        files.append(_remittance_pdf(contents, now - timedelta(days=age_days), place, claims))
    files.append(_remittance_x12(contents, now - timedelta(days=30), HARBOR))
    return sorted(files, key=lambda file: file.posted_at)


def _planned_letters() -> tuple[_Planned, ...]:
    harbor = HARBOR
    members, transfer = letters.organisation_members, letters.funds_transfer
    enroll, authorized = letters.reenrollment, letters.prior_authorization
    return (
        _Planned("ORG_MEMBER", harbor, "ORG-2026-0007", 150, partial(members, count=5)),
        _Planned("ORG_MEMBER", harbor, "ORG-2026-0031", 61, partial(members, count=48)),
        _Planned("ORG_MEMBER", harbor, "ORG-2026-0044", 20, partial(members, count=3)),
        _Planned("EFT", harbor, "EFT-2026-0019", 120, partial(transfer, last_four="4417")),
        _Planned("EFT", harbor, "EFT-2026-0023", 88, partial(transfer, last_four="9052")),
        _Planned("EFT", harbor, "EFT-2026-0042", 0, partial(transfer, last_four="7730")),
        _Planned("REENROLL", harbor, "REN-2026-0102", 45, partial(enroll, member=1, due="February 28, 2027")),
        _Planned("REENROLL", harbor, "REN-2026-0117", 12, partial(enroll, member=4, due="April 30, 2027")),
        _Planned("REENROLL", harbor, "REN-2026-0121", 9, partial(enroll, member=2, due="May 31, 2027")),
        _Planned("PA", harbor, "PA-2026-000311", 33, partial(authorized, decision="Approved", lines=2)),
        _Planned("PA", harbor, "PA-2026-000348", 6, partial(authorized, decision="Partly approved", lines=26)),
        _Planned("PA", harbor, "PA-2026-000352", 4, partial(authorized, decision="Denied", lines=3)),
        _Planned("TPL", harbor, "TPL-2026-0058", 2, letters.trauma_questionnaire),
    )


def _letter_file(contents: ContentStore, now: datetime, planned: _Planned) -> NewTradeFile:
    posted_at = now - timedelta(days=planned.age_days)
    letter = planned.write(planned.place, planned.reference)
    return NewTradeFile(
        avrs_id=planned.place.avrs_id,
        transaction_type="EDELIVERY",
        letter_kind=planned.kind,
        name=f"{planned.reference}.pdf",
        content=contents.keep(draw(letter, posted_at)),
        media_type=PDF_MEDIA_TYPE,
        posted_at=posted_at,
        available_until=posted_at + _LETTERS_STAY,
        ready_at=None if planned.age_days else now + _POSTING_TAKES,
    )


def _remittance_pdf(
    contents: ContentStore, posted_at: datetime, place: SampleOrganisation, claims: int
) -> NewTradeFile:
    reference = f"RA-{posted_at:%Y%m%d}-{place.avrs_id[-3:]}"
    letter = letters.remittance_advice(place, reference, claims)
    return NewTradeFile(
        avrs_id=place.avrs_id,
        transaction_type="RA",
        name=f"{reference}.pdf",
        content=contents.keep(draw(letter, posted_at)),
        media_type=PDF_MEDIA_TYPE,
        posted_at=posted_at,
        available_until=posted_at + _PAYMENTS_STAY,
    )


def _remittance_x12(contents: ContentStore, posted_at: datetime, place: SampleOrganisation) -> NewTradeFile:
    return NewTradeFile(
        avrs_id=place.avrs_id,
        transaction_type="835",
        name=f"835_{posted_at:%Y%m%d}_{place.avrs_id}.x12",
        content=contents.keep(remittance_835(place, posted_at)),
        media_type=X12_MEDIA_TYPE,
        posted_at=posted_at,
        available_until=posted_at + _PAYMENTS_STAY,
    )

"""The letters that bring a PIN: found by what they are addressed with, and used once (SET-1, SET-4, ASM-2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, Select, select, update

from pes_portal.database.tables import organisations, pin_letters


@dataclass(frozen=True)
class PinLetter:
    """A letter and the organisation it was sent to."""

    id: int
    identifier: str
    pin_hash: str = field(repr=False)
    issued_at: datetime
    used_at: datetime | None
    avrs_id: str
    organisation: str
    npi: str

    def is_good(self, now: datetime, life: timedelta) -> bool:
        """Whether its PIN can still be used."""
        return self.used_at is None and now < self.issued_at + life


def newest_letter(connection: Connection, identifier: str) -> PinLetter | None:
    """The last letter to this identifier; an earlier one is worth nothing any more."""
    chosen = _letters().where(pin_letters.c.identifier == identifier).order_by(pin_letters.c.id.desc()).limit(1)
    row = connection.execute(chosen).one_or_none()
    return None if row is None else _letter(row)


def find_letter(connection: Connection, letter_id: int | None) -> PinLetter:
    """The letter with this row number."""
    return _letter(connection.execute(_letters().where(pin_letters.c.id == letter_id)).one())


def use_letter(connection: Connection, letter: PinLetter, now: datetime) -> bool:
    """Use a PIN up; False if it was used already, perhaps a moment ago."""
    used = connection.execute(
        update(pin_letters).where(pin_letters.c.id == letter.id, pin_letters.c.used_at.is_(None)).values(used_at=now)
    )
    return used.rowcount == 1


def _letters() -> Select[tuple[object, ...]]:
    return select(pin_letters, organisations.c.name, organisations.c.npi).join(
        organisations, organisations.c.avrs_id == pin_letters.c.avrs_id
    )


def _letter(row: Row[tuple[object, ...]]) -> PinLetter:
    return PinLetter(
        id=row.id,
        identifier=row.identifier,
        pin_hash=row.pin_hash,
        issued_at=row.issued_at,
        used_at=row.used_at,
        avrs_id=row.avrs_id,
        organisation=row.name,
        npi=row.npi,
    )

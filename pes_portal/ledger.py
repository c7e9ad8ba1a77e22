"""The ledger: what the portal accepted, one line for each receipt, appended and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select

from pes_portal.database.settings import Counter, next_number
from pes_portal.database.tables import ledger
from pes_portal.wire.submissions import Ledger, Receipt


@dataclass(frozen=True)
class Accepted:
    """A whole file, durable on disk, about to be entered."""

    submission_key: UUID
    sha256: str
    size: int
    user_id: str
    avrs_id: str
    file_name: str


def enter(connection: Connection, accepted: Accepted, now: datetime) -> Receipt:
    """Append a line and give its receipt.

    Raises SQLAlchemy's `IntegrityError` for a key that is entered already.
    """
    number = next_number(connection, Counter.RECEIPT)
    earlier = receipt_of_content(connection, accepted.avrs_id, accepted.sha256)
    receipt = Receipt(
        receipt=f"PR-{now:%Y%m%d}-{number:07d}",
        submission_key=accepted.submission_key,
        sha256=accepted.sha256,
        size=accepted.size,
        received_at=now.replace(microsecond=0),
        user_id=accepted.user_id,
        avrs_id=accepted.avrs_id,
        file_name=accepted.file_name,
    )
    connection.execute(
        insert(ledger).values(
            number=number,
            receipt=receipt.receipt,
            submission_key=str(receipt.submission_key),
            sha256=receipt.sha256,
            size=receipt.size,
            received_at=receipt.received_at,
            user_id=receipt.user_id,
            avrs_id=receipt.avrs_id,
            file_name=receipt.file_name,
            first_content=receipt.sha256 if earlier is None else None,
        )
    )
    return receipt


def receipt_of_key(connection: Connection, submission_key: UUID) -> Receipt | None:
    """The receipt given for a submission key, ever."""
    row = connection.execute(select(ledger).where(ledger.c.submission_key == str(submission_key))).one_or_none()
    return None if row is None else _receipt(row)


def receipt_of_content(connection: Connection, avrs_id: str, sha256: str) -> Receipt | None:
    """The first receipt given for this content and organisation (ASM-7)."""
    row = connection.execute(
        select(ledger).where(ledger.c.avrs_id == avrs_id, ledger.c.sha256 == sha256).order_by(ledger.c.number).limit(1)
    ).one_or_none()
    return None if row is None else _receipt(row)


def whole_ledger(connection: Connection) -> Ledger:
    """Every line, oldest first."""
    rows = connection.execute(select(ledger).order_by(ledger.c.number))
    return Ledger(rows=[_receipt(row) for row in rows])


def _receipt(row: Row[tuple[object, ...]]) -> Receipt:
    return Receipt(
        receipt=row.receipt,
        submission_key=UUID(row.submission_key),
        sha256=row.sha256,
        size=row.size,
        received_at=row.received_at,
        user_id=row.user_id,
        avrs_id=row.avrs_id,
        file_name=row.file_name,
    )

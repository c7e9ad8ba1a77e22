"""The moment a file becomes received: ledger line and back-office work in one durable transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import back_office_work
from pes_portal.ledger import Accepted, enter, receipt_of_content
from pes_portal.uploads.records import UploadRecord, drop_upload
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.submissions import Receipt


@dataclass(frozen=True)
class Sender:
    """The account an upload belongs to."""

    account_id: int
    user_id: str


def receive(database: Database, clock: Clock, upload: UploadRecord, sender: Sender) -> Receipt:
    """Turn a whole, durable upload into a receipt; raises `PortalProblem` `submission.duplicate_content`."""
    accepted = Accepted(
        upload.submission_key, upload.sha256, upload.length, sender.user_id, upload.avrs_id, upload.file_name
    )
    try:
        with database.writing() as connection:
            refuse_duplicate(connection, upload.avrs_id, upload.sha256, again=upload.again)
            receipt = enter(connection, accepted, clock.now())
            connection.execute(
                insert(back_office_work).values(
                    submission_key=str(upload.submission_key), file_id=upload.id, attempts=0
                )
            )
            drop_upload(connection, upload.id)
    except IntegrityError:
        # Only where writers run side by side (PostgreSQL): the same content was entered meanwhile.
        with database.reading() as connection:
            refuse_duplicate(connection, upload.avrs_id, upload.sha256, again=upload.again)
        raise
    return receipt


def refuse_duplicate(connection: Connection, avrs_id: str, sha256: str, *, again: bool) -> None:
    """Raises `PortalProblem` `submission.duplicate_content` for content received before (ASM-7)."""
    earlier = None if again else receipt_of_content(connection, avrs_id, sha256)
    if earlier is not None:
        raise PortalProblem(
            409,
            Code.SUBMISSION_DUPLICATE,
            f"The portal received this content before, as {earlier.receipt}. Nothing was accepted again.",
            receipt=earlier.model_dump(mode="json"),
        )

"""How the rows of a submission, its receipt and its interchanges become one object."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from pes_client.domain.accounts import AccountId
from pes_client.domain.submissions import Receipt, SentInterchange, Submission
from pes_client.store import tables
from pes_client.store.rows.changes import in_lots

_ROW = tables.submission.c
_RECEIPT = tables.receipt.c


def submissions_with_receipts() -> Select[Any]:
    """The query that `read_submissions` understands; to be narrowed and ordered."""
    receipt = [column.label(f"receipt_{column.name}") for column in _RECEIPT if column.name != "key"]
    return select(tables.submission, *receipt).outerjoin(tables.receipt, _RECEIPT.key == _ROW.key)


def read_submissions(connection: Connection, query: Select[Any]) -> list[Submission]:
    """The submissions that a query finds, in its order."""
    return submissions_of(connection, connection.execute(query).all())


def submissions_of(connection: Connection, rows: Collection[Row[Any]]) -> list[Submission]:
    """A submission for each row."""
    interchanges = _interchanges(connection, {row.key for row in rows})
    return [_submission(row, tuple(interchanges.get(row.key, ()))) for row in rows]


def _interchanges(connection: Connection, keys: Collection[str]) -> dict[str, list[SentInterchange]]:
    columns = tables.interchange.c
    found: dict[str, list[SentInterchange]] = {}
    for lot in in_lots(keys):
        query = select(tables.interchange).where(columns.key.in_(lot)).order_by(columns.position)
        for row in connection.execute(query):
            sent = SentInterchange(row.position, row.control_number, row.answer)
            found.setdefault(row.key, []).append(sent)
    return found


def _submission(row: Row[Any], interchanges: tuple[SentInterchange, ...]) -> Submission:
    return Submission(
        key=row.key,
        account=AccountId(row.user_id, row.portal),
        avrs_id=row.avrs_id,
        file_name=row.file_name,
        size=row.size,
        sha256=row.sha256,
        document_id=row.document_id,
        again=row.again,
        queued_at=row.queued_at,
        state=row.state,
        waits_for=row.waits_for,
        reason=row.reason,
        next_try_at=row.next_try_at,
        attempts=row.attempts,
        upload_url=row.upload_url,
        offset=row.offset,
        receipt=_receipt(row) if row.receipt_number is not None else None,
        answered_at=row.answered_at,
        interchanges=interchanges,
    )


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        number=row.receipt_number,
        submission_key=row.receipt_submission_key,
        sha256=row.receipt_sha256,
        size=row.receipt_size,
        received_at=row.receipt_received_at,
        user_id=row.receipt_user_id,
        avrs_id=row.receipt_avrs_id,
        file_name=row.receipt_file_name,
    )

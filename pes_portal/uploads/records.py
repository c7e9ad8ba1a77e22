"""Uploads on their way, as rows: whose they are, how much of them is durable, when they end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select, update

from pes_portal.database.tables import uploads
from pes_portal.uploads.metadata import Announced

LIFE = timedelta(days=7)


@dataclass(frozen=True)
class UploadRecord:
    """An upload that is not received yet; `offset` bytes of it survive a power cut."""

    id: str
    account_id: int
    submission_key: UUID
    avrs_id: str
    sha256: str
    length: int
    offset: int
    file_name: str
    again: bool
    expires_at: datetime

    def is_announced_as(self, announced: Announced, account_id: int) -> bool:
        """Whether an announcement speaks of this very upload."""
        return (self.account_id, self.avrs_id, self.sha256, self.length) == (
            account_id,
            announced.avrs_id,
            announced.sha256,
            announced.length,
        )


def add_upload(connection: Connection, announced: Announced, account_id: int, now: datetime) -> UploadRecord:
    """Begin an upload; raises SQLAlchemy's `IntegrityError` when its key is under way already."""
    record = UploadRecord(
        id=secrets.token_hex(16),
        account_id=account_id,
        submission_key=announced.submission_key,
        avrs_id=announced.avrs_id,
        sha256=announced.sha256,
        length=announced.length,
        offset=0,
        file_name=announced.file_name,
        again=announced.again,
        expires_at=(now + LIFE).replace(microsecond=0),
    )
    connection.execute(
        insert(uploads).values(
            id=record.id,
            account_id=account_id,
            submission_key=str(record.submission_key),
            avrs_id=record.avrs_id,
            sha256=record.sha256,
            length=record.length,
            durable_offset=0,
            file_name=record.file_name,
            again=record.again,
            expires_at=record.expires_at,
        )
    )
    return record


def find_upload(connection: Connection, upload_id: str) -> UploadRecord | None:
    """The upload with this id."""
    row = connection.execute(select(uploads).where(uploads.c.id == upload_id)).one_or_none()
    return None if row is None else _record(row)


def find_upload_of_key(connection: Connection, submission_key: UUID) -> UploadRecord | None:
    """The upload under way for a submission key."""
    row = connection.execute(select(uploads).where(uploads.c.submission_key == str(submission_key))).one_or_none()
    return None if row is None else _record(row)


def note_offset(connection: Connection, upload_id: str, offset: int) -> None:
    """Record how many bytes are durable."""
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(durable_offset=offset))


def drop_upload(connection: Connection, upload_id: str) -> None:
    """Forget an upload: received, given up, or spoiled."""
    connection.execute(delete(uploads).where(uploads.c.id == upload_id))


def expired_uploads(connection: Connection, now: datetime) -> list[UploadRecord]:
    """Uploads whose time is over."""
    return [_record(row) for row in connection.execute(select(uploads).where(uploads.c.expires_at <= now))]


def whole_uploads(connection: Connection) -> list[UploadRecord]:
    """Uploads whose last byte is durable and that were not received yet."""
    chosen = select(uploads).where(uploads.c.durable_offset == uploads.c.length)
    return [_record(row) for row in connection.execute(chosen)]


def _record(row: Row[tuple[object, ...]]) -> UploadRecord:
    return UploadRecord(
        id=row.id,
        account_id=row.account_id,
        submission_key=UUID(row.submission_key),
        avrs_id=row.avrs_id,
        sha256=row.sha256,
        length=row.length,
        offset=row.durable_offset,
        file_name=row.file_name,
        again=row.again,
        expires_at=row.expires_at,
    )

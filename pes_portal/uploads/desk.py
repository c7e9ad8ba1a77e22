"""The upload desk: announces, resumes, finishes and gives up uploads, and hands out receipts."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.database.tables import back_office_work
from pes_portal.folders import sync_folder
from pes_portal.ledger import Accepted, enter, receipt_of_content, receipt_of_key
from pes_portal.uploads.checksum import Checksum
from pes_portal.uploads.metadata import Announced
from pes_portal.uploads.records import (
    UploadRecord,
    add_upload,
    drop_upload,
    expired_uploads,
    find_upload,
    find_upload_of_key,
    note_offset,
)
from pes_portal.uploads.writer import Hash, UploadWriter
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.submissions import Receipt

_READ_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Sender:
    """The account an upload belongs to."""

    account_id: int
    user_id: str


@dataclass(frozen=True)
class Opened:
    """What became of an announcement: a receipt of earlier, or an upload, fresh or under way."""

    receipt: Receipt | None
    upload: UploadRecord | None
    is_new: bool


class UploadDesk:
    """One desk for all uploads of a portal; every method may be called from any thread."""

    def __init__(self, database: Database, clock: Clock, folder: Path, on_received: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder
        self._on_received = on_received
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        self._running_hashes: dict[str, tuple[int, Hash]] = {}

    def announce(self, announced: Announced, sender: Sender) -> Opened:
        """Open an upload, or find the one or the receipt that its key already has.

        Raises `PortalProblem`: `submission.key_reused`, `submission.duplicate_content` (ASM-7).
        """
        with self._database.reading() as connection:
            known = self._known(connection, announced, sender)
            if known is not None:
                return known
            self._refuse_duplicate(connection, announced.avrs_id, announced.sha256, again=announced.again)
        try:
            return Opened(None, self._begin(announced, sender), is_new=True)
        except IntegrityError:
            # The same announcement came twice at the same moment; the other one won.
            with self._database.reading() as connection:
                known = self._known(connection, announced, sender)
            if known is None:
                raise
            return known

    def find(self, upload_id: str, sender: Sender) -> UploadRecord:
        """An upload of this sender; raises `PortalProblem` `upload.unknown` or `upload.expired`."""
        with self._database.reading() as connection:
            upload = find_upload(connection, upload_id)
        if upload is None or upload.account_id != sender.account_id:
            raise PortalProblem(404, Code.UPLOAD_UNKNOWN, "There is no such upload.")
        if self._clock.now() >= upload.expires_at:
            raise PortalProblem(410, Code.UPLOAD_EXPIRED, "This upload waited too long and is over.")
        return upload

    def find_of_key(self, submission_key: UUID) -> UploadRecord | Receipt | None:
        """What there is for a submission key."""
        with self._database.reading() as connection:
            receipt = receipt_of_key(connection, submission_key)
            return receipt or find_upload_of_key(connection, submission_key)

    def open_writer(
        self, upload_id: str, sender: Sender, offset: int, checksum: Checksum | None
    ) -> tuple[UploadRecord, UploadWriter]:
        """Take hold of an upload to append to it; `release` lets go.

        Raises `PortalProblem`: `upload.busy`, `upload.offset`, and those of `find`.
        """
        with self._lock:
            if upload_id in self._busy:
                raise PortalProblem(
                    423, Code.UPLOAD_BUSY, "Another request is sending this upload.", headers={"Retry-After": "1"}
                )
            self._busy.add(upload_id)
        try:
            upload = self.find(upload_id, sender)
            if upload.offset != offset:
                raise PortalProblem(
                    409,
                    Code.UPLOAD_OFFSET,
                    f"The portal has {upload.offset} bytes of this upload.",
                    headers={"Upload-Offset": str(upload.offset)},
                )
            return upload, self._writer(upload, checksum)
        except BaseException:
            self.release(upload_id)
            raise

    def release(self, upload_id: str, writer: UploadWriter | None = None) -> None:
        """Let go of an upload; the hash so far is remembered for its next request."""
        with self._lock:
            self._running_hashes.pop(upload_id, None)
            if writer is not None and writer.whole is not None:
                self._running_hashes[upload_id] = (writer.offset, writer.whole)
            self._busy.discard(upload_id)

    def complete(self, upload: UploadRecord, whole: Hash | None, sender: Sender) -> Receipt:
        """Receive an upload whose last byte is durable: ledger line and back-office work in one transaction.

        Raises `PortalProblem`: `upload.digest_mismatch`, `submission.duplicate_content`; both end the upload.
        """
        digest = whole.hexdigest() if whole else _hash_file(self._path(upload.id))
        if digest != upload.sha256:
            self._remove(upload.id)
            raise PortalProblem(422, Code.UPLOAD_DIGEST_MISMATCH, "The file is not the one announced; it was not kept.")
        try:
            receipt = self._receive(upload, sender)
        except PortalProblem:
            self._remove(upload.id)
            raise
        self._on_received()
        return receipt

    def give_up(self, upload_id: str, sender: Sender) -> None:
        """End an upload at its sender's wish; raises `PortalProblem` as `open_writer` does."""
        with self._lock:
            if upload_id in self._busy:
                raise PortalProblem(423, Code.UPLOAD_BUSY, "Another request is sending this upload.")
        self.find(upload_id, sender)
        self._remove(upload_id)

    def sweep(self) -> None:
        """Remove uploads that waited longer than they may, with their bytes."""
        with self._database.reading() as connection:
            expired = expired_uploads(connection, self._clock.now())
        for upload in expired:
            if upload.id not in self._busy:
                self._remove(upload.id)

    def _known(self, connection: Connection, announced: Announced, sender: Sender) -> Opened | None:
        receipt = receipt_of_key(connection, announced.submission_key)
        if receipt is not None:
            same = (receipt.user_id, receipt.avrs_id, receipt.sha256, receipt.size) == (
                sender.user_id,
                announced.avrs_id,
                announced.sha256,
                announced.length,
            )
            if not same:
                raise _key_reused()
            return Opened(receipt, None, is_new=False)
        upload = find_upload_of_key(connection, announced.submission_key)
        if upload is None or self._clock.now() >= upload.expires_at:
            return None
        if not upload.is_announced_as(announced, sender.account_id):
            raise _key_reused()
        return Opened(None, upload, is_new=False)

    def _begin(self, announced: Announced, sender: Sender) -> UploadRecord:
        with self._database.writing() as connection:
            spent = find_upload_of_key(connection, announced.submission_key)
            if spent is not None and self._clock.now() >= spent.expires_at:
                drop_upload(connection, spent.id)
                self._path(spent.id).unlink(missing_ok=True)
            upload = add_upload(connection, announced, sender.account_id, self._clock.now())
            self._path(upload.id).touch(mode=0o600, exist_ok=False)
            sync_folder(self._folder)
        with self._lock:
            self._running_hashes[upload.id] = (0, hashlib.sha256())
        return upload

    def _writer(self, upload: UploadRecord, checksum: Checksum | None) -> UploadWriter:
        hashed, whole = self._running_hashes.get(upload.id, (-1, None))

        def note_durable(offset: int) -> None:
            with self._database.writing() as connection:
                note_offset(connection, upload.id, offset)

        return UploadWriter(
            self._path(upload.id),
            offset=upload.offset,
            length=upload.length,
            whole=whole if hashed == upload.offset else None,
            checksum=checksum,
            note_durable=note_durable,
        )

    def _receive(self, upload: UploadRecord, sender: Sender) -> Receipt:
        accepted = Accepted(
            upload.submission_key,
            upload.sha256,
            upload.length,
            sender.user_id,
            upload.avrs_id,
            upload.file_name,
        )
        try:
            with self._database.writing() as connection:
                self._refuse_duplicate(connection, upload.avrs_id, upload.sha256, again=upload.again)
                receipt = enter(connection, accepted, self._clock.now())
                connection.execute(
                    insert(back_office_work).values(
                        submission_key=str(upload.submission_key), file_id=upload.id, attempts=0
                    )
                )
                drop_upload(connection, upload.id)
        except IntegrityError:
            # Only where writers run side by side (PostgreSQL): the same content was entered meanwhile.
            with self._database.reading() as connection:
                self._refuse_duplicate(connection, upload.avrs_id, upload.sha256, again=upload.again)
            raise
        return receipt

    def _refuse_duplicate(self, connection: Connection, avrs_id: str, sha256: str, *, again: bool) -> None:
        if again:
            return
        earlier = receipt_of_content(connection, avrs_id, sha256)
        if earlier is not None:
            raise PortalProblem(
                409,
                Code.SUBMISSION_DUPLICATE,
                f"The portal received this content before, as {earlier.receipt}. Nothing was accepted again.",
                receipt=earlier.model_dump(mode="json"),
            )

    def _remove(self, upload_id: str) -> None:
        with self._database.writing() as connection:
            drop_upload(connection, upload_id)
        self._path(upload_id).unlink(missing_ok=True)
        with self._lock:
            self._running_hashes.pop(upload_id, None)

    def _path(self, upload_id: str) -> Path:
        return self._folder / upload_id


def _key_reused() -> PortalProblem:
    return PortalProblem(409, Code.SUBMISSION_KEY_REUSED, "This submission key was used before, for something else.")


def _hash_file(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            whole.update(block)
    return whole.hexdigest()

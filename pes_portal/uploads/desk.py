"""The upload desk: announces, resumes, finishes and gives up uploads, and hands out receipts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from pes_portal.accounts.book import find_account
from pes_portal.clock import Clock
from pes_portal.database.engine import Database
from pes_portal.ledger import receipt_of_key
from pes_portal.uploads.checksum import Checksum
from pes_portal.uploads.files import UploadFiles
from pes_portal.uploads.in_hand import UploadsInHand
from pes_portal.uploads.metadata import Announced
from pes_portal.uploads.receiving import Sender, receive, refuse_duplicate
from pes_portal.uploads.records import (
    UploadRecord,
    add_upload,
    drop_upload,
    expired_uploads,
    find_upload,
    find_upload_of_key,
    note_offset,
    whole_uploads,
)
from pes_portal.uploads.writer import Hash, UploadWriter
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.submissions import Receipt

_log = logging.getLogger("pes_portal.uploads")


@dataclass(frozen=True)
class Opened:
    """What became of an announcement: a receipt of earlier, or an upload, fresh or under way."""

    receipt: Receipt | None
    upload: UploadRecord | None
    is_new: bool


class UploadDesk:
    """One desk for all uploads of a portal; every method may be called from any thread."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        folder: Path,
        *,
        on_announced: Callable[[], None],
        on_received: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._files = UploadFiles(folder)
        self._on_announced = on_announced
        self._on_received = on_received
        self._in_hand = UploadsInHand()

    def announce(self, announced: Announced, sender: Sender) -> Opened:
        """Open an upload, or find the one or the receipt that its key already has.

        Raises `PortalProblem`: `submission.key_reused`, `submission.duplicate_content` (ASM-7).
        """
        with self._database.reading() as connection:
            known = self._known(connection, announced, sender)
            if known is not None:
                return known
            refuse_duplicate(connection, announced.avrs_id, announced.sha256, again=announced.again)
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
        if self._is_over(upload):
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
        self._in_hand.take(upload_id)
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
            self._in_hand.let_go(upload_id)
            raise

    def release(self, upload_id: str, writer: UploadWriter) -> None:
        """Let go of an upload; the hash so far is remembered for its next request."""
        self._in_hand.let_go(upload_id, writer)

    def complete(self, upload: UploadRecord, whole: Hash | None, sender: Sender) -> Receipt:
        """Receive an upload whose last byte is durable.

        Raises `PortalProblem`: `upload.digest_mismatch`, `submission.duplicate_content`; both end the upload.
        """
        digest = whole.hexdigest() if whole else self._files.sha256(upload.id)
        if digest != upload.sha256:
            self._remove(upload.id)
            raise PortalProblem(422, Code.UPLOAD_DIGEST_MISMATCH, "The file is not the one announced; it was not kept.")
        try:
            receipt = receive(self._database, self._clock, upload, sender)
        except PortalProblem:
            self._remove(upload.id)
            raise
        self._on_received()
        return receipt

    def give_up(self, upload_id: str, sender: Sender) -> None:
        """End an upload at its sender's wish; raises `PortalProblem` `upload.busy` and those of `find`."""
        self._in_hand.take(upload_id)
        try:
            self.find(upload_id, sender)
            self._remove(upload_id)
        finally:
            self._in_hand.let_go(upload_id)

    def tidy(self) -> None:
        """At start: receive what a dead process had whole, and remove what waited longer than it may."""
        with self._database.reading() as connection:
            expired = expired_uploads(connection, self._clock.now())
            whole = [
                (upload, Sender(upload.account_id, find_account(connection, upload.account_id).user_id))
                for upload in whole_uploads(connection)
            ]
        for upload, sender in whole:
            try:
                self.complete(upload, None, sender)
            except PortalProblem as refusal:
                _log.warning("an upload left whole was not received: %s", refusal.problem.code)
        for upload in expired:
            self._remove(upload.id)

    def _known(self, connection: Connection, announced: Announced, sender: Sender) -> Opened | None:
        receipt = receipt_of_key(connection, announced.submission_key)
        if receipt is not None:
            if not announced.is_of(receipt, sender.user_id):
                raise _key_reused()
            return Opened(receipt, None, is_new=False)
        upload = find_upload_of_key(connection, announced.submission_key)
        if upload is None or self._is_over(upload):
            return None
        if not upload.is_announced_as(announced, sender.account_id):
            raise _key_reused()
        return Opened(None, upload, is_new=False)

    def _begin(self, announced: Announced, sender: Sender) -> UploadRecord:
        with self._database.writing() as connection:
            spent = find_upload_of_key(connection, announced.submission_key)
            if spent is not None and self._is_over(spent):
                drop_upload(connection, spent.id)
                self._files.remove(spent.id)
            upload = add_upload(connection, announced, sender.account_id, self._clock.now())
            self._files.create(upload.id)
        self._in_hand.begin(upload.id)
        self._on_announced()
        return upload

    def _writer(self, upload: UploadRecord, checksum: Checksum | None) -> UploadWriter:
        def note_durable(offset: int) -> None:
            with self._database.writing() as connection:
                note_offset(connection, upload.id, offset)

        return UploadWriter(
            self._files.path(upload.id),
            offset=upload.offset,
            length=upload.length,
            whole=self._in_hand.hash_up_to(upload.id, upload.offset),
            checksum=checksum,
            note_durable=note_durable,
        )

    def _is_over(self, upload: UploadRecord) -> bool:
        return self._clock.now() >= upload.expires_at

    def _remove(self, upload_id: str) -> None:
        with self._database.writing() as connection:
            drop_upload(connection, upload_id)
        self._files.remove(upload_id)
        self._in_hand.forget(upload_id)


def _key_reused() -> PortalProblem:
    return PortalProblem(409, Code.SUBMISSION_KEY_REUSED, "This submission key was used before, for something else.")

"""The outbox from a person's side: files copied into the vault, queued exactly once, withdrawn while they wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from pes_client.domain.accounts import AccountId
from pes_client.domain.activity import Deed
from pes_client.domain.events import ActivityAdded, SubmissionChanged
from pes_client.domain.submissions import OUTBOX_STATES, SentInterchange, Submission, SubmissionState, WaitsFor
from pes_client.errors import InputError, PesError, RoleMissing
from pes_client.services.accounts import Accounts
from pes_client.services.checking import CheckedFile, Progress, check_files, unreadable, without_test_warning
from pes_client.services.portals import Portals
from pes_client.store.documents import Draft
from pes_client.store.store import Store
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.clock import Clock
from pes_client.wording import NOTHING, Text, text
from pes_client.x12.answer_sheet import AnswerSheet
from pes_client.x12.envelope import read_envelopes
from pes_client.x12.facts import EnvelopeReport

_BLOCK = 1024 * 1024
IN_TURN = text("It waits for its turn.")


@dataclass(frozen=True, slots=True)
class QueueOutcome:
    """What became of one file: queued, or already sent before, or why it could not be queued."""

    name: str
    submission: Submission | None = None
    already: Submission | None = None
    problem: Text = NOTHING


class Submissions:
    """The outbox, from a person's side."""

    def __init__(
        self, *, store: Store, accounts: Accounts, portals: Portals, clock: Clock, announcements: Announcements
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._portals = portals
        self._clock = clock
        self._announcements = announcements

    def check(
        self,
        paths: Sequence[Path],
        *,
        account: AccountId | None = None,
        progress: Progress | None = None,
    ) -> list[CheckedFile]:
        """Look through files, and through the files in folders, without changing anything.

        `account` brings its portal's limits; `progress` hears files done and files in all.
        """
        policy = self._portals.policy(account.portal) if account else None
        checked = check_files(paths, largest=policy.limits.upload_max_bytes if policy else None, progress=progress)
        return [without_test_warning(each) for each in checked] if policy and policy.practice else checked

    def queue(
        self, account: AccountId, avrs_id: str, files: Sequence[CheckedFile], *, again: bool = False
    ) -> list[QueueOutcome]:
        """Copy the files into the vault and put them into the outbox; durable when it returns.

        Content that is queued or was received before is not queued a second time unless `again` says so.
        Raises RoleMissing where the account may not send for the organisation; trouble with one file is told
        in its outcome and does not keep the others.
        """
        self._require_role(account, avrs_id)
        return [self._queue_one(account, avrs_id, each, again=again) for each in files]

    def rows(
        self,
        *,
        account: AccountId | None = None,
        avrs_id: str | None = None,
        open_only: bool = False,
        limit: int = 1000,
    ) -> list[Submission]:
        """Submissions, newest first; `open_only` leaves out what has reached its end."""
        states = OUTBOX_STATES | {SubmissionState.RECEIVED} if open_only else None
        with self._store.read() as records:
            return records.submissions.find(account=account, avrs_id=avrs_id, states=states, limit=limit)

    def get(self, key: str) -> Submission:
        """The submission. Raises InputError if there is none with this key."""
        with self._store.read() as records:
            found = records.submissions.get(key)
        if found is None:
            raise InputError(text("There is no submission {key}.", key=key))
        return found

    def withdraw(self, key: str) -> Submission:
        """Take a file that still waits out of the outbox. Raises InputError once it may have been sent."""
        with self._store.write() as records:
            found = records.submissions.get(key)
            if found is None or found.state is not SubmissionState.QUEUED:
                raise InputError(
                    text("This file can no longer be withdrawn: it was sent, or may have arrived."),
                )
            records.submissions.update(
                key,
                state=SubmissionState.WITHDRAWN,
                waits_for=WaitsFor.NOTHING,
                reason=text("You withdrew it before it was sent."),
                next_try_at=None,
            )
            words = text("{file} was withdrawn.", file=found.file_name)
            records.activity.append(
                self._clock.now(), Deed.WITHDRAWN, words, account=found.account, avrs_id=found.avrs_id, subject=key
            )
        self._tell(key)
        return self.get(key)

    def try_now(self, key: str) -> None:
        """Let a waiting file take its turn at once, and a refused one a new try."""
        with self._store.write() as records:
            found = records.submissions.get(key)
            if found is None:
                raise InputError(text("There is no submission {key}.", key=key))
            if found.in_outbox:
                records.submissions.update(key, waits_for=WaitsFor.TURN, reason=IN_TURN, next_try_at=None)
            elif found.state is SubmissionState.REFUSED:
                records.submissions.update(
                    key, state=SubmissionState.QUEUED, waits_for=WaitsFor.TURN, reason=IN_TURN, next_try_at=None
                )
        self._tell(key)

    def _require_role(self, account: AccountId, avrs_id: str) -> None:
        standing = self._accounts.get(account).standing
        organisation = standing.organisation(avrs_id) if standing else None
        if organisation is None:
            raise InputError(text("{account} has no organization {avrs}.", account=str(account), avrs=avrs_id))
        if not organisation.may_transfer:
            raise RoleMissing(
                text(
                    "Sending files needs the role Trade Files Includes E-Delivery, which {account} does not have "
                    "for {avrs}.",
                    account=str(account),
                    avrs=avrs_id,
                ),
                text("Ask the master user of the organization for the role."),
            )

    def _queue_one(self, account: AccountId, avrs_id: str, file: CheckedFile, *, again: bool) -> QueueOutcome:
        if not file.sendable:
            return QueueOutcome(file.name, problem=file.problem)
        try:
            with self._store.documents.new() as draft, file.path.open("rb") as source:
                report = _copy(source, draft)
                if draft.size == 0:
                    return QueueOutcome(file.name, problem=text("The file is empty."))
                if not again and (earlier := self._sent_before(account, avrs_id, draft.sha256)):
                    return QueueOutcome(file.name, already=earlier)
                size, sha256, document_id = draft.size, draft.sha256, draft.keep()
        except PesError as error:
            return QueueOutcome(file.name, problem=error.message)
        except OSError as error:
            return QueueOutcome(file.name, problem=unreadable(error))
        submission = Submission(
            key=str(uuid4()),
            account=account,
            avrs_id=avrs_id,
            file_name=_plain(file.name),
            size=size,
            sha256=sha256,
            document_id=document_id,
            again=again,
            queued_at=self._clock.now(),
            state=SubmissionState.QUEUED,
            waits_for=WaitsFor.TURN,
            reason=IN_TURN,
            interchanges=tuple(SentInterchange(each.position, each.control_number) for each in report.interchanges),
        )
        return self._commit(submission, AnswerSheet.for_file(report))

    def _sent_before(self, account: AccountId, avrs_id: str, sha256: str) -> Submission | None:
        with self._store.read() as records:
            return next(iter(records.submissions.matching(account.portal, avrs_id, sha256)), None)

    def _commit(self, submission: Submission, sheet: AnswerSheet) -> QueueOutcome:
        """Write the row, unless another window or command queued the same content a moment ago."""
        with self._store.write() as records:
            twins = records.submissions.matching(submission.account.portal, submission.avrs_id, submission.sha256)
            if not twins or submission.again:
                records.submissions.add(submission)
                records.submissions.put_answer_sheet(submission.key, sheet.to_json())
                records.activity.append(
                    submission.queued_at,
                    Deed.QUEUED,
                    text("{file} was put into the outbox.", file=submission.file_name),
                    account=submission.account,
                    avrs_id=submission.avrs_id,
                    subject=submission.key,
                )
                twins = []
        if twins:
            self._store.documents.remove(submission.document_id)
            return QueueOutcome(submission.file_name, already=twins[0])
        self._tell(submission.key)
        return QueueOutcome(submission.file_name, submission=submission)

    def _tell(self, key: str) -> None:
        self._announcements.announce(SubmissionChanged(key))
        self._announcements.announce(ActivityAdded())


class _Copying:
    """Reads a file for the envelope check and writes every byte of it into the vault on the way."""

    def __init__(self, source: BinaryIO, draft: Draft) -> None:
        self._source = source
        self._draft = draft

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        if block:
            self._draft.write(block)
        return block


def _copy(source: BinaryIO, draft: Draft) -> EnvelopeReport:
    copying = _Copying(source, draft)
    report = read_envelopes(copying)
    while copying.read(_BLOCK):
        pass  # the check stops early in what is no X12; the copy never does
    return report


def _plain(name: str) -> str:
    """The file's name as it may go over the wire: valid Unicode, no control characters, 255 at most."""
    shown = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(each if each.isprintable() else "_" for each in shown)[:255]

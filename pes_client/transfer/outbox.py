"""Brings one queued file to the portal, exactly once.

    QUEUED ──▶ SENDING ──▶ RECEIVED             a receipt whose key, hash and size are ours
                  │ ├─────▶ REFUSED              the portal's no to this file
                  │ └─────▶ QUEUED               surely not arrived: waits for the portal, a sign-in or a person
                  └───────▶ UNKNOWN              the last byte may have arrived
    UNKNOWN ─ask by key─▶ RECEIVED | SENDING from the portal's offset | SENDING anew

Every step may run twice: the row is written before the portal is spoken to, and a row that was ever tried is
asked about before a byte is sent again.
"""

from __future__ import annotations

from pes_client.domain.activity import Deed
from pes_client.domain.events import ActivityAdded, SubmissionChanged
from pes_client.domain.submissions import Receipt, Submission, SubmissionState, WaitsFor
from pes_client.errors import (
    DuplicateContent,
    NotOnPortal,
    OffsetMismatch,
    PesError,
    PortalAnswerInvalid,
    PortalError,
    PortalRefused,
    SessionEnded,
)
from pes_client.portal.gateway import Gateway, Session, UploadOffer, UploadUnderWay
from pes_client.store.documents import Reader
from pes_client.store.records import Records
from pes_client.store.store import Store
from pes_client.transfer.account_session import AccountSession
from pes_client.transfer.acknowledgements import Acknowledgements
from pes_client.transfer.announcements import Announcements, ProgressMeter
from pes_client.transfer.clock import Clock
from pes_client.transfer.retry_rules import RetryRules
from pes_client.transfer.stopping import Interrupted, StopRequest
from pes_client.transfer.trouble import concerns_account, needs_sign_in, never_left, whom_to_await
from pes_client.wording import Text, text

IN_DELIVERY = text("It is being sent now.")
BROKEN_OFF = text("Sending was interrupted. The portal is asked how far it came before anything is sent again.")


class Outbox:
    """Delivers submissions of one account through one gateway."""

    def __init__(
        self,
        gateway: Gateway,
        session: AccountSession,
        *,
        store: Store,
        acknowledgements: Acknowledgements,
        clock: Clock,
        retry: RetryRules,
        announcements: Announcements,
        stop: StopRequest,
    ) -> None:
        self._gateway = gateway
        self._session = session
        self._store = store
        self._acknowledgements = acknowledgements
        self._clock = clock
        self._retry = retry
        self._announcements = announcements
        self._stop = stop

    def deliver(self, submission: Submission) -> SubmissionState:
        """Try to deliver one submission and write down how it ended; the state it is in afterwards.

        Raises what `concerns_account` (the row says so already), and Interrupted when asked to stop.
        """
        self._claim(submission)
        try:
            receipt = self._session.call(lambda session: self._bring(session, submission))
            _check(receipt, submission)
        except Interrupted:
            self._interrupted(submission)
            raise
        except PesError as error:
            state = self._failed(submission, error)
            if concerns_account(error):
                raise
            return state
        self._received(submission, receipt)
        return SubmissionState.RECEIVED

    def _claim(self, submission: Submission) -> None:
        with self._store.write() as records:
            records.submissions.update(
                submission.key,
                state=SubmissionState.SENDING,
                waits_for=WaitsFor.NOTHING,
                reason=IN_DELIVERY,
                next_try_at=None,
                attempts=submission.attempts + 1,
            )
        self._announcements.announce(SubmissionChanged(submission.key))

    def _bring(self, session: Session, submission: Submission) -> Receipt:
        """Take the file as far as the portal's receipt, from wherever the portal says it stands."""
        known: Receipt | UploadUnderWay | None = None
        if submission.attempts > 0 or submission.state is not SubmissionState.QUEUED:
            known = self._gateway.submission(session, submission.key)
        if isinstance(known, Receipt):
            return known
        with self._store.documents.open(submission.document_id) as content:
            progress = ProgressMeter(
                self._announcements,
                self._clock,
                subject=submission.key,
                name=submission.file_name,
                sending=True,
                total=submission.size,
                keep_going=self._stop.check,
            )
            if known is None:
                known = self._gateway.offer(session, _offer(submission), content, progress)
            if isinstance(known, Receipt):
                return known
            self._send_rest(session, submission, known, content, progress)
        receipt = self._gateway.submission(session, submission.key)
        if isinstance(receipt, Receipt):
            return receipt
        raise PortalAnswerInvalid(
            text("The portal took every byte but gives no receipt. It is asked again; nothing is sent twice.")
        )

    def _send_rest(
        self,
        session: Session,
        submission: Submission,
        upload: UploadUnderWay,
        content: Reader,
        progress: ProgressMeter,
    ) -> None:
        while upload.offset < submission.size:
            with self._store.write() as records:
                records.submissions.update(submission.key, upload_url=upload.url, offset=upload.offset)
            confirmed = self._gateway.send(session, upload, content, progress)
            if confirmed <= upload.offset:
                raise PortalAnswerInvalid(text("The portal confirmed no further byte of the file."))
            upload = UploadUnderWay(upload.url, confirmed)

    def _received(self, submission: Submission, receipt: Receipt) -> None:
        file, number = submission.file_name, receipt.number
        words = text("{file} was received by the portal, receipt {receipt}.", file=file, receipt=number)
        with self._store.write() as records:
            records.submissions.update(
                submission.key,
                state=SubmissionState.RECEIVED,
                waits_for=WaitsFor.ACKNOWLEDGEMENT,
                reason=text("Received. The portal's acknowledgement is awaited."),
                next_try_at=None,
                offset=submission.size,
                receipt=receipt,
            )
            self._remember(records, submission, Deed.RECEIVED, words)
            self._acknowledgements.settle(records, submission.key)
        self._announcements.announce(SubmissionChanged(submission.key))
        self._announcements.announce(ActivityAdded())

    def _failed(self, submission: Submission, error: PesError) -> SubmissionState:
        state, waits_for = _aftermath(submission, error)
        timed = waits_for in {WaitsFor.PORTAL, WaitsFor.APPOINTMENT}
        wait_over = self._retry.next_try(submission.attempts, error) if timed else None
        with self._store.write() as records:
            records.submissions.update(
                submission.key, state=state, waits_for=waits_for, reason=error.message, next_try_at=wait_over
            )
            if state in {SubmissionState.REFUSED, SubmissionState.DUPLICATE}:
                words = text("{file} was refused by the portal.", file=submission.file_name)
                self._remember(records, submission, Deed.REFUSED, words)
        self._announcements.announce(SubmissionChanged(submission.key))
        return state

    def _interrupted(self, submission: Submission) -> None:
        with self._store.write() as records:
            records.submissions.update(
                submission.key, state=SubmissionState.UNKNOWN, waits_for=WaitsFor.TURN, reason=BROKEN_OFF
            )
        self._announcements.announce(SubmissionChanged(submission.key))

    def _remember(self, records: Records, submission: Submission, deed: Deed, words: Text) -> None:
        records.activity.append(
            self._clock.now(),
            deed,
            words,
            account=submission.account,
            avrs_id=submission.avrs_id,
            subject=submission.key,
        )


def _aftermath(submission: Submission, error: PesError) -> tuple[SubmissionState, WaitsFor]:
    """Where a failed try leaves the row; `submission` is the row as it was before the try."""
    untouched = SubmissionState.QUEUED if submission.state is SubmissionState.QUEUED else SubmissionState.UNKNOWN
    if isinstance(error, SessionEnded | OffsetMismatch | NotOnPortal):
        return SubmissionState.UNKNOWN, WaitsFor.PORTAL
    if needs_sign_in(error):
        return untouched, WaitsFor.SIGN_IN
    if isinstance(error, DuplicateContent):
        return SubmissionState.DUPLICATE, WaitsFor.NOTHING
    if isinstance(error, PortalRefused):
        return SubmissionState.REFUSED, WaitsFor.NOTHING
    if isinstance(error, PortalError):
        return (untouched if never_left(error) else SubmissionState.UNKNOWN), whom_to_await(error)
    return untouched, WaitsFor.PERSON


def _check(receipt: Receipt, submission: Submission) -> None:
    """Accept only the proof for this very content. Raises PortalAnswerInvalid for any other receipt."""
    ours = (submission.key, submission.sha256, submission.size)
    if (receipt.submission_key, receipt.sha256, receipt.size) != ours:
        raise PortalAnswerInvalid(
            text("The portal answered with a receipt for other content, so the file counts as not received."),
            text("Ask the portal's operator about submission {key}.", key=submission.key),
        )


def _offer(submission: Submission) -> UploadOffer:
    return UploadOffer(
        submission_key=submission.key,
        file_name=submission.file_name,
        size=submission.size,
        sha256=submission.sha256,
        avrs_id=submission.avrs_id,
        again=submission.again,
    )

"""Brings what the portal holds to this machine: the list of changes, then the wanted files, verified.

    LISTED ─wanted─▶ WANTED ──▶ FETCHING ──▶ KEPT          bytes, size and digest agree
                                    │ ├────▶ UNVERIFIED    the portal gave no digest to prove it with
                                    │ ├────▶ POSTING       still being posted: asked again in some hours (TRF-6)
                                    │ ├────▶ GONE          the portal no longer has it
                                    └──────▶ WANTED        with a reason and a next try; what arrived stays

Fetch, verify, move, mark — in that order (DESIGN §4.7).
"""

from __future__ import annotations

from pes_client.domain.accounts import AccountId, Organisation
from pes_client.domain.activity import Deed
from pes_client.domain.events import ActivityAdded, SubmissionChanged, TradeFilesChanged
from pes_client.domain.submissions import WaitsFor
from pes_client.domain.tradefiles import TradeFile, TradeFileState
from pes_client.errors import (
    NotOnPortal,
    PesError,
    PortalAnswerInvalid,
    PortalError,
    RoleMissing,
    StillPosting,
)
from pes_client.portal.gateway import ContentFacts, Gateway, Session
from pes_client.store.documents import Draft
from pes_client.store.store import Store
from pes_client.transfer.account_session import AccountSession
from pes_client.transfer.acknowledgements import ACKNOWLEDGEMENT_TYPES, Acknowledgements
from pes_client.transfer.announcements import Announcements, ProgressMeter
from pes_client.transfer.clock import Clock
from pes_client.transfer.retry_rules import RetryRules
from pes_client.transfer.stopping import Interrupted, StopRequest
from pes_client.transfer.trouble import concerns_account, needs_sign_in, whom_to_await
from pes_client.wording import NOTHING, Text, text

MOST_PAGES = 10_000
BROKEN_OFF = text("Fetching was interrupted; it goes on where it stopped.")
UNPROVEN = text("The portal gave no digest, so nothing proves that it is unaltered.")


class Inbox:
    """Lists and fetches the trade files of one account through one gateway."""

    def __init__(
        self,
        account: AccountId,
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
        self._account = account
        self._gateway = gateway
        self._session = session
        self._store = store
        self._acknowledgements = acknowledgements
        self._clock = clock
        self._retry = retry
        self._announcements = announcements
        self._stop = stop

    def refresh(self, organisation: Organisation) -> int:
        """Read what changed on the portal since last time; the number of new or changed rows.

        Acknowledgements are wanted at once: an answer nobody fetches is no answer.
        """
        scope = _scope(organisation)
        with self._store.read() as records:
            cursor = records.cursors.get(self._account, organisation.avrs_id, scope)
        changed = 0
        for _page in range(MOST_PAGES):
            self._stop.check()
            page = self._session.call(
                lambda session, after=cursor: self._gateway.trade_files(session, organisation.avrs_id, after)  # type: ignore[misc]
            )
            if page.more and page.cursor == cursor:
                raise PortalAnswerInvalid(text("The portal's list of trade files leads in a circle."))
            cursor = page.cursor
            with self._store.write() as records:
                for listed in page.files:
                    row = records.trade_files.record(self._account.portal, listed, self._clock.now())
                    if listed.transaction_type in ACKNOWLEDGEMENT_TYPES and not row.is_here:
                        records.trade_files.want([row.local_id])
                records.cursors.put(self._account, organisation.avrs_id, scope, cursor)
            changed += len(page.files)
            if not page.more:
                break
        if changed:
            self._announcements.announce(TradeFilesChanged(self._account.portal, organisation.avrs_id))
        return changed

    def fetch(self, wanted: TradeFile) -> TradeFile:
        """Try to bring one wanted file home and write down how it ended; the row afterwards.

        Raises what `concerns_account`, and Interrupted when asked to stop.
        """
        self._mark(wanted, TradeFileState.FETCHING, WaitsFor.NOTHING, text("It is being fetched now."))
        try:
            return self._bring(wanted)
        except Interrupted:
            self._mark(wanted, TradeFileState.WANTED, WaitsFor.TURN, BROKEN_OFF)
            raise
        except PesError as error:
            self._failed(wanted, error)
            if concerns_account(error):
                raise
        return self._row(wanted)

    def _bring(self, wanted: TradeFile) -> TradeFile:
        with self._store.documents.resume(f"tradefile-{wanted.local_id}") as draft:
            sink = _VerifyingSink(draft, wanted)
            meter = ProgressMeter(
                self._announcements,
                self._clock,
                subject=str(wanted.local_id),
                name=wanted.listed.name,
                sending=False,
                total=wanted.listed.size or 0,
                keep_going=self._stop.check,
            )

            def fetch(session: Session) -> ContentFacts:
                return self._gateway.fetch(
                    session,
                    wanted.listed.remote_id,
                    sink,
                    start=draft.size,
                    if_sha256=wanted.listed.sha256,
                    progress=meter,
                )

            self._session.call(fetch)
            state = sink.verdict()
            document_id = draft.keep()
        return self._kept(wanted, state, document_id)

    def _kept(self, wanted: TradeFile, state: TradeFileState, document_id: str) -> TradeFile:
        """Mark it as kept; an acknowledgement takes effect in the same transaction."""
        report = self._acknowledgements.read(wanted.listed, document_id)
        now = self._clock.now()
        answered: str | None = None
        with self._store.write() as records:
            records.trade_files.update(
                wanted.local_id,
                state=state,
                waits_for=WaitsFor.NOTHING,
                reason=NOTHING if state is TradeFileState.KEPT else UNPROVEN,
                next_try_at=None,
                document_id=document_id,
                kept_at=now,
            )
            records.activity.append(
                now,
                Deed.KEPT,
                text("{file} was brought here.", file=wanted.listed.name),
                account=self._account,
                avrs_id=wanted.listed.avrs_id,
                subject=str(wanted.local_id),
            )
            if report is not None:
                answered = self._acknowledgements.apply(records, wanted, report)
        self._changed(wanted)
        if answered is not None:
            self._announcements.announce(SubmissionChanged(answered))
        self._announcements.announce(ActivityAdded())
        return self._row(wanted)

    def _failed(self, wanted: TradeFile, error: PesError) -> None:
        state, waits_for = _aftermath(error)
        timed = waits_for in {WaitsFor.PORTAL, WaitsFor.APPOINTMENT}
        with self._store.write() as records:
            records.trade_files.update(
                wanted.local_id,
                state=state,
                waits_for=waits_for,
                reason=error.message,
                next_try_at=self._retry.next_try(wanted.attempts, error) if timed else None,
                attempts=wanted.attempts + 1,
            )
        self._changed(wanted)

    def _mark(self, wanted: TradeFile, state: TradeFileState, waits_for: WaitsFor, reason: Text) -> None:
        with self._store.write() as records:
            records.trade_files.update(
                wanted.local_id, state=state, waits_for=waits_for, reason=reason, next_try_at=None
            )
        self._changed(wanted)

    def _changed(self, wanted: TradeFile) -> None:
        self._announcements.announce(TradeFilesChanged(wanted.portal, wanted.listed.avrs_id))

    def _row(self, wanted: TradeFile) -> TradeFile:
        with self._store.read() as records:
            return records.trade_files.get(wanted.local_id) or wanted


class _VerifyingSink:
    """Writes a download into its draft and compares what arrived with what was promised."""

    def __init__(self, draft: Draft, wanted: TradeFile) -> None:
        self._draft = draft
        self._promised_size = wanted.listed.size
        self._digests = {wanted.listed.sha256} - {None}
        self._facts: ContentFacts | None = None

    def begin(self, facts: ContentFacts) -> None:
        """Make ready for bytes from `facts.starts_at` on. Raises PortalAnswerInvalid for another size."""
        if self._promised_size is not None and facts.size != self._promised_size:
            raise PortalAnswerInvalid(text("The portal offers another size than its list promised; nothing was kept."))
        if facts.starts_at != self._draft.size:
            self._draft.restart()
        self._facts = facts
        if facts.sha256 is not None:
            self._digests.add(facts.sha256)

    def write(self, block: bytes) -> None:
        """Take the next bytes."""
        self._draft.write(block)

    def verdict(self) -> TradeFileState:
        """KEPT if size and every digest agree, UNVERIFIED if there is no digest at all.

        Raises PortalAnswerInvalid, and throws the draft away, where they do not agree.
        """
        whole = self._facts is not None and self._draft.size == self._facts.size
        if not whole or not self._digests <= {self._draft.sha256}:
            self._draft.restart()
            raise PortalAnswerInvalid(
                text("What arrived is not what the portal promised (size or digest differ), so it was not kept."),
                text("It is fetched again."),
            )
        return TradeFileState.KEPT if self._digests else TradeFileState.UNVERIFIED


def _scope(organisation: Organisation) -> str:
    """What the roles show of the list; with other roles the list is read from its beginning."""
    if organisation.may_transfer:
        return "everything"
    return "letters" if organisation.may_read_letters else "nothing"


def _aftermath(error: PesError) -> tuple[TradeFileState, WaitsFor]:
    """Where a failed fetch leaves the row."""
    if isinstance(error, StillPosting):
        return TradeFileState.POSTING, whom_to_await(error)
    if isinstance(error, NotOnPortal):
        return TradeFileState.GONE, WaitsFor.NOTHING
    if isinstance(error, RoleMissing):
        return TradeFileState.WANTED, WaitsFor.PERSON
    if needs_sign_in(error):
        return TradeFileState.WANTED, WaitsFor.SIGN_IN
    if isinstance(error, PortalError):
        return TradeFileState.WANTED, whom_to_await(error)
    return TradeFileState.WANTED, WaitsFor.PERSON

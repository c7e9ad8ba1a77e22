"""The figures on Home: did everything go out, did everything come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pes_client.domain.accounts import AccountId, Organisation
from pes_client.domain.submissions import OUTBOX_STATES, RECEIVED_STATES, Submission, SubmissionState
from pes_client.domain.tradefiles import E_DELIVERY, KEPT_STATES
from pes_client.services.accounts import Accounts
from pes_client.store.store import Store
from pes_client.transfer.clock import Clock
from pes_client.wording import NOTHING, Text

DAYS_DRAWN = 14
_MOST_COUNTED = 20_000


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What left and what was answered on one day of the local calendar."""

    day: date
    sent: int
    answered: int


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """Everything Home shows for one organisation."""

    waiting: int
    waiting_reason: Text
    sent_today: int
    accepted: int
    partly: int
    rejected: int
    unanswered: int
    letters_new: int
    letters_here: int
    password_days: int | None
    told_at: datetime | None
    per_day: tuple[DayFigures, ...]


@dataclass(frozen=True, slots=True)
class PlaceNews:
    """What waits in one organisation for one account of this machine (CLK-7)."""

    account: AccountId
    organisation: Organisation
    waiting: int
    letters_new: int

    @property
    def count(self) -> int:
        """Everything that waits there."""
        return self.waiting + self.letters_new


class Overview:
    """Counts what the store holds; asks nobody."""

    def __init__(self, *, store: Store, accounts: Accounts, clock: Clock) -> None:
        self._store = store
        self._accounts = accounts
        self._clock = clock

    def home(self, account: AccountId, avrs_id: str) -> HomeFigures:
        """The figures for one organisation of an account, over the last fourteen days where days count."""
        standing = self._accounts.get(account).standing
        with self._store.read() as records:
            counts = records.submissions.counts(account.portal, avrs_id)
            recent = records.submissions.find(portal=account.portal, avrs_id=avrs_id, limit=_MOST_COUNTED)
            letters_new = records.trade_files.unread_letters(account.portal, avrs_id)
            letters_here = records.trade_files.count(
                portal=account.portal, avrs_id=avrs_id, transaction_type=E_DELIVERY, states=KEPT_STATES
            )
        waiting = [each for each in recent if each.in_outbox]
        per_day = self._per_day(recent)
        return HomeFigures(
            waiting=len(waiting),
            waiting_reason=waiting[-1].reason if waiting else NOTHING,
            sent_today=per_day[-1].sent,
            accepted=counts[SubmissionState.ACCEPTED],
            partly=counts[SubmissionState.PARTLY],
            rejected=counts[SubmissionState.REJECTED],
            unanswered=counts[SubmissionState.RECEIVED],
            letters_new=letters_new,
            letters_here=letters_here,
            password_days=self._days_until(standing.password_expires_at if standing else None),
            told_at=standing.told_at if standing else None,
            per_day=per_day,
        )

    def everywhere(self) -> tuple[PlaceNews, ...]:
        """Where something waits: every organisation of every account that is signed in here."""
        known = [each for each in self._accounts.known() if each.signed_in and each.standing]
        with self._store.read() as records:
            return tuple(
                PlaceNews(
                    account=each.account,
                    organisation=place,
                    waiting=_in_outbox(records.submissions.counts(each.account.portal, place.avrs_id)),
                    letters_new=(
                        records.trade_files.unread_letters(each.account.portal, place.avrs_id)
                        if place.may_read_letters
                        else 0
                    ),
                )
                for each in known
                if each.standing
                for place in each.standing.organisations
            )

    def _per_day(self, submissions: list[Submission]) -> tuple[DayFigures, ...]:
        today = self._clock.now().astimezone().date()
        days = [today - timedelta(days=back) for back in reversed(range(DAYS_DRAWN))]
        received = [each for each in submissions if each.state in RECEIVED_STATES and each.receipt]
        sent = Counter(_local_day(each.receipt.received_at) for each in received if each.receipt)
        answered = Counter(_local_day(each.answered_at) for each in received if each.answered_at)
        return tuple(DayFigures(day, sent[day], answered[day]) for day in days)

    def _days_until(self, moment: datetime | None) -> int | None:
        return None if moment is None else max((moment - self._clock.now()).days, 0)


def _in_outbox(counts: Mapping[SubmissionState, int]) -> int:
    return sum(counts.get(state, 0) for state in OUTBOX_STATES)


def _local_day(moment: datetime) -> date:
    return moment.astimezone().date()

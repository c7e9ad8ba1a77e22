from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from pes_client.domain.accounts import AccountId, AccountKind, NextStep, Standing
from pes_client.policy.deadlines import Urgency, days_left, deadlines, due_reminder, urgency
from pes_client.policy.document import PolicyDocument, fallback_policy

NOW = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def policy() -> PolicyDocument:
    return fallback_policy("cmap")


def standing_with(*, password_ends: datetime | None = None, told_at: datetime = NOW) -> Standing:
    return Standing(
        account=AccountId("tpmaster1", "practice"),
        kind=AccountKind.TRADING_PARTNER,
        name="Tessa Partnerly",
        email="",
        next_step=NextStep.NONE,
        organisations=(),
        password_expires_at=password_ends,
        last_sign_in_at=None,
        told_at=told_at,
    )


@pytest.mark.parametrize(
    ("ahead", "days"),
    [
        (timedelta(days=60), 60),
        (timedelta(days=14), 14),
        (timedelta(days=14) - SECOND, 13),
        (timedelta(days=1), 1),
        (timedelta(days=1) - SECOND, 0),
        (SECOND, 0),
        (timedelta(0), 0),
        (-SECOND, 0),
        (-timedelta(days=400), 0),
    ],
)
def test_acc_5_days_are_whole_days_left(ahead: timedelta, days: int) -> None:
    assert days_left(NOW + ahead, NOW) == days


def test_the_days_are_the_same_whatever_zone_the_moment_is_told_in() -> None:
    told = (NOW + timedelta(days=3)).astimezone(timezone(-timedelta(hours=5)))

    assert days_left(told, NOW) == 3


@pytest.mark.parametrize(
    ("days", "reminder"),
    [(60, None), (15, None), (14, 14), (13, 14), (8, 14), (7, 7), (4, 7), (3, 3), (2, 3), (1, 1), (0, 1), (None, None)],
)
def test_reminders_come_14_7_3_and_1_days_ahead(days: int | None, reminder: int | None, policy: PolicyDocument) -> None:
    assert due_reminder(days, policy) == reminder


def test_reminders_are_the_policys_in_any_order(policy: PolicyDocument) -> None:
    other = policy.model_copy(update={"reminder_days": (2, 30)})

    assert [due_reminder(days, other) for days in (31, 30, 3, 2, 0)] == [None, 30, 30, 2, 2]


def test_without_reminders_nothing_is_due(policy: PolicyDocument) -> None:
    silent = policy.model_copy(update={"reminder_days": ()})

    assert due_reminder(0, silent) is None
    assert urgency(NOW + SECOND, silent, NOW) is Urgency.CALM


@pytest.mark.parametrize(
    ("ahead", "shown"),
    [
        (timedelta(days=15), Urgency.CALM),
        (timedelta(days=15) - SECOND, Urgency.SOON),
        (timedelta(days=4), Urgency.SOON),
        (timedelta(days=4) - SECOND, Urgency.URGENT),
        (SECOND, Urgency.URGENT),
        (timedelta(0), Urgency.OVER),
        (-SECOND, Urgency.OVER),
    ],
)
def test_the_urgency_is_amber_from_14_days_and_red_from_3(
    ahead: timedelta, shown: Urgency, policy: PolicyDocument
) -> None:
    assert urgency(NOW + ahead, policy, NOW) is shown


def test_what_the_portal_never_told_is_unknown(policy: PolicyDocument) -> None:
    seen = deadlines(standing_with(), policy, NOW)

    assert (seen.password_ends_at, seen.password_days_left) == (None, None)
    assert seen.password_urgency is Urgency.UNKNOWN


def test_acc_4_idle_days_count_from_when_the_portal_last_told_of_the_account(policy: PolicyDocument) -> None:
    seen = deadlines(standing_with(told_at=NOW - timedelta(days=80)), policy, NOW)

    assert seen.idle_ends_at == NOW + timedelta(days=10)
    assert (seen.idle_days_left, seen.idle_urgency) == (10, Urgency.SOON)


def test_acc_4_the_portals_own_word_on_idling_goes_first(policy: PolicyDocument) -> None:
    seen = deadlines(
        standing_with(told_at=NOW - timedelta(days=80)), policy, NOW, idle_ends_at=NOW + timedelta(days=40)
    )

    assert (seen.idle_days_left, seen.idle_urgency) == (40, Urgency.CALM)


def test_a_portal_that_lets_accounts_rest_for_ever_is_answered(policy: PolicyDocument) -> None:
    endless = policy.model_copy(update={"account": policy.account.model_copy(update={"idle_days": 2**53})})

    assert deadlines(standing_with(), endless, NOW).idle_urgency is Urgency.CALM


def test_the_nearer_of_the_two_ends_counts(policy: PolicyDocument) -> None:
    rested = standing_with(password_ends=NOW + timedelta(days=50), told_at=NOW - timedelta(days=70))
    fresh = standing_with(password_ends=NOW + timedelta(days=5))

    assert deadlines(rested, policy, NOW).days_left == 20
    assert deadlines(fresh, policy, NOW).days_left == 5
    assert deadlines(standing_with(), policy, NOW).days_left == 90

"""The outbox as rows: what is found, what is due, what one update changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from pes_client.domain.accounts import AccountId
from pes_client.domain.submissions import (
    Answer,
    Receipt,
    SentInterchange,
    Submission,
    SubmissionState,
    WaitsFor,
)
from pes_client.store.store import Store
from pes_client.wording import NOTHING, text

Numbered = Callable[[int], Submission]


@pytest.fixture
def three_queued(store: Store, numbered: Numbered) -> Store:
    with store.write() as records:
        for number in (1, 2, 3):
            records.submissions.add(numbered(number))
    return store


def keys(found: list[Submission]) -> list[str]:
    return [each.key for each in found]


def test_a_submission_comes_back_as_it_was_put(store: Store, submission: Submission, receipt: Receipt) -> None:
    full = replace(
        submission,
        receipt=receipt,
        upload_url="https://portal.invalid/v1/uploads/1",
        offset=1024,
        attempts=3,
        next_try_at=submission.queued_at + timedelta(microseconds=1),
        answered_at=submission.queued_at,
        interchanges=(SentInterchange(0, "000000101", Answer.PARTLY), SentInterchange(7, "000000102")),
    )
    with store.write() as records:
        records.submissions.add(full)
    with store.read() as records:
        assert records.submissions.get(full.key) == full
        assert records.submissions.get("another") is None


def test_an_instant_of_another_zone_comes_back_in_utc_and_one_without_a_zone_is_refused(
    store: Store, submission: Submission
) -> None:
    eastern = submission.queued_at.astimezone(timezone(-timedelta(hours=5)))
    with store.write() as records:
        records.submissions.add(replace(submission, queued_at=eastern))
        [found] = records.submissions.find()
    assert found.queued_at == eastern
    assert found.queued_at.utcoffset() == timedelta(0)
    with pytest.raises(Exception, match="time zone"), store.write() as records:
        records.submissions.update(submission.key, answered_at=eastern.replace(tzinfo=None))


def test_an_update_changes_what_is_given_and_nothing_else(
    store: Store, submission: Submission, receipt: Receipt
) -> None:
    with store.write() as records:
        records.submissions.add(replace(submission, upload_url="https://portal.invalid/1", attempts=2))
        records.submissions.update(submission.key, upload_url=None)
        records.submissions.update(submission.key, receipt=receipt)
        records.submissions.update(
            submission.key, state=SubmissionState.RECEIVED, waits_for=WaitsFor.NOTHING, reason=NOTHING
        )
        assert records.submissions.get(submission.key) == replace(
            submission,
            attempts=2,
            receipt=receipt,
            state=SubmissionState.RECEIVED,
            waits_for=WaitsFor.NOTHING,
            reason=NOTHING,
        )


def test_an_unknown_submission_cannot_be_updated(store: Store, receipt: Receipt) -> None:
    with pytest.raises(KeyError, match="nobody"), store.write() as records:
        records.submissions.update("nobody", receipt=receipt)
    with pytest.raises(KeyError), store.write() as records:
        records.submissions.set_answer("nobody", 0, Answer.ACCEPTED)


def test_the_same_content_is_found_until_it_was_refused_or_withdrawn(store: Store, submission: Submission) -> None:
    for state in SubmissionState:
        with store.write() as records:
            records.submissions.add(replace(submission, key=f"key {state}", state=state))
            records.submissions.add(replace(submission, key=f"other {state}", state=state, avrs_id="1000"))
    with store.read() as records:
        found = records.submissions.matching("cmap", "1001", submission.sha256)
        assert records.submissions.matching("husky", "1001", submission.sha256) == []
        assert records.submissions.matching("cmap", "1001", "ff" * 32) == []
    over = {SubmissionState.REFUSED, SubmissionState.WITHDRAWN}
    assert keys(found) == [f"key {state}" for state in SubmissionState if state not in over]


def test_find_filters_orders_and_pages(three_queued: Store, account: AccountId, submission: Submission) -> None:
    stranger = AccountId("clerktf01", "cmap")
    with three_queued.write() as records:
        records.submissions.add(replace(submission, key="theirs", account=stranger, avrs_id="1000"))
        records.submissions.update("key-2", state=SubmissionState.RECEIVED)
        find = records.submissions.find
        assert keys(find()) == ["theirs", "key-3", "key-2", "key-1"]
        assert keys(find(newest_first=False, limit=2)) == ["key-1", "key-2"]
        assert keys(find(before="key-3")) == ["key-2", "key-1"]
        assert keys(find(before="key-2", newest_first=False)) == ["key-3", "theirs"]
        assert keys(find(account=account, states={SubmissionState.QUEUED})) == ["key-3", "key-1"]
        assert keys(find(account=stranger)) == keys(find(avrs_id="1000")) == ["theirs"]
        assert find(portal="husky") == []
        assert find(states=()) == []


def test_due_is_what_is_in_the_outbox_and_whose_time_has_come(
    store: Store, submission: Submission, account: AccountId, noon: datetime
) -> None:
    later, earlier = noon + timedelta(hours=1), noon - timedelta(hours=1)
    rows = {
        "no time": replace(submission, next_try_at=None),
        "later": replace(submission, next_try_at=later),
        "now": replace(submission, next_try_at=noon),
        "unknown": replace(submission, state=SubmissionState.UNKNOWN, next_try_at=earlier),
        "a person": replace(submission, waits_for=WaitsFor.PERSON),
        "a sign-in": replace(submission, waits_for=WaitsFor.SIGN_IN),
        "received": replace(submission, state=SubmissionState.RECEIVED),
        "theirs": replace(submission, account=AccountId("clerktf01", "cmap")),
    }
    with store.write() as records:
        for name, row in rows.items():
            records.submissions.add(replace(row, key=name))
        assert keys(records.submissions.due(account, noon)) == ["no time", "now", "unknown"]
        assert keys(records.submissions.due(account, later))[1] == "later"
        assert records.submissions.next_due_at(account) == earlier
        assert records.submissions.waiting(account) == 6


def test_nothing_scheduled_has_no_next_time(three_queued: Store, account: AccountId) -> None:
    with three_queued.read() as records:
        assert records.submissions.next_due_at(account) is None


def test_what_a_dead_process_was_sending_is_unknown_and_due(
    three_queued: Store, account: AccountId, noon: datetime
) -> None:
    with three_queued.write() as records:
        records.submissions.update("key-2", state=SubmissionState.SENDING, waits_for=WaitsFor.NOTHING)
        assert records.submissions.claim_orphans(text("interrupted")) == 1
        orphan = records.submissions.get("key-2")
        assert orphan is not None
        assert (orphan.state, orphan.reason) == (SubmissionState.UNKNOWN, text("interrupted"))
        assert orphan in records.submissions.due(account, noon)
        assert records.submissions.claim_orphans(text("interrupted")) == 0


def test_a_sign_in_releases_what_waited_for_it_and_nothing_else(
    three_queued: Store, account: AccountId, noon: datetime
) -> None:
    with three_queued.write() as records:
        records.submissions.update("key-1", waits_for=WaitsFor.SIGN_IN, reason=text("Sign in."))
        records.submissions.update("key-2", waits_for=WaitsFor.PERSON)
        records.submissions.update("key-3", waits_for=WaitsFor.SIGN_IN, state=SubmissionState.WITHDRAWN)
        assert records.submissions.release(account, WaitsFor.SIGN_IN) == 1
        assert records.submissions.release(AccountId("clerktf01", "cmap"), WaitsFor.PERSON) == 0
        released = records.submissions.get("key-1")
        assert released is not None
        assert (released.waits_for, released.reason) == (WaitsFor.TURN, NOTHING)
        assert keys(records.submissions.due(account, noon)) == ["key-1"]


def test_trouble_with_the_account_holds_every_row_that_was_due(
    three_queued: Store, account: AccountId, noon: datetime
) -> None:
    later = noon + timedelta(minutes=5)
    with three_queued.write() as records:
        records.submissions.update("key-2", waits_for=WaitsFor.PERSON)
        records.submissions.update("key-3", next_try_at=noon + timedelta(days=1))
        held = records.submissions.hold(
            account, waits_for=WaitsFor.PORTAL, reason=text("away"), next_try_at=later, now=noon
        )
        assert held == ["key-1"]
        row = records.submissions.get("key-1")
        assert row is not None
        assert (row.waits_for, row.reason, row.next_try_at) == (WaitsFor.PORTAL, text("away"), later)
        assert records.submissions.next_due_at(account) == later


def test_an_acknowledgement_finds_the_oldest_unanswered_interchange_that_left(
    three_queued: Store,
) -> None:
    with three_queued.write() as records:
        rows = records.submissions
        rows.update("key-2", state=SubmissionState.RECEIVED)
        rows.update("key-3", state=SubmissionState.UNKNOWN)
        found = rows.unanswered("cmap", "1001", "000000102")
        assert [(sent.key, position) for sent, position in found] == [("key-2", 1), ("key-3", 1)]
        rows.set_answer("key-2", 1, Answer.REJECTED)
        assert [sent.key for sent, _ in rows.unanswered("cmap", "1001", "000000102")] == ["key-3"]
        assert rows.unanswered("cmap", "1000", "000000102") == []
        answered = rows.get("key-2")
        assert answered is not None
        assert [each.answer for each in answered.interchanges] == [None, Answer.REJECTED]


def test_an_answer_sheet_is_kept_with_the_answers_that_it_gives(three_queued: Store) -> None:
    with three_queued.write() as records:
        rows = records.submissions
        assert rows.answer_sheet("key-1") is None
        rows.put_answer_sheet("key-1", '{"first": 1}')
        rows.put_answer_sheet("key-1", '{"second": 2}', (Answer.ACCEPTED, None))
        assert rows.answer_sheet("key-1") == '{"second": 2}'
        sent = rows.get("key-1")
        assert sent is not None
        assert [each.answer for each in sent.interchanges] == [Answer.ACCEPTED, None]


def test_counts_name_every_state(three_queued: Store) -> None:
    with three_queued.write() as records:
        records.submissions.update("key-2", state=SubmissionState.REFUSED)
        counts = records.submissions.counts(portal="cmap", avrs_id="1001")
        assert set(counts) == set(SubmissionState)
        assert {state: n for state, n in counts.items() if n} == {
            SubmissionState.QUEUED: 2,
            SubmissionState.REFUSED: 1,
        }
        assert sum(records.submissions.counts(avrs_id="1000").values()) == 0

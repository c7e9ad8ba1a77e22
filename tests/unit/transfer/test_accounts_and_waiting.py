"""When the engine signs in, when it must not, and how long it waits (DESIGN §4.4–4.6, 4.8)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from pes_client.domain.accounts import NextStep
from pes_client.domain.activity import Deed
from pes_client.domain.events import AccountChanged, ConnectionChanged
from pes_client.domain.submissions import SubmissionState, WaitsFor
from pes_client.errors import (
    AccountDisabled,
    AccountLocked,
    PortalBusy,
    PortalUnreachable,
    SenderBusy,
    StepDue,
    WrongPassword,
)
from pes_client.transfer.retry_rules import LONGEST_WAIT, LONGEST_WAIT_UNREACHABLE, RetryRules, Schedule
from pes_client.transfer.sender_lock import SenderLock
from pes_client.wording import text
from tests.unit.transfer.conftest import Office, SetClock
from tests.unit.transfer.portal_of_memory import ACCOUNT

WORDS = text("trouble")
AWAY = PortalUnreachable(WORDS, may_have_arrived=False)


def test_a_thousand_files_with_a_stale_password_cost_exactly_one_failed_sign_in(signed_in: Office) -> None:
    keys = [signed_in.queue(f"ISA*{number}~".encode()) for number in range(100)]
    signed_in.passwords.kept[ACCOUNT] = "an old one 1"
    for _round in range(5):
        signed_in.run()
        signed_in.clock.pass_by(3600)
    signed_in.engine = signed_in.fresh_engine()
    signed_in.run()
    assert signed_in.portal.asked["sign_in"] == 1
    assert {signed_in.row(key).waits_for for key in keys} == {WaitsFor.SIGN_IN}
    assert {str(signed_in.row(key).reason) for key in keys} == {"wrong"}
    assert signed_in.stopped_because() == "wrong"


@pytest.mark.parametrize("refusal", [WrongPassword, AccountLocked, AccountDisabled])
def test_a_refused_sign_in_is_written_down_and_announced(signed_in: Office, refusal: type[WrongPassword]) -> None:
    signed_in.queue()
    signed_in.portal.fail("sign_in", refusal(WORDS))
    trouble = signed_in.run().trouble
    assert isinstance(trouble, refusal)
    with signed_in.store.read() as records:
        assert [each.deed for each in records.activity.find()] == [Deed.SIGN_IN_FAILED]
    assert AccountChanged(ACCOUNT) in signed_in.events


def test_a_portal_that_is_away_is_no_refused_sign_in(signed_in: Office) -> None:
    signed_in.queue()
    signed_in.portal.fail("sign_in", AWAY)
    signed_in.run()
    assert signed_in.stopped_because() == ""


def test_a_session_that_the_portal_ended_is_opened_again_once(signed_in: Office) -> None:
    key = signed_in.queue()
    signed_in.portal.sessions_end = 1
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.RECEIVED
    assert signed_in.portal.asked["sign_in"] == 2


def test_sessions_that_end_at_once_again_and_again_do_not_make_a_circle(signed_in: Office) -> None:
    key = signed_in.queue()
    signed_in.portal.sessions_end = 1000
    signed_in.run()
    assert signed_in.row(key).in_outbox
    assert signed_in.row(key).next_try_at is not None
    assert signed_in.portal.asked["sign_in"] < 6


def test_sec_9_nothing_is_sent_before_the_due_step_is_done(signed_in: Office) -> None:
    key = signed_in.queue()
    signed_in.portal.next_step = NextStep.SITE_SECURITY
    assert isinstance(signed_in.run().trouble, StepDue)
    assert signed_in.row(key).waits_for is WaitsFor.SIGN_IN
    signed_in.run()
    assert signed_in.portal.asked["sign_in"] == 1
    assert signed_in.portal.asked["offer"] == 0


def test_a_signed_out_account_is_left_alone(signed_in: Office) -> None:
    key = signed_in.queue()
    with signed_in.store.write() as records:
        records.accounts.set_signed_in(ACCOUNT, signed_in=False)
    signed_in.run()
    assert signed_in.portal.asked == {}
    assert signed_in.row(key).waits_for is WaitsFor.SIGN_IN
    assert str(signed_in.row(key).reason) == "You are signed out."


def test_without_a_kept_password_the_files_wait_for_a_sign_in(signed_in: Office) -> None:
    key = signed_in.queue()
    signed_in.passwords.kept.clear()
    signed_in.run()
    assert signed_in.row(key).waits_for is WaitsFor.SIGN_IN
    assert signed_in.portal.asked["sign_in"] == 0


def test_every_file_says_why_it_waits_when_the_portal_is_away(signed_in: Office) -> None:
    keys = [signed_in.queue(f"ISA*{number}~".encode()) for number in range(3)]
    signed_in.portal.fail("sign_in", AWAY)
    signed_in.run()
    rows = [signed_in.row(key) for key in keys]
    assert {(row.state, row.waits_for, row.reason) for row in rows} == {
        (SubmissionState.QUEUED, WaitsFor.PORTAL, WORDS)
    }
    assert all(row.next_try_at is not None for row in rows)
    assert ConnectionChanged(ACCOUNT.portal, online=False, words=WORDS) in signed_in.events


def test_the_moment_the_portal_answers_all_of_them_go(signed_in: Office) -> None:
    keys = [signed_in.queue(f"ISA*{number}~".encode()) for number in range(3)]
    signed_in.portal.fail("sign_in", AWAY, AWAY)
    for _round in range(3):
        signed_in.run()
        signed_in.clock.pass_by(LONGEST_WAIT_UNREACHABLE + 1)
    assert {signed_in.row(key).state for key in keys} == {SubmissionState.RECEIVED}


def test_a_file_is_not_tried_before_its_time(signed_in: Office) -> None:
    signed_in.queue()
    signed_in.portal.fail_afterwards("offer", PortalBusy(WORDS, retry_after=100))
    signed_in.run()
    signed_in.clock.pass_by(99)
    signed_in.run()
    assert signed_in.portal.asked["submission"] == 0
    signed_in.clock.pass_by(2)
    signed_in.run()
    assert signed_in.portal.asked["submission"] == 1


def test_a_person_who_asks_for_it_does_not_wait_out_our_own_pauses(signed_in: Office) -> None:
    key = signed_in.queue()
    signed_in.portal.fail_afterwards("offer", PortalUnreachable(WORDS))
    signed_in.run()
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.UNKNOWN
    signed_in.engine.run(eager=True)
    assert signed_in.row(key).state is SubmissionState.RECEIVED


def test_nobodys_impatience_shortens_the_time_that_the_portal_named(signed_in: Office) -> None:
    key = signed_in.queue()
    signed_in.portal.fail("offer", PortalBusy(WORDS, retry_after=100))
    signed_in.run()
    signed_in.engine.run(eager=True)
    row = signed_in.row(key)
    assert (row.state, row.waits_for) == (SubmissionState.UNKNOWN, WaitsFor.APPOINTMENT)
    assert signed_in.portal.asked["submission"] == 0


def test_a_wanted_letter_says_why_it_waits_when_the_portal_is_away(signed_in: Office) -> None:
    signed_in.portal.post("L-1", b"%PDF-1.7 letter")
    signed_in.run()
    signed_in.want_all()
    signed_in.engine = signed_in.fresh_engine()
    signed_in.portal.fail("sign_in", AWAY)
    signed_in.run()
    row = signed_in.file("L-1")
    assert (row.waits_for, row.reason) == (WaitsFor.PORTAL, WORDS)
    signed_in.engine.run(eager=True)
    assert signed_in.file("L-1").is_here


def test_the_end_of_the_program_ends_the_session_on_the_portal(signed_in: Office) -> None:
    signed_in.run()
    signed_in.engine.close()
    assert signed_in.portal.asked["sign_out"] == 1


@pytest.mark.parametrize("years", [-50, 50])
def test_a_wall_clock_that_jumps_neither_hurries_nor_strands_a_file(signed_in: Office, years: int) -> None:
    key = signed_in.queue()
    signed_in.portal.fail_afterwards("offer", PortalBusy(WORDS, retry_after=100))
    signed_in.run()
    signed_in.run()
    signed_in.clock.wall += timedelta(days=365 * years)
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.UNKNOWN
    signed_in.clock.seconds += 102
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.RECEIVED


def test_the_run_says_in_how_many_seconds_it_is_worth_running_again(signed_in: Office) -> None:
    signed_in.queue()
    signed_in.portal.fail("offer", PortalBusy(WORDS, retry_after=100))
    wait = signed_in.run().next_try_in
    assert wait is not None
    assert 100 <= wait <= 101


def test_waits_grow_with_jitter_and_never_beyond_ten_minutes() -> None:
    rules = RetryRules(SetClock(), Random(1))
    waits = [max(rules.wait(attempts) for _try in range(200)) for attempts in range(1, 15)]
    assert waits[0] < 4.01
    assert waits[-1] <= LONGEST_WAIT
    assert waits[3] > waits[0]
    assert len({rules.wait(5) for _try in range(20)}) == 20


def test_a_portal_that_cannot_be_connected_to_is_asked_at_least_twice_a_minute() -> None:
    rules = RetryRules(SetClock(), Random(1))
    assert max(rules.wait(50, AWAY) for _try in range(200)) <= LONGEST_WAIT_UNREACHABLE


def test_an_absurd_retry_after_is_clamped() -> None:
    rules = RetryRules(SetClock(), Random(1))
    assert rules.wait(1, PortalBusy(WORDS, retry_after=1e9)) <= 3600


def test_a_wait_found_in_the_database_is_never_longer_than_the_longest_there_is() -> None:
    clock = SetClock()
    schedule = Schedule(clock)
    far = clock.now() + timedelta(days=365 * 50)
    assert schedule.seconds_left("row", far) <= 3 * 3600
    clock.seconds += 3 * 3600
    assert schedule.is_due("row", far)


def test_only_one_sender_works_on_a_data_folder(signed_in: Office) -> None:
    key = signed_in.queue()
    with SenderLock(signed_in.store.folder).held(), pytest.raises(SenderBusy):
        signed_in.run()
    assert signed_in.row(key).state is SubmissionState.QUEUED
    signed_in.run()
    assert signed_in.row(key).state is SubmissionState.RECEIVED


def test_the_sender_lock_tells_whether_somebody_holds_it(tmp_path: Path) -> None:
    lock = SenderLock(tmp_path)
    assert not lock.is_held_elsewhere()
    with SenderLock(tmp_path).held():
        assert lock.is_held_elsewhere()
    assert not lock.is_held_elsewhere()

"""The figures on Home: counted per organisation, on the days of the local calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pes_client.domain.submissions import Receipt, Submission, SubmissionState, WaitsFor
from pes_client.wording import text

WILLOW, BIRCH = "1001", "1002"


@pytest.fixture
def sent(store, account, noon):
    """Puts a submission into the store, received `days_ago` unless it still waits."""

    def put(number: int, state: SubmissionState, *, days_ago: int = 0, avrs_id: str = WILLOW) -> None:
        moment = noon - timedelta(days=days_ago)
        key, digest = f"key-{number}", f"{number:064x}"
        row = Submission(
            key=key,
            account=account,
            avrs_id=avrs_id,
            file_name=f"{number}.x12",
            size=1,
            sha256=digest,
            document_id=f"s{number:032x}",
            again=False,
            queued_at=moment + timedelta(seconds=number),
            state=SubmissionState.QUEUED,
            waits_for=WaitsFor.PORTAL,
            reason=text("The portal was away."),
        )
        received = Receipt(f"R-{number}", key, digest, 1, moment, account.user_id, avrs_id, row.file_name)
        answered = state in {SubmissionState.ACCEPTED, SubmissionState.PARTLY, SubmissionState.REJECTED}
        with store.write() as records:
            records.submissions.add(row)
            if state is not SubmissionState.QUEUED:
                records.submissions.update(key, state=state, receipt=received, answered_at=moment if answered else None)

    return put


def test_every_submission_is_counted_where_it_stands(workspace, account, sent):
    states = (
        SubmissionState.QUEUED,
        SubmissionState.RECEIVED,
        SubmissionState.ACCEPTED,
        SubmissionState.ACCEPTED,
        SubmissionState.PARTLY,
        SubmissionState.REJECTED,
    )
    for number, state in enumerate(states):
        sent(number, state)
    sent(90, SubmissionState.REJECTED, avrs_id=BIRCH)
    figures = workspace.overview.home(account, WILLOW)
    assert (figures.waiting, figures.unanswered, figures.accepted) == (1, 1, 2)
    assert (figures.partly, figures.rejected, figures.sent_today) == (1, 1, 5)
    assert str(figures.waiting_reason) == "The portal was away."


def test_each_day_has_what_left_and_what_was_answered_on_it(workspace, account, sent, noon):
    for number, days_ago in enumerate((0, 1, 1, 13, 14)):
        sent(number, SubmissionState.ACCEPTED, days_ago=days_ago)
    sent(9, SubmissionState.RECEIVED, days_ago=1)
    days = workspace.overview.home(account, WILLOW).per_day
    assert len(days) == 14
    assert days[-1].day == noon.astimezone().date()
    assert [(each.sent, each.answered) for each in days if each.sent or each.answered] == [(1, 1), (3, 2), (1, 1)]
    assert [days[0].sent, days[-2].sent, days[-1].sent] == [1, 3, 1]


def test_trf_3_letters_are_new_until_they_are_opened(workspace, account, kept):
    read, _unread, _listed = kept("EFT-1.pdf"), kept("EFT-2.pdf"), kept("EFT-3.pdf", here=False)
    kept("RA-1.pdf", transaction_type="RA")
    before = workspace.overview.home(account, WILLOW)
    assert (before.letters_new, before.letters_here) == (3, 2)
    workspace.trade_files.open(account, read.local_id)
    assert workspace.overview.home(account, WILLOW).letters_new == 2
    assert workspace.overview.home(account, BIRCH).letters_here == 0


def test_acc_5_the_days_of_the_password_are_whole_days_and_never_negative(workspace, store, account, noon):
    assert workspace.overview.home(account, WILLOW).password_days == 9
    standing = workspace.accounts.get(account).standing
    with store.write() as records:
        records.accounts.save_standing(replace(standing, password_expires_at=noon - timedelta(days=3)))
    assert workspace.overview.home(account, WILLOW).password_days == 0


def test_a_quiet_office_has_figures_too(workspace, account):
    figures = workspace.overview.home(account, WILLOW)
    assert (figures.waiting, figures.sent_today, figures.letters_new) == (0, 0, 0)
    assert str(figures.waiting_reason) == ""


def test_clk_7_every_organisation_says_what_waits_in_it(workspace, account, sent, kept):
    sent(1, SubmissionState.QUEUED)
    sent(2, SubmissionState.ACCEPTED)
    sent(3, SubmissionState.QUEUED, avrs_id=BIRCH)
    kept("letter.pdf")
    news = {each.organisation.avrs_id: (each.waiting, each.letters_new) for each in workspace.overview.everywhere()}
    assert news == {WILLOW: (1, 1), BIRCH: (1, 0)}


def test_clk_7_an_account_that_is_signed_out_here_is_not_counted(workspace, account, store, sent):
    sent(1, SubmissionState.QUEUED)
    with store.write() as records:
        records.accounts.set_signed_in(account, signed_in=False)
    assert workspace.overview.everywhere() == ()

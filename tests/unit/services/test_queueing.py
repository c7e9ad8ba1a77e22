"""The outbox from a person's side: a file is queued once, whole, with its name made plain, or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pes_client.domain.accounts import AccountId
from pes_client.domain.submissions import SubmissionState, WaitsFor
from pes_client.errors import InputError, RoleMissing
from pes_client.resources import resource

WILLOW, BIRCH = "1001", "1002"
CLAIMS = (resource("samples") / "claims-professional.x12").read_bytes()


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.x12"
    path.write_bytes(CLAIMS)
    return path


@pytest.fixture
def queue(workspace, account):
    """Checks and queues files for one account, by default at the first organisation."""

    def put(*paths: Path, avrs_id: str = WILLOW, again: bool = False):
        checked = workspace.submissions.check(paths, account=account)
        return workspace.submissions.queue(account, avrs_id, checked, again=again)

    return put


def documents(store) -> list[Path]:
    """What lies in the vault beside the two databases."""
    return [path for path in (store.folder / "vault").rglob("*") if path.is_file()]


def test_a_queued_file_is_kept_whole_even_if_the_original_goes(workspace, store, queue, claims):
    (outcome,) = queue(claims)
    claims.unlink()
    row = workspace.submissions.get(outcome.submission.key)
    assert (row.state, row.waits_for) == (SubmissionState.QUEUED, WaitsFor.TURN)
    assert row.sha256 == hashlib.sha256(CLAIMS).hexdigest()
    assert [each.control_number for each in row.interchanges] == ["000000101"]
    assert store.documents.read(row.document_id, at_most=100_000) == CLAIMS


def test_the_same_content_is_queued_once_for_each_organisation(queue, claims, tmp_path):
    twin = tmp_path / "renamed.x12"
    twin.write_bytes(CLAIMS)
    first, second = queue(claims, twin)
    assert second.submission is None
    assert second.already.key == first.submission.key
    assert queue(twin, avrs_id=BIRCH)[0].submission is not None


def test_insisting_queues_it_once_more(queue, claims):
    (first,), (second,) = queue(claims), queue(claims, again=True)
    assert second.submission.key != first.submission.key
    assert second.submission.again is True


def test_what_was_withdrawn_may_be_queued_anew(workspace, queue, claims):
    (first,) = queue(claims)
    assert workspace.submissions.withdraw(first.submission.key).state is SubmissionState.WITHDRAWN
    assert queue(claims)[0].submission is not None


def test_what_may_have_been_sent_is_not_withdrawn(workspace, store, queue, claims):
    (outcome,) = queue(claims)
    with store.write() as records:
        records.submissions.update(outcome.submission.key, state=SubmissionState.UNKNOWN)
    with pytest.raises(InputError, match="may have arrived"):
        workspace.submissions.withdraw(outcome.submission.key)


def test_a_file_that_went_away_or_became_empty_after_the_check_does_not_hold_the_others(
    workspace, store, account, claims, tmp_path
):
    gone, emptied = tmp_path / "gone.x12", tmp_path / "emptied.x12"
    for path in (gone, emptied):
        path.write_bytes(CLAIMS + b"\n")
    checked = workspace.submissions.check([gone, emptied, claims], account=account)
    gone.unlink()
    emptied.write_bytes(b"")
    outcomes = workspace.submissions.queue(account, WILLOW, checked)
    assert [str(each.problem) for each in outcomes] == ["The file is not there.", "The file is empty.", ""]
    assert [each.submission is None for each in outcomes] == [True, True, False]
    assert documents(store) == []


def test_a_large_file_that_is_already_queued_leaves_no_second_copy(store, queue, tmp_path):
    path = tmp_path / "large.x12"
    path.write_bytes(CLAIMS * 500)
    queue(path)
    before = documents(store)
    assert len(before) == 1
    queue(path)
    assert documents(store) == before


@pytest.mark.parametrize(
    ("name", "plain"), [("a\x1b[2J.x12", "a_[2J.x12"), ("two\nlines.x12", "two_lines.x12"), ("Ж 李.x12", "Ж 李.x12")]
)
def test_the_name_that_goes_over_the_wire_has_no_control_characters(queue, tmp_path, name, plain):
    path = tmp_path / name
    path.write_bytes(CLAIMS)
    assert queue(path)[0].submission.file_name == plain


def test_clk_2_without_the_role_nothing_is_copied_or_queued(workspace, store, letters_only, claims):
    checked = workspace.submissions.check([claims], account=letters_only)
    with pytest.raises(RoleMissing, match="Trade Files Includes E-Delivery"):
        workspace.submissions.queue(letters_only, WILLOW, checked)
    assert workspace.submissions.rows() == []


def test_an_organisation_that_the_account_does_not_have_is_refused(queue, claims):
    with pytest.raises(InputError, match="no organization"):
        queue(claims, avrs_id="9999")


def test_try_now_gives_a_waiting_and_a_refused_file_their_turn(workspace, store, queue, claims, noon):
    (outcome,) = queue(claims)
    key = outcome.submission.key
    for state in (SubmissionState.UNKNOWN, SubmissionState.REFUSED):
        with store.write() as records:
            records.submissions.update(key, state=state, waits_for=WaitsFor.PORTAL, next_try_at=noon)
        workspace.submissions.try_now(key)
        row = workspace.submissions.get(key)
        assert (row.waits_for, row.next_try_at, row.in_outbox) == (WaitsFor.TURN, None, True)


def test_an_unknown_key_is_a_clear_error(workspace):
    for action in (workspace.submissions.get, workspace.submissions.try_now):
        with pytest.raises(InputError, match="no submission nowhere"):
            action("nowhere")


def test_forgetting_an_account_waits_for_its_files(workspace, account, queue, claims):
    queue(claims)
    with pytest.raises(InputError, match="still wait"):
        workspace.accounts.forget(account)
    assert [each.account for each in workspace.accounts.known()] == [AccountId("provider1", "portal.invalid")]

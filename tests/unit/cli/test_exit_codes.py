"""What `pes` answers to the script that called it."""

from __future__ import annotations

import re

import pytest

from pes_client.cli.exit_codes import EXPLAINED, ExitCode, of_all, of_submission
from pes_client.domain.submissions import OUTBOX_STATES, SubmissionState, WaitsFor
from pes_client.errors import PesError


def every_error() -> list[type[PesError]]:
    """The whole error family."""
    found, unseen = [], [PesError]
    while unseen:
        kind = unseen.pop()
        found.append(kind)
        unseen.extend(kind.__subclasses__())
    return found


def test_the_codes_are_the_promised_numbers():
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130]


def test_the_help_explains_every_code_once():
    assert [int(number) for number in re.findall(r"\d+", EXPLAINED)] == [int(code) for code in ExitCode]


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_error_ends_in_a_code_that_is_explained_and_is_not_success(kind):
    assert ExitCode(kind.exit_code) is not ExitCode.DONE


@pytest.mark.parametrize("state", sorted(OUTBOX_STATES))
@pytest.mark.parametrize(
    ("waits_for", "code"),
    [
        (WaitsFor.PORTAL, ExitCode.PORTAL_AWAY),
        (WaitsFor.SIGN_IN, ExitCode.SIGN_IN),
        (WaitsFor.PERSON, ExitCode.FILE_INVALID),
        (WaitsFor.TURN, ExitCode.BUSY),
        (WaitsFor.NOTHING, ExitCode.BUSY),
    ],
)
def test_a_file_in_the_outbox_ends_in_what_it_waits_for(submission, state, waits_for, code):
    assert of_submission(submission(state, waits_for)) is code


@pytest.mark.parametrize(
    ("state", "at_once", "acknowledged"),
    [
        (SubmissionState.RECEIVED, ExitCode.DONE, ExitCode.DONE),
        (SubmissionState.ACCEPTED, ExitCode.DONE, ExitCode.DONE),
        (SubmissionState.PARTLY, ExitCode.DONE, ExitCode.REFUSED),
        (SubmissionState.REJECTED, ExitCode.DONE, ExitCode.REFUSED),
        (SubmissionState.DUPLICATE, ExitCode.ALREADY_SENT, ExitCode.ALREADY_SENT),
        (SubmissionState.REFUSED, ExitCode.REFUSED, ExitCode.REFUSED),
        (SubmissionState.WITHDRAWN, ExitCode.REFUSED, ExitCode.REFUSED),
    ],
)
def test_a_file_that_left_the_outbox_ends_in_its_state_and_a_rejection_counts_only_when_awaited(
    submission, state, at_once, acknowledged
):
    assert of_submission(submission(state)) is at_once
    assert of_submission(submission(state), acknowledged=True) is acknowledged


@pytest.mark.parametrize(
    ("codes", "one"),
    [
        ([], ExitCode.DONE),
        ([ExitCode.DONE, ExitCode.DONE], ExitCode.DONE),
        ([ExitCode.ALREADY_SENT, ExitCode.ALREADY_SENT], ExitCode.ALREADY_SENT),
        ([ExitCode.DONE, ExitCode.ALREADY_SENT], ExitCode.PARTLY),
        ([ExitCode.REFUSED, ExitCode.FILE_INVALID], ExitCode.PARTLY),
        ([ExitCode.DONE, ExitCode.PORTAL_AWAY, ExitCode.REFUSED], ExitCode.PORTAL_AWAY),
        ([ExitCode.PORTAL_AWAY, ExitCode.SIGN_IN], ExitCode.SIGN_IN),
        ([ExitCode.DONE, ExitCode.BUSY], ExitCode.BUSY),
    ],
)
def test_several_files_have_one_code_and_waiting_comes_before_partly(codes, one):
    assert of_all(codes) is one

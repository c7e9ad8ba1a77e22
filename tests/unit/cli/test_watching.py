"""Waiting for files: once where we are the sender, again and again for an answer, never for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from pes_client.cli import watching
from pes_client.cli.context import Choice
from pes_client.cli.output import Output
from pes_client.cli.watching import watch
from pes_client.domain.accounts import AccountId
from pes_client.domain.submissions import Submission, SubmissionState, WaitsFor
from pes_client.errors import SenderBusy
from pes_client.transfer.engine import RunSummary
from pes_client.wording import text

ACCOUNT = AccountId("provider1", "portal.invalid")
NO_NUMBER = float("nan")


@dataclass
class Sender:
    """Stands for the workspace: each run makes the one submission the next of its stations."""

    stations: Iterator[Submission]
    is_elsewhere: bool = False
    runs: int = 0
    now: Submission = field(init=False)

    @property
    def transfers(self) -> Sender:
        return self

    @property
    def submissions(self) -> Sender:
        return self

    def run(self, _accounts: object) -> RunSummary:
        self.runs += 1
        self.now = next(self.stations)
        if self.is_elsewhere:
            raise SenderBusy(text("Another one sends."))
        return RunSummary()

    def get(self, _key: str) -> Submission:
        return self.now


@pytest.fixture
def watched(
    submission: Callable[..., Submission], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, SubmissionState]]:
    """Watches a submission through these stations; how often was worked, and where it stood at the end."""
    monkeypatch.setattr(watching, "SECONDS_BETWEEN_LOOKS", 0.0)

    def run(stations: Iterable[tuple[Any, ...]], *, is_elsewhere: bool = False, **wishes: Any) -> Any:
        sender = Sender(iter([submission(*each) for each in stations]), is_elsewhere=is_elsewhere)
        choice = Choice(None, None, None, Output(as_json=False, quiet=True))
        (row,) = watch(sender, choice, ACCOUNT, ["key-1"], **{"acknowledged": False, "seconds": 60.0, **wishes})  # type: ignore[arg-type]
        return sender.runs, row.state

    return run


IN_TURN = (SubmissionState.QUEUED, WaitsFor.TURN)
AWAY = (SubmissionState.QUEUED, WaitsFor.PORTAL)
SIGN_IN = (SubmissionState.QUEUED, WaitsFor.SIGN_IN)
RECEIVED = (SubmissionState.RECEIVED, WaitsFor.ACKNOWLEDGEMENT)
ACCEPTED = (SubmissionState.ACCEPTED,)


@pytest.mark.parametrize("station", [RECEIVED, AWAY, SIGN_IN])
def test_as_the_sender_it_works_once_however_that_ends(watched, station):
    assert watched([station]) == (1, station[0])


def test_while_another_one_sends_it_looks_again_until_that_one_has_done_it(watched):
    assert watched([IN_TURN, IN_TURN, RECEIVED], is_elsewhere=True) == (3, SubmissionState.RECEIVED)


@pytest.mark.parametrize("station", [AWAY, SIGN_IN])
def test_what_the_other_one_could_not_send_is_not_watched_any_longer(watched, station):
    assert watched([IN_TURN, station], is_elsewhere=True) == (2, SubmissionState.QUEUED)


def test_it_does_not_watch_another_one_for_ever(watched, monkeypatch):
    monkeypatch.setattr(watching, "SECONDS_FOR_ANOTHER_SENDER", 0.0)
    assert watched([IN_TURN], is_elsewhere=True) == (1, SubmissionState.QUEUED)


def test_an_answer_is_waited_for_also_while_the_portal_is_away(watched):
    assert watched([AWAY, RECEIVED, RECEIVED, ACCEPTED], acknowledged=True) == (4, SubmissionState.ACCEPTED)


def test_an_answer_is_not_waited_for_where_a_person_is_needed_first(watched):
    assert watched([SIGN_IN], acknowledged=True) == (1, SubmissionState.QUEUED)


@pytest.mark.parametrize("seconds", [0.0, -1.0, NO_NUMBER])
def test_waiting_ends_with_its_time_and_what_is_no_time_is_over_at_once(watched, seconds):
    assert watched([RECEIVED], acknowledged=True, seconds=seconds) == (1, SubmissionState.RECEIVED)

"""Waiting for what the engine, here or in another program, does with some submissions."""

from __future__ import annotations

import time
from collections.abc import Sequence

from pes_client.cli.context import Choice, run_transfers
from pes_client.domain.accounts import AccountId
from pes_client.domain.submissions import Submission, SubmissionState, WaitsFor
from pes_client.services.workspace import Workspace

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_FOR_ANOTHER_SENDER = 60.0

_STUCK = frozenset({WaitsFor.SIGN_IN, WaitsFor.PERSON})


def watch(
    opened: Workspace, choice: Choice, account: AccountId, keys: Sequence[str], *, acknowledged: bool, seconds: float
) -> list[Submission]:
    """Work until the submissions are received (or answered), a person is needed, or the time is over.

    Without `acknowledged` it works once, and goes on only while another program is the sender. Returns them as
    they then stand.
    """
    settled = _answered if acknowledged else _sent
    deadline = time.monotonic() + (seconds if acknowledged else SECONDS_FOR_ANOTHER_SENDER)
    while True:
        elsewhere = run_transfers(opened, choice, account) is None
        rows = [opened.submissions.get(key) for key in keys]
        if all(settled(row) for row in rows) or not (elsewhere or acknowledged):
            return rows
        left = deadline - time.monotonic()
        if not left > 0:  # also where `seconds` is no number
            return rows
        time.sleep(min(SECONDS_BETWEEN_LOOKS, left))


def _sent(row: Submission) -> bool:
    """Whether the sender has done with the row what it can do now."""
    return not row.in_outbox or row.waits_for not in {WaitsFor.TURN, WaitsFor.NOTHING}


def _answered(row: Submission) -> bool:
    if row.in_outbox:
        return row.waits_for in _STUCK
    return row.state is not SubmissionState.RECEIVED

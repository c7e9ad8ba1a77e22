"""What `pes` answers to the script that called it; stable, and listed in the help."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from pes_client.domain.submissions import Submission, SubmissionState, WaitsFor


class ExitCode(IntEnum):
    """The exit codes. Errors of the program's family bring their own."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    FILE_INVALID = 3
    SIGN_IN = 4
    PORTAL_AWAY = 5
    REFUSED = 6
    ALREADY_SENT = 7
    TIMED_OUT = 8
    BUSY = 9
    PARTLY = 10
    INTERRUPTED = 130


EXPLAINED = """Exit codes: 0 done, 1 unexpected, 2 usage, 3 file cannot be used, 4 sign-in needed,
5 portal away (files wait in the outbox), 6 refused or rejected by the portal, 7 already sent, 8 timed out
waiting, 9 another program is sending, 10 some of it failed, 130 interrupted."""


_ENDED = {
    SubmissionState.DUPLICATE: ExitCode.ALREADY_SENT,
    SubmissionState.REFUSED: ExitCode.REFUSED,
    SubmissionState.WITHDRAWN: ExitCode.REFUSED,
}
_WAITING = {
    WaitsFor.SIGN_IN: ExitCode.SIGN_IN,
    WaitsFor.PERSON: ExitCode.FILE_INVALID,
    # Its turn never came, or it is being sent at this moment: another program is the sender.
    WaitsFor.TURN: ExitCode.BUSY,
    WaitsFor.NOTHING: ExitCode.BUSY,
}
_NOT_ACCEPTED = frozenset({SubmissionState.REJECTED, SubmissionState.PARTLY})


def of_submission(submission: Submission, *, acknowledged: bool = False) -> ExitCode:
    """How one file ended; with `acknowledged` a rejection counts as refused."""
    if acknowledged and submission.state in _NOT_ACCEPTED:
        return ExitCode.REFUSED
    if submission.in_outbox:
        return _WAITING.get(submission.waits_for, ExitCode.PORTAL_AWAY)
    return _ENDED.get(submission.state, ExitCode.DONE)


def of_all(codes: Iterable[ExitCode]) -> ExitCode:
    """One code for several files: theirs if they agree, else what is worth a person's attention most.

    Files that wait come before "some of it failed", because running again is all they need.
    """
    found = set(codes)
    if len(found) <= 1:
        return next(iter(found), ExitCode.DONE)
    trouble = found - {ExitCode.DONE}
    for waiting in (ExitCode.SIGN_IN, ExitCode.PORTAL_AWAY, ExitCode.BUSY):
        if waiting in trouble:
            return waiting
    return ExitCode.PARTLY

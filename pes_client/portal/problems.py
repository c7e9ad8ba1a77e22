"""The portal's refusals (RFC 9457 problems, bare status codes) in the words and classes of our error family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pydantic import ValidationError

from pes_client.domain.findings import Severity
from pes_client.errors import (
    AccountDisabled,
    AccountLocked,
    ChangedMeanwhile,
    DuplicateContent,
    NotOnPortal,
    OffsetMismatch,
    PortalAnswerInvalid,
    PortalBusy,
    PortalError,
    PortalRefused,
    RoleMissing,
    SelfServiceOver,
    SessionEnded,
    StepDue,
    StillPosting,
    WrongPassword,
)
from pes_client.portal.wire import not_the_portal
from pes_client.portal.wire_problem import WireProblem
from pes_client.wording import NOTHING, Text, text, verbatim

_LONGEST_WAIT = 24 * 3600.0


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> PortalError:
    """The error that an answer with this status means; PortalAnswerInvalid if the portal cannot have said it."""
    wait = retry_after(headers)
    problem = _problem(headers, body)
    if problem is not None and problem.code in _BY_CODE:
        return _BY_CODE[problem.code](problem, wait)
    if status in {408, 425, 429} or status >= 500:
        return PortalBusy(
            text("The portal is busy (answer {status}). Nothing is lost; it is asked again later.", status=status),
            retry_after=wait,
        )
    if problem is None or not problem.code:
        return not_the_portal()
    if status == 401:
        return _session_ended(problem, wait)
    return _refused(problem, wait)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` asks for (number or date), between 0 and a day; None without one."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(float(asked[:9]), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(asked)
        now = parsedate_to_datetime(headers["Date"]) if "Date" in headers else datetime.now(UTC)
        return min(max((until - now).total_seconds(), 0.0), _LONGEST_WAIT)
    except (ValueError, TypeError, OverflowError):
        return None


def _problem(headers: Mapping[str, str], body: bytes) -> WireProblem | None:
    if "json" not in headers.get("Content-Type", ""):
        return None
    try:
        return WireProblem.model_validate_json(body)
    except ValidationError:
        return None


def _words(problem: WireProblem) -> Text:
    said = problem.detail or problem.title
    return verbatim(said) if said else text("The portal gave no reason.")


def _refused(problem: WireProblem, _wait: float | None) -> PortalError:
    findings = tuple(each.finding(Severity.ERROR) for each in problem.messages)
    return PortalRefused(_words(problem), code=problem.code, findings=findings)


def _wrong_password(_problem: WireProblem, _wait: float | None) -> PortalError:
    return WrongPassword(
        text("The portal did not accept this user ID and password. It was tried once and will not be tried again."),
        text("Check both and sign in again. More than six wrong passwords in a row lock the account."),
    )


def _locked(_problem: WireProblem, _wait: float | None) -> PortalError:
    return AccountLocked(
        text("The account is locked after too many wrong passwords. Files that wait stay in the outbox."),
        text("Unlock it by answering your two secret questions."),
    )


def _disabled(problem: WireProblem, _wait: float | None) -> PortalError:
    return AccountDisabled(
        _words(problem) if problem.detail else text("The account is disabled."),
        text("An account that was not used for 90 days is enabled again by answering the two secret questions."),
    )


def _session_ended(_problem: WireProblem, _wait: float | None) -> PortalError:
    return SessionEnded(text("The portal has ended the session."), text("Sign in again to go on."))


def _step_due(problem: WireProblem, _wait: float | None) -> PortalError:
    return StepDue(
        text("The portal asks for one step before anything else. Files that wait stay in the outbox."),
        text("Sign in and complete the panel that is shown."),
        step=problem.next_step,
    )


def _role_missing(problem: WireProblem, _wait: float | None) -> PortalError:
    return RoleMissing(
        _words(problem), text("Ask the master user of your organization for the role."), code=problem.code
    )


def _duplicate(problem: WireProblem, _wait: float | None) -> PortalError:
    return DuplicateContent(
        text("The portal has already received the same content for this organization, so it was not sent again."),
        text("If it really is to be processed twice, send it again on purpose."),
        code=problem.code,
        receipt=problem.receipt.proof() if problem.receipt else None,
    )


def _not_there(problem: WireProblem, _wait: float | None) -> PortalError:
    return NotOnPortal(_words(problem), code=problem.code)


def _offset(problem: WireProblem, _wait: float | None) -> PortalError:
    return OffsetMismatch(text("The portal holds another part of the file than expected."), code=problem.code)


def _still_posting(_problem: WireProblem, wait: float | None) -> PortalError:
    return StillPosting(
        text("The letter is still being posted. Check back in a few hours; the program does it by itself."),
        retry_after=wait,
    )


def _damaged_on_the_way(_problem: WireProblem, _wait: float | None) -> PortalError:
    return PortalAnswerInvalid(
        text("The portal received other bytes than were sent and threw them away. They are sent anew.")
    )


def _busy(problem: WireProblem, wait: float | None) -> PortalError:
    return PortalBusy(_words(problem), retry_after=wait)


def _changed_meanwhile(problem: WireProblem, _wait: float | None) -> PortalError:
    return ChangedMeanwhile(
        text("Someone else changed this after you opened it. Nothing of yours was saved over it."),
        text("Look at what it is now, then decide."),
        code=problem.code,
        current=problem.clerk.clerk() if problem.clerk else None,
    )


def _self_service_over(problem: WireProblem, _wait: float | None) -> PortalError:
    contacts = problem.contacts
    return SelfServiceOver(
        _words(problem),
        for_master_user=verbatim(contacts.master_user) if contacts else NOTHING,
        for_clerk=verbatim(contacts.clerk) if contacts else NOTHING,
        code=problem.code,
    )


_BY_CODE: Mapping[str, Callable[[WireProblem, float | None], PortalError]] = {
    "sign_in.wrong": _wrong_password,
    "account.locked": _locked,
    "account.disabled": _disabled,
    "session.ended": _session_ended,
    "setup.wrong": _refused,
    "self_service.over": _self_service_over,
    "clerk.changed": _changed_meanwhile,
    "profile.changed": _changed_meanwhile,
    "clerk.unknown": _not_there,
    "step.due": _step_due,
    "role.missing": _role_missing,
    "submission.duplicate_content": _duplicate,
    "submission.unknown": _not_there,
    "upload.unknown": _not_there,
    "upload.expired": _not_there,
    "upload.offset": _offset,
    "upload.busy": _busy,
    "upload.checksum": _damaged_on_the_way,
    "upload.digest_mismatch": _damaged_on_the_way,
    "trade_file.unknown": _not_there,
    "trade_file.gone": _not_there,
    "trade_file.still_posting": _still_posting,
    "rate.limited": _busy,
    "server.busy": _busy,
    "server.error": _busy,
}

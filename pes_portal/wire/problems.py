"""How the portal refuses: RFC 9457 problems with a stable code and the rows of SEC-6's message table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from pydantic import ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from pes_portal.wire.shapes import Shape

PROBLEM_MEDIA_TYPE = "application/problem+json"


class Code(StrEnum):
    """Every reason the portal can give; clients decide by these and never by the words."""

    REQUEST_INVALID = "request.invalid"
    REQUEST_NOT_FOUND = "request.not_found"
    REQUEST_METHOD = "request.method_not_allowed"
    REQUEST_TOO_LARGE = "request.too_large"
    RANGE_NOT_SATISFIABLE = "range.not_satisfiable"
    IDEMPOTENCY_REUSED = "idempotency.reused"
    SIGN_IN_WRONG = "sign_in.wrong"
    ACCOUNT_LOCKED = "account.locked"
    ACCOUNT_DISABLED = "account.disabled"
    SESSION_ENDED = "session.ended"
    STEP_DUE = "step.due"
    INPUT_INVALID = "input.invalid"
    PRECONDITION_REQUIRED = "precondition.required"
    PROFILE_CHANGED = "profile.changed"
    SELF_SERVICE_WRONG = "self_service.wrong"
    SELF_SERVICE_OVER = "self_service.over"
    SETUP_WRONG = "setup.wrong"
    TICKET_ENDED = "ticket.ended"
    CLERK_UNKNOWN = "clerk.unknown"
    CLERK_CHANGED = "clerk.changed"
    CLERK_OWN_ACCOUNT = "clerk.own_account"
    ROLE_MISSING = "role.missing"
    ORGANISATION_UNKNOWN = "organisation.unknown"
    TUS_VERSION = "tus.version"
    UPLOAD_UNKNOWN = "upload.unknown"
    UPLOAD_EXPIRED = "upload.expired"
    UPLOAD_OFFSET = "upload.offset"
    UPLOAD_CHECKSUM = "upload.checksum"
    UPLOAD_BUSY = "upload.busy"
    UPLOAD_TOO_LARGE = "upload.too_large"
    UPLOAD_DIGEST_MISMATCH = "upload.digest_mismatch"
    SUBMISSION_UNKNOWN = "submission.unknown"
    SUBMISSION_KEY_REUSED = "submission.key_reused"
    SUBMISSION_DUPLICATE = "submission.duplicate_content"
    TRADE_FILE_UNKNOWN = "trade_file.unknown"
    TRADE_FILE_GONE = "trade_file.gone"
    TRADE_FILE_POSTING = "trade_file.still_posting"
    RATE_LIMITED = "rate.limited"
    SERVER_ERROR = "server.error"
    SERVER_BUSY = "server.busy"


class Message(Shape):
    """One row of the table `Message Description | Panel | Field | Row` (SEC-6)."""

    description: str
    panel: str
    field: str | None = None
    row: int | None = None


def saved(panel: str) -> Message:
    """The row that a panel shows when everything was kept (SEC-6)."""
    return Message(description="Save was Successful", panel=panel)


class Problem(Shape):
    """The body of every refusal."""

    # Extensions (`next_step`, `receipt`) stand beside these, as RFC 9457 says.
    model_config = ConfigDict(frozen=True, extra="allow")

    type: str = "about:blank"
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    code: Code
    messages: list[Message] = Field(default_factory=list)


class PortalProblem(HTTPException):
    """Raised anywhere in the portal to refuse a request; with `panel` the detail is a row of its message table."""

    def __init__(
        self,
        status: int,
        code: Code,
        detail: str,
        *,
        messages: Sequence[Message] = (),
        panel: str | None = None,
        headers: Mapping[str, str] | None = None,
        **extensions: Any,
    ) -> None:
        super().__init__(status_code=status, detail=detail, headers=headers)
        self.problem = Problem(
            title=_title(status),
            status=status,
            detail=detail,
            code=code,
            messages=list(messages) if panel is None else [Message(description=detail, panel=panel)],
            **extensions,
        )


def problem_answer(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The HTTP answer that carries a problem."""
    return JSONResponse(
        problem.model_dump(mode="json"),
        status_code=problem.status,
        media_type=PROBLEM_MEDIA_TYPE,
        headers=dict(headers or {}),
    )


def _title(status: int) -> str:
    # 460 is tus's own: "Checksum Mismatch".
    return "Checksum Mismatch" if status == 460 else HTTPStatus(status).phrase

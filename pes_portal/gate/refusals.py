"""Turns every way a request can fail into the same shape of problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from pes_portal.wire.problems import Code, Message, PortalProblem, problem_answer

_CODES = {
    404: (Code.REQUEST_NOT_FOUND, "There is nothing at this address."),
    405: (Code.REQUEST_METHOD, "This address does not take such a request."),
}


def answer_with_problems(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)


def _on_http_exception(_request: Request, failure: Exception) -> Response:
    if isinstance(failure, PortalProblem):
        return problem_answer(failure.problem, failure.headers)
    if not isinstance(failure, HTTPException):
        raise failure
    code, detail = _CODES.get(failure.status_code, (Code.REQUEST_INVALID, "The request cannot be read."))
    return problem_answer(PortalProblem(failure.status_code, code, detail).problem, failure.headers)


def _on_invalid_request(_request: Request, failure: Exception) -> Response:
    if not isinstance(failure, RequestValidationError):
        raise failure
    errors: Sequence[Mapping[str, Any]] = failure.errors()
    status = 400 if any(error["type"] == "json_invalid" for error in errors) else 422
    messages = [_message(error) for error in errors]
    return problem_answer(
        PortalProblem(status, Code.REQUEST_INVALID, "The request is not as it should be.", messages=messages).problem
    )


def _message(error: Mapping[str, Any]) -> Message:
    # pydantic's own words name the rule and never repeat the value that was sent.
    place = [str(part) for part in error["loc"]]
    field = place[-1] if len(place) > 1 and error["type"] != "json_invalid" else None
    return Message(description=str(error["msg"]), panel="Request", field=_printable(field))


def _printable(field: str | None) -> str | None:
    # An unknown field's name is the sender's text: it may hold anything, even half a character.
    return None if field is None else field.encode("ascii", "backslashreplace").decode()[:100]

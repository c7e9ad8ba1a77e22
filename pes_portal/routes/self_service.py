"""`/v1/self-service`: reset, unlock, reactivate by two secret questions, without signing in (ACC-2 to ACC-4)."""

from __future__ import annotations

from fastapi import APIRouter

from pes_portal.accounts.self_service import RESET_PANEL
from pes_portal.gate.identity import ThePortal
from pes_portal.gate.source import Source
from pes_portal.routes.documented import refusals
from pes_portal.wire.problems import saved
from pes_portal.wire.self_service import (
    PasswordReset,
    Saved,
    SelfServiceAnswers,
    SelfServiceDone,
    SelfServiceQuestions,
    SelfServiceStart,
)

router = APIRouter(prefix="/v1/self-service", tags=["self-service"])


@router.post("", responses=refusals(403, 413))
def ask_questions(portal: ThePortal, source: Source, start: SelfServiceStart) -> SelfServiceQuestions:
    """Show two questions; whether the user ID exists cannot be told from them."""
    return portal.self_service.start(start.user_id, source)


@router.post("/answers", responses=refusals(403, 410, 413))
def answer_questions(portal: ThePortal, source: Source, answers: SelfServiceAnswers) -> SelfServiceDone:
    """Unlock and reactivate at once; the ticket then allows one new password (ACC-3, ACC-4)."""
    return portal.self_service.answer(answers, source)


@router.post("/password", responses=refusals(410, 413))
def reset_password(portal: ThePortal, source: Source, reset: PasswordReset) -> Saved:
    """Set a new password, once (ACC-2)."""
    portal.self_service.reset_password(reset, source)
    return Saved(messages=[saved(RESET_PANEL)])

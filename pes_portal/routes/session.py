"""`/v1/session`: signing in and out, and who is signed in."""

from __future__ import annotations

from fastapi import APIRouter

from pes_portal.accounts.sessions import end_session
from pes_portal.gate.identity import AnyAccount, ThePortal, load_signed_in
from pes_portal.gate.source import Source
from pes_portal.routes.documented import refusals
from pes_portal.wire.session import NewSession, Session, SignIn

router = APIRouter(prefix="/v1/session", tags=["session"])


@router.post("", status_code=201, responses=refusals(401, 403, 413, 423))
def sign_in(portal: ThePortal, source: Source, credentials: SignIn) -> NewSession:
    """Open a session; `next_step` says what has to be done first (SEC-1, ASM-5)."""
    opened = portal.sign_in.sign_in(credentials.user_id, credentials.password, source)
    who = load_signed_in(portal, opened.session)
    return NewSession(token=opened.token, expires_at=opened.session.expires_at, account=who.account)


@router.get("", responses=refusals(401))
def read_session(who: AnyAccount) -> Session:
    """Who is signed in, and until when."""
    return Session(expires_at=who.session.expires_at, account=who.account)


@router.delete("", status_code=204, responses=refusals(401))
def sign_out(portal: ThePortal, who: AnyAccount) -> None:
    """End the session; its token is worth nothing from here on."""
    with portal.database.writing() as connection:
        end_session(connection, who.session)

"""Who asks and what they may do: bearer tokens, due steps, and roles for each organisation (CLK-2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from pes_portal.accounts.authority import require_role, roles_at
from pes_portal.accounts.book import AccountRecord, OrganisationRecord, find_account, organisations_of
from pes_portal.accounts.sessions import OpenSession, use_session
from pes_portal.accounts.steps import idle_end, password_end, steps_due
from pes_portal.portal import Portal
from pes_portal.uploads.receiving import Sender
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.session import Account, Organisation, Role, Step

_bearer = HTTPBearer(auto_error=False, description="The token that `POST /v1/session` gave.")


@dataclass(frozen=True)
class SignedIn:
    """An account with an open session, as it is at this moment."""

    session: OpenSession
    record: AccountRecord
    organisations: list[OrganisationRecord]
    account: Account

    @property
    def sender(self) -> Sender:
        """The account as a sender of files."""
        return Sender(self.record.id, self.record.user_id)

    def roles_at(self, avrs_id: str) -> frozenset[Role]:
        """What the account may do for an organisation; raises `PortalProblem` `organisation.unknown`."""
        return roles_at(self.organisations, avrs_id)

    def require_role(self, avrs_id: str, *accepted: Role) -> None:
        """Raises `PortalProblem` `role.missing` unless the account has one of the roles (CLK-2)."""
        require_role(self.organisations, avrs_id, *accepted)


def the_portal(request: Request) -> Portal:
    """The portal that serves this request."""
    portal = request.app.state.portal
    if not isinstance(portal, Portal):
        raise TypeError("the application was built without a portal")
    return portal


ThePortal = Annotated[Portal, Depends(the_portal)]


def show_account(portal: Portal, record: AccountRecord, organisations: list[OrganisationRecord]) -> Account:
    """An account as the wire shows it."""
    steps = steps_due(record, portal.policy.password, portal.clock.now())
    return Account(
        user_id=record.user_id,
        kind=record.kind,
        name=record.name,
        email=record.email,
        next_step=steps[0] if steps else Step.NONE,
        steps_due=steps,
        password_set_at=record.password_set_at,
        password_expires_at=password_end(record, portal.policy.password),
        idle_disables_at=idle_end(record, portal.policy.account),
        last_sign_in_at=record.last_sign_in_at,
        organisations=[
            Organisation(
                avrs_id=organisation.avrs_id,
                name=organisation.name,
                npi=organisation.npi,
                roles=[role for role in Role if role in organisation.roles],
            )
            for organisation in organisations
        ],
        can_administer=any(Role.ADMINISTRATOR in organisation.roles for organisation in organisations),
    )


def signed_in(
    portal: ThePortal, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> SignedIn:
    """The account that asks, whatever it has to do first; raises `PortalProblem` `session.ended`."""
    session = None
    if credentials is not None:
        session = use_session(portal.database, credentials.credentials, portal.clock.now())
    if session is None:
        raise PortalProblem(
            401,
            Code.SESSION_ENDED,
            "There is no open session with this token. Sign in again.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return load_signed_in(portal, session)


def load_signed_in(portal: Portal, session: OpenSession) -> SignedIn:
    """What the database says now about the account of an open session."""
    with portal.database.reading() as connection:
        record = find_account(connection, session.account_id)
        organisations = organisations_of(connection, record)
    return SignedIn(session, record, organisations, show_account(portal, record, organisations))


def at_site_security(who: Annotated[SignedIn, Depends(signed_in)]) -> SignedIn:
    """The account that asks, with nothing due before site security (SEC-1, ACC-1)."""
    return _with_nothing_due_but(who, Step.SITE_SECURITY)


def free_to_work(who: Annotated[SignedIn, Depends(signed_in)]) -> SignedIn:
    """The account that asks, with nothing due (SEC-1, SEC-9); raises `PortalProblem` `step.due`."""
    return _with_nothing_due_but(who, Step.NONE)


AnyAccount = Annotated[SignedIn, Depends(signed_in)]
AccountAtSiteSecurity = Annotated[SignedIn, Depends(at_site_security)]
FreeAccount = Annotated[SignedIn, Depends(free_to_work)]


def _with_nothing_due_but(who: SignedIn, step: Step) -> SignedIn:
    next_step = who.account.next_step
    if next_step not in {Step.NONE, step}:
        raise PortalProblem(
            403,
            Code.STEP_DUE,
            "A one-time step has to be done before anything else.",
            next_step=next_step,
        )
    return who

"""The account panels over HTTPS and JSON (`/v1/account`, `/v1/self-service`, `/v1/account-setup`, `/v1/clerks`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote, urlencode

from pes_client.domain.accounts import Standing
from pes_client.domain.clerks import ClerkBook
from pes_client.domain.findings import Finding, Severity
from pes_client.domain.portals import Portal
from pes_client.policy.account_setup import AccountSetup, PinEntries
from pes_client.policy.clerks import ClerkEntries
from pes_client.policy.passwords import PasswordEntries
from pes_client.policy.security_profile import SecurityProfile
from pes_client.portal.account_gateway import (
    ClerkDeleted,
    ClerkSaved,
    Notice,
    Recovered,
    SavedPanel,
    SecretQuestions,
    SetupTicket,
)
from pes_client.portal.gateway import Session
from pes_client.portal.transport import Transport, json_body
from pes_client.portal.wire import Wire, WireAccount, WireMessage, WireSession, not_the_portal, read
from pes_client.portal.wire_accounts import (
    WireClerkDeleted,
    WireClerks,
    WireClerkSaved,
    WireMailbox,
    WirePanel,
    WireProfile,
    WireQuestions,
    WireRecovered,
    WireSetupTicket,
)

Shape = TypeVar("Shape", bound=Wire)


class HttpsAccountGateway:
    """The account side of one portal. Safe to use from one thread at a time."""

    def __init__(self, portal: Portal, now: Callable[[], datetime]) -> None:
        self._portal = portal
        self._now = now
        self._transport = Transport(portal.url, portal.ca_pem)

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    def standing(self, session: Session) -> Standing:
        """The account as the portal sees it now."""
        return self._standing(self._ask(WireSession, "GET", "/v1/session", session=session).account)

    def save_security_profile(self, session: Session, profile: SecurityProfile, *, request_key: str) -> SavedPanel:
        """Store questions, answers and e-mail (SEC-3)."""
        body = {
            "question_1": profile.question_1,
            "answer_1": profile.answer_1,
            "question_2": profile.question_2,
            "answer_2": profile.answer_2,
            "email": profile.email,
            "confirm_email": profile.confirm_email,
        }
        path = "/v1/account/security-profile"
        return self._panel(self._ask(WirePanel, "PUT", path, session=session, body=body, request_key=request_key))

    def questions(self, session: Session) -> tuple[str, str]:
        """The account's present secret questions; never the answers."""
        told = self._ask(WireProfile, "GET", "/v1/account/security-profile", session=session)
        return told.question_1 or "", told.question_2 or ""

    def change_password(self, session: Session, entries: PasswordEntries, *, request_key: str) -> SavedPanel:
        """Change the password; every other session of the account ends."""
        body = {
            "current_password": entries.current_password,
            "new_password": entries.new_password,
            "confirm_password": entries.confirm_password,
        }
        path = "/v1/account/password"
        return self._panel(self._ask(WirePanel, "PUT", path, session=session, body=body, request_key=request_key))

    def begin_self_service(self, user_id: str) -> SecretQuestions:
        """The questions of an account, or invented ones for a user that does not exist."""
        return self._ask(WireQuestions, "POST", "/v1/self-service", body={"user_id": user_id}).questions()

    def answer(self, ticket: str, answer_1: str, answer_2: str) -> Recovered:
        """Answer both questions."""
        body = {"ticket": ticket, "answer_1": answer_1, "answer_2": answer_2}
        return self._ask(WireRecovered, "POST", "/v1/self-service/answers", body=body).recovered()

    def reset_password(self, ticket: str, entries: PasswordEntries) -> SavedPanel:
        """Set a new password with the ticket of right answers."""
        body = {
            "ticket": ticket,
            "new_password": entries.new_password,
            "confirm_password": entries.confirm_password,
        }
        return self._panel(self._ask(WirePanel, "POST", "/v1/self-service/password", body=body))

    def verify_pin(self, entries: PinEntries) -> SetupTicket:
        """Try a PIN letter (SET-1)."""
        body = {"identifier": entries.identifier, "pin": entries.pin}
        return self._ask(WireSetupTicket, "POST", "/v1/account-setup/verify", body=body).accepted()

    def set_up_account(self, ticket: str, setup: AccountSetup, *, request_key: str) -> SavedPanel:
        """Make the local administrator (SET-2)."""
        names = (
            "user_id",
            "new_password",
            "confirm_password",
            "first_name",
            "last_name",
            "phone",
            "question_1",
            "answer_1",
            "question_2",
            "answer_2",
            "email",
            "confirm_email",
        )
        body = {"ticket": ticket, **{name: getattr(setup, name) for name in names}}
        return self._panel(self._ask(WirePanel, "POST", "/v1/account-setup", body=body, request_key=request_key))

    def clerks(self, session: Session, avrs_id: str) -> ClerkBook:
        """The clerks of an organisation."""
        told = self._ask(WireClerks, "GET", _clerks(avrs_id), session=session)
        return told.book(self._portal.name, avrs_id, self._now())

    def add_clerk(self, session: Session, avrs_id: str, entries: ClerkEntries, *, request_key: str) -> ClerkSaved:
        """Make a clerk (CLK-1)."""
        body = {
            "avrs_id": avrs_id,
            "user_id": entries.user_id,
            "first_name": entries.first_name,
            "last_name": entries.last_name,
            "email": entries.email,
            "initial_password": entries.initial_password,
            "roles": sorted(entries.roles),
        }
        saved = self._ask(WireClerkSaved, "POST", "/v1/clerks", session=session, body=body, request_key=request_key)
        return _saved(saved)

    def change_roles(
        self, session: Session, avrs_id: str, user_id: str, roles: Collection[str], *, etag: str
    ) -> ClerkSaved:
        """Give a clerk exactly these roles, if it still is as `etag` says."""
        body = {"roles": sorted(roles)}
        path = _clerks(avrs_id, user_id, "/roles")
        quoted = etag if etag.startswith('"') else f'"{etag}"'
        return _saved(self._ask(WireClerkSaved, "PUT", path, session=session, body=body, headers={"If-Match": quoted}))

    def reset_clerk(
        self, session: Session, avrs_id: str, user_id: str, initial_password: str, *, request_key: str
    ) -> ClerkSaved:
        """Give a clerk a new initial password; the first sign-on is due again."""
        body = {"avrs_id": avrs_id, "initial_password": initial_password}
        path = f"/v1/clerks/{quote(user_id, safe='')}/password"
        return _saved(self._ask(WireClerkSaved, "POST", path, session=session, body=body, request_key=request_key))

    def delete_clerk(self, session: Session, avrs_id: str, user_id: str) -> ClerkDeleted:
        """Take a clerk out of the organisation (CLK-5)."""
        told = self._ask(WireClerkDeleted, "DELETE", _clerks(avrs_id, user_id), session=session)
        return ClerkDeleted(_findings(told.messages), for_ever=told.deleted)

    def note_review(self, session: Session, avrs_id: str) -> None:
        """Note that the clerks were reviewed today."""
        self._send("PUT", _clerks(avrs_id, "review"), session=session, body={})

    def notices(self, session: Session) -> tuple[Notice, ...]:
        """The practice mailbox of the account."""
        told = self._ask(WireMailbox, "GET", "/v1/practice/mailbox", session=session)
        return tuple(each.notice() for each in told.items)

    def _ask(
        self,
        shape: type[Shape],
        method: str,
        path: str,
        *,
        session: Session | None = None,
        body: Mapping[str, object] | None = None,
        request_key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Shape:
        told = self._send(method, path, session=session, body=body, request_key=request_key, headers=headers)
        return read(shape, told)

    def _send(
        self,
        method: str,
        path: str,
        *,
        session: Session | None = None,
        body: Mapping[str, object] | None = None,
        request_key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        sent = dict(headers or {})
        if body is not None:
            sent["Content-Type"] = "application/json"
        if request_key is not None:
            sent["Idempotency-Key"] = request_key
        reply = self._transport.ask(
            method,
            self._transport.url(path),
            token=session.token if session else None,
            headers=sent,
            body=json.dumps(body).encode() if body is not None else None,
        )
        return json_body(reply)

    def _panel(self, told: WirePanel) -> SavedPanel:
        return SavedPanel(_findings(told.messages), self._standing(told.account) if told.account else None)

    def _standing(self, account: WireAccount) -> Standing:
        try:
            return account.standing(self._portal.name, self._now())
        except ValueError as error:
            raise not_the_portal() from error


def _clerks(avrs_id: str, user_id: str = "", more: str = "") -> str:
    one = f"/{quote(user_id, safe='')}" if user_id else ""
    return f"/v1/clerks{one}{more}?" + urlencode({"avrs_id": avrs_id})


def _findings(messages: tuple[WireMessage, ...]) -> tuple[Finding, ...]:
    return tuple(each.finding(Severity.SUCCESS) for each in messages)


def _saved(told: WireClerkSaved) -> ClerkSaved:
    return ClerkSaved(_findings(told.messages), told.clerk.clerk())

"""Account Setup: from the PIN letter to the local administrator (SET)."""

from __future__ import annotations

from uuid import uuid4

from pes_client.domain.accounts import AccountId
from pes_client.domain.activity import Deed
from pes_client.domain.findings import Finding
from pes_client.policy.account_setup import AccountSetup, PinEntries, check_account_setup, check_pin
from pes_client.policy.pin_request import pin_request_mail
from pes_client.policy.user_ids import pes_limit_note
from pes_client.portal.account_gateway import SetupTicket
from pes_client.services.portals import Portals
from pes_client.services.signing_in import SigningIn
from pes_client.wording import Text, text


class AccountSetups:
    """The panels of *Account Setup*, for somebody who has no account yet."""

    def __init__(self, *, portals: Portals, signing_in: SigningIn) -> None:
        self._portals = portals
        self._signing_in = signing_in

    def check_pin(self, portal: str, entries: PinEntries) -> tuple[Finding, ...]:
        """What the portal would find wrong with identifier and PIN, without asking it."""
        return check_pin(entries, self._portals.policy(portal))

    def verify(self, portal: str, entries: PinEntries) -> SetupTicket:
        """Try the PIN letter on the portal (SET-1). Raises PortalRefused where it does not accept it."""
        return self._signing_in.without_session(portal, lambda panels: panels.verify_pin(entries))

    def check(self, portal: str, setup: AccountSetup, *, initial_id: str) -> tuple[Finding, ...]:
        """What the portal would find wrong with the administrator's account (SET-2, SET-3)."""
        return check_account_setup(setup, self._portals.policy(portal), initial_id=initial_id)

    def user_id_note(self, portal: str, user_id: str) -> Text | None:
        """Advice on a user ID that is longer than the old PES software takes (SET-3)."""
        return pes_limit_note(user_id, self._portals.policy(portal))

    def create(self, portal: str, ticket: SetupTicket, setup: AccountSetup) -> tuple[Finding, ...]:
        """Make the local administrator; the portal's message table. The PIN is used up then (SET-4)."""
        request_key = str(uuid4())
        saved = self._signing_in.without_session(
            portal, lambda panels: panels.set_up_account(ticket.ticket, setup, request_key=request_key)
        )
        account = AccountId(setup.user_id, portal)
        words = text("The account {user} was set up for {name}.", user=setup.user_id, name=ticket.name)
        self._signing_in.note(account, Deed.ACCOUNT_SET_UP, words, avrs_id=ticket.avrs_id)
        return saved.findings

    def request_mail(self, portal: str, npi: str, avrs_id: str) -> str:
        """The address that opens the person's own mail program with the request for a PIN (SET-6)."""
        return pin_request_mail(npi, avrs_id, self._portals.policy(portal))

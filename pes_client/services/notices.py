"""The practice mailbox: the mails that the portal would have sent when letters were posted (TRF-5)."""

from __future__ import annotations

from pes_client.domain.accounts import AccountId
from pes_client.portal.account_gateway import Notice
from pes_client.services.signing_in import SigningIn


class Notices:
    """Only a practice portal shows mails; a real one sends them."""

    def __init__(self, signing_in: SigningIn) -> None:
        self._signing_in = signing_in

    def mailbox(self, account: AccountId) -> tuple[Notice, ...]:
        """The mails to the account's own address, newest first."""
        return self._signing_in.in_session(account, lambda panels, session: panels.notices(session))

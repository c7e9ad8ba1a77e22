"""An administrator at work for one organisation, and the limits of what one may do there (CLK-4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from pes_portal.accounts.authority import require_role
from pes_portal.accounts.book import AccountRecord, organisations_of
from pes_portal.audit import Deed
from pes_portal.clerks.rules import PANEL
from pes_portal.wire.audit import Event
from pes_portal.wire.problems import Code, Message, PortalProblem
from pes_portal.wire.session import AccountKind, Role


@dataclass(frozen=True)
class Office:
    """Who asks, for which organisation, and from where."""

    account: AccountRecord
    avrs_id: str
    source: str

    def deed(self, event: Event, whom: str | None = None, detail: str | None = None) -> Deed:
        """A line for the audit trail."""
        return Deed(event, self.source, self.account.user_id, whom, self.avrs_id, detail)

    def require_administrator(self, connection: Connection) -> None:
        """Raises `PortalProblem` `organisation.unknown` or `role.missing`."""
        require_role(organisations_of(connection, self.account), self.avrs_id, Role.ADMINISTRATOR)

    def require_another(self, clerk: AccountRecord) -> None:
        """Raises `PortalProblem` `clerk.own_account`: nobody works on his own account here."""
        if clerk.id == self.account.id:
            words = "This is your own account. A master user can change it here."
            raise PortalProblem(403, Code.CLERK_OWN_ACCOUNT, words, panel=PANEL)

    def require_grant(self, touched: Collection[Role]) -> None:
        """Raises `PortalProblem` `role.missing` when a clerk would touch administrator rights."""
        if Role.ADMINISTRATOR in touched and self.account.kind is AccountKind.CLERK:
            words = "Only a master user gives or takes administrator rights, or works on a clerk who has them."
            raise PortalProblem(
                403, Code.ROLE_MISSING, words, messages=[Message(description=words, panel=PANEL, field="roles")]
            )

    def require_all_of(self, connection: Connection, avrs_ids: Collection[str]) -> None:
        """Raises `PortalProblem` `role.missing` unless the account administers every one of the organisations.

        Otherwise a new password would open the doors of an organisation that the account has nothing to do with.
        """
        own = {
            place.avrs_id for place in organisations_of(connection, self.account) if Role.ADMINISTRATOR in place.roles
        }
        if not own.issuperset(avrs_ids):
            words = (
                "This clerk works for another organization as well. "
                "The clerk can set a new password by answering the secret questions."
            )
            raise PortalProblem(403, Code.ROLE_MISSING, words, panel=PANEL)

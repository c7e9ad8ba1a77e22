"""Whether an account may do something for an organisation (CLK-2, CLK-4)."""

from __future__ import annotations

from collections.abc import Sequence

from pes_portal.accounts.book import OrganisationRecord
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.session import Role


def roles_at(organisations: Sequence[OrganisationRecord], avrs_id: str) -> frozenset[Role]:
    """What an account may do for an organisation; raises `PortalProblem` `organisation.unknown`."""
    for organisation in organisations:
        if organisation.avrs_id == avrs_id:
            return organisation.roles
    raise PortalProblem(
        404, Code.ORGANISATION_UNKNOWN, "This account does not work for an organisation of that AVRS ID."
    )


def require_role(organisations: Sequence[OrganisationRecord], avrs_id: str, *accepted: Role) -> None:
    """Raises `PortalProblem` `role.missing` unless an account has one of the roles (CLK-2)."""
    if roles_at(organisations, avrs_id).isdisjoint(accepted):
        raise PortalProblem(
            403,
            Code.ROLE_MISSING,
            "This account has no role for that in this organisation. A master user can assign it.",
        )

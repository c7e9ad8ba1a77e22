"""The *Clerk Maintenance* form: which entries it refuses and why (CLK-1, CLK-2, SET-3, ASM-1)."""

from __future__ import annotations

from collections.abc import Sequence

from pes_portal.accounts.entries import Broken, Entry, check_email, check_person_name
from pes_portal.accounts.password_rules import check_password
from pes_portal.accounts.user_ids import check_user_id
from pes_portal.wire.clerks import NewClerk
from pes_portal.wire.policy import Policy

PANEL = "Clerk Maintenance"


def check_new_clerk(clerk: NewClerk, policy: Policy) -> list[Broken | None]:
    """The broken rule of each field, or None, in the order of the panel."""
    longest = policy.clerk_names.max
    return [
        check_user_id(user_id_entry(clerk), policy.user_id),
        check_person_name(Entry("first_name", "First Name", clerk.first_name), longest),
        check_person_name(Entry("last_name", "Last Name", clerk.last_name), longest),
        check_email(Entry("email", "Email", clerk.email), policy.security_profile),
        check_initial_password(clerk.initial_password, clerk.user_id, policy),
        check_roles(clerk.roles, policy),
    ]


def user_id_entry(clerk: NewClerk) -> Entry:
    """The user ID as an entry of the panel."""
    return Entry("user_id", "User ID", clerk.user_id)


def check_initial_password(password: str, user_id: str, policy: Policy) -> Broken | None:
    """A password given by a master user; what the clerk used before is none of the master user's business."""
    return check_password(Entry("initial_password", "Initial Password", password), user_id, policy.password)


def check_roles(roles: Sequence[str], policy: Policy) -> Broken | None:
    """Whether every role exists and none excludes another one (CLK-2); `row` is the place of an unknown one."""
    known = {role.code: role for role in policy.roles}
    for row, code in enumerate(roles, start=1):
        if code not in known:
            return Broken("roles", "The portal has no such role.", row)
    for code in roles:
        for other in known[code].excludes:
            if other in roles:
                return Broken("roles", f"{known[code].label} and {known[other].label} exclude each other.")
    return None

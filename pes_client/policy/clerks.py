"""The *Clerk Maintenance* panel: what a portal accepts as a new clerk and as a clerk's roles (CLK-1, CLK-2)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from pes_client.domain.findings import Finding
from pes_client.policy.document import PolicyDocument
from pes_client.policy.password_rules import password_words
from pes_client.policy.people import check_name
from pes_client.policy.security_profile import email_words
from pes_client.policy.user_ids import check_user_id
from pes_client.wording import Text, text

CLERK_MAINTENANCE = text("Clerk Maintenance")

# By the wire's field names, in the panel's order.
FIELD_LABELS = MappingProxyType(
    {
        "user_id": text("User ID"),
        "first_name": text("First Name"),
        "last_name": text("Last Name"),
        "email": text("Email"),
        "initial_password": text("Initial Password"),
        "roles": text("Roles"),
    }
)


@dataclass(frozen=True, slots=True)
class ClerkEntries:
    """The entries for a new clerk as typed; `roles` are codes, none is allowed (SET-7)."""

    user_id: str
    first_name: str
    last_name: str
    email: str
    initial_password: str = field(repr=False)
    roles: frozenset[str]


def check_clerk(entries: ClerkEntries, policy: PolicyDocument) -> tuple[Finding, ...]:
    """What the portal would refuse, in the panel's order and one finding for each broken field (CLK-1, CLK-2)."""
    return tuple(_findings(entries, policy))


def check_initial_password(initial_password: str, user_id: str, policy: PolicyDocument) -> Finding | None:
    """What the portal would refuse about a clerk's initial password (CLK-1, ASM-1)."""
    words = password_words(initial_password, user_id, policy.password)
    return Finding(words, CLERK_MAINTENANCE, field="initial_password", code="ASM-1") if words else None


def check_roles(roles: Collection[str], policy: PolicyDocument) -> Finding | None:
    """A role that the portal does not have, or two that exclude each other (CLK-2)."""
    words = _unknown(roles, policy) or _excluding(roles, policy)
    return Finding(words, CLERK_MAINTENANCE, field="roles", code="CLK-2") if words else None


def _findings(entries: ClerkEntries, policy: PolicyDocument) -> Iterator[Finding]:
    person = (
        ("user_id", check_user_id(entries.user_id, policy), "SET-3"),
        ("first_name", check_name(entries.first_name, policy), "CLK-1"),
        ("last_name", check_name(entries.last_name, policy), "CLK-1"),
        ("email", email_words(entries.email, policy.security_profile), "SEC-5"),
    )
    for name, words, code in person:
        if words:
            yield Finding(words, CLERK_MAINTENANCE, field=name, code=code)
    if finding := check_initial_password(entries.initial_password, entries.user_id, policy):
        yield finding
    if finding := check_roles(entries.roles, policy):
        yield finding


def _unknown(roles: Collection[str], policy: PolicyDocument) -> Text | None:
    known = {each.code for each in policy.roles}
    stranger = next((code for code in sorted(roles) if code not in known), None)
    return None if stranger is None else text("The portal has no role “{role}”.", role=stranger)


def _excluding(roles: Collection[str], policy: PolicyDocument) -> Text | None:
    """The first pair in the policy's order; it is enough that one of the two excludes the other."""
    for role in policy.roles:
        if role.code in roles:
            for other in role.excludes:
                if other in roles:
                    return text(
                        "“{role}” and “{other}” cannot be held together; choose one of them.",
                        role=role.label,
                        other=policy.role_label(other),
                    )
    return None

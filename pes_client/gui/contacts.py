"""Who can help when an account cannot sign in; the portal's policy names them (ACC-6)."""

from __future__ import annotations

from pes_client.domain.accounts import AccountKind
from pes_client.policy.document import PolicyDocument
from pes_client.wording import _


def who_helps(policy: PolicyDocument, kind: AccountKind | None = None) -> str:
    """One sentence naming the desk to call; a clerk is sent to its own master user first."""
    desk = policy.contacts.provider_assistance
    if not desk.phone:
        return ""
    name = desk.label or _("the portal's help desk")
    hours = f" ({desk.hours})" if desk.hours else ""
    if kind is AccountKind.CLERK:
        return _(
            "The master user of your organization can help. If you do not know who that is: {desk}, {phone}{hours}.",
            desk=name,
            phone=desk.phone,
            hours=hours,
        )
    return _("Help with signing in: {desk}, {phone}{hours}.", desk=name, phone=desk.phone, hours=hours)

"""Who can help when an account cannot sign in; the portal's policy names them (ACC-6)."""

from __future__ import annotations

from pes_client.domain.accounts import AccountKind
from pes_client.errors import AccountDisabled, AccountLocked, PesError, WrongPassword
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


def self_service_that_fits(error: PesError) -> str:
    """What the two secret questions can do about it, as the caption of a button; empty for nothing (ACC-6)."""
    if isinstance(error, AccountLocked):
        return _("Unlock &the account…")
    if isinstance(error, AccountDisabled):
        return _("Reactivate &the account…")
    if isinstance(error, WrongPassword):
        return _("Reset &the password…")
    return ""


def who_takes_over(policy: PolicyDocument, kind: AccountKind | None) -> tuple[tuple[str, str], ...]:
    """Who helps where self-service is over, as heading and words (ACC-6); both ways where the kind is not known."""
    if kind is None:
        return (
            (_("If you are a clerk"), _master_user_words(policy)),
            (_("If you are a master user or a trading partner, or do not know your master user"), _desk_words(policy)),
        )
    if kind is AccountKind.CLERK:
        return (
            (_("The master user of your organization"), _master_user_words(policy)),
            (_("If you do not know who that is"), _desk_words(policy)),
        )
    return ((_("Who helps you now"), _desk_words(policy)),)


def _master_user_words(policy: PolicyDocument) -> str:
    words = _("The master user of your organization can give you a new initial password in Clerk Maintenance.")
    return f"{words}\n{policy.contacts.master_user_hint}".strip()


def _desk_words(policy: PolicyDocument) -> str:
    desk = policy.contacts.provider_assistance
    name = desk.label or _("The portal's help desk")
    if not desk.phone:
        return _("{desk}. The portal tells no phone number; look on its own pages.", desk=name)
    return _("{desk}, {phone}. {hours}", desk=name, phone=desk.phone, hours=desk.hours).strip()

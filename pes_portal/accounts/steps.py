"""Which steps an account has to do before anything else, and in which order (SEC-1, ASM-5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from pes_portal.accounts.book import AccountRecord
from pes_portal.wire.policy import AccountRules, PasswordRules
from pes_portal.wire.session import Step


def password_end(account: AccountRecord, rules: PasswordRules) -> datetime:
    """When an account's password ends (ACC-5)."""
    return account.password_set_at + timedelta(days=rules.days)


def idle_end(account: AccountRecord, rules: AccountRules) -> datetime:
    """When an account is disabled unless it is used before (ACC-4)."""
    return account.last_access_at + timedelta(days=rules.idle_days)


def is_disabled(account: AccountRecord, rules: AccountRules, now: datetime) -> bool:
    """Whether an account was left unused for too long (ACC-4)."""
    return account.disabled_at is not None or now >= idle_end(account, rules)


def steps_due(account: AccountRecord, rules: PasswordRules, now: datetime) -> list[Step]:
    """Every step still to do, the next one first."""
    steps = []
    if account.clerk_first_sign_on_due:
        steps.append(Step.CLERK_FIRST_SIGN_ON)
    elif account.password_must_change or now >= password_end(account, rules):
        steps.append(Step.PASSWORD_CHANGE)
    if account.site_security_done_at is None:
        steps.append(Step.SITE_SECURITY)
    if account.account_setup_due:
        steps.append(Step.ACCOUNT_SETUP)
    return steps

"""The tables of rule cases (`tests/data/*.toml`), put to the client's policy."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pes_client.domain.findings import Finding
from pes_client.policy.account_setup import AccountSetup, PinEntries, check_account_setup, check_pin
from pes_client.policy.clerks import ClerkEntries, check_clerk
from pes_client.policy.document import PolicyDocument, fallback_policy
from pes_client.policy.passwords import CHANGE_PASSWORD, PasswordEntries, check_new_password
from pes_client.policy.security_profile import SecurityProfile, check_security_profile
from pes_client.policy.user_ids import check_user_id
from pes_client.wording import text

DATA = Path(__file__).parents[2] / "data"
CMAP = fallback_policy("cmap")
PASSWORD_OWNER: dict[str, str] = tomllib.loads((DATA / "password.toml").read_text(encoding="ascii"))["account"]

Judge = Callable[["Case", PolicyDocument], tuple[Finding, ...]]


@dataclass(frozen=True)
class Case:
    """One row: all entries, what the case says besides them, and the fields that an offline check has to name."""

    id: str
    requirement: str
    entries: dict[str, Any]
    broken: list[str]
    details: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class RuleTable:
    """The cases of one panel and the check that they are put to."""

    panel: str
    cases: tuple[Case, ...]
    judge: Judge

    def misjudged(self, policy: PolicyDocument = CMAP) -> list[str]:
        """The cases whose findings are not those that the table asks for."""
        return [case.id for case in self.cases if not judged_right(case, self.judge(case, policy))]


def judged_right(case: Case, found: tuple[Finding, ...]) -> bool:
    """The fields that the case names, in its order; and told as missing exactly where nothing was entered."""
    return [each.field for each in found] == case.broken and all(
        (str(each.description) == "This field is required.") == _is_blank(case.entries[each.field]) for each in found
    )


def _is_blank(entry: str | list[str]) -> bool:
    return isinstance(entry, str) and not entry.strip(" ")


def _cases(file: str, cases: str = "case", valid: str = "valid") -> tuple[Case, ...]:
    table = tomllib.loads((DATA / file).read_text(encoding="ascii"))
    return tuple(
        Case(
            id=each["id"],
            requirement=each["requirement"],
            entries={**table[valid], **each.get("fields", {})},
            broken=each.get("offline", each["broken"]),
            details=each,
        )
        for each in table[cases]
    )


def _with_rules(policy: PolicyDocument, part: str, changed: dict[str, Any]) -> PolicyDocument:
    rules = getattr(policy, part).model_copy(update=changed)
    return policy.model_copy(update={part: rules})


def _judge_password(case: Case, policy: PolicyDocument) -> tuple[Finding, ...]:
    policy = _with_rules(policy, "password", case.details.get("policy", {}))
    entries = PasswordEntries(**case.entries)
    return check_new_password(entries, PASSWORD_OWNER["user_id"], policy, panel=CHANGE_PASSWORD)


def _judge_user_id(case: Case, policy: PolicyDocument) -> tuple[Finding, ...]:
    policy = _with_rules(policy, "user_id", case.details.get("policy", {}))
    words = check_user_id(case.entries["user_id"], policy, initial_id=case.details.get("letter_id", ""))
    return () if words is None else (Finding(words, text("Account Setup"), field="user_id"),)


def _judge_setup(case: Case, policy: PolicyDocument) -> tuple[Finding, ...]:
    return check_account_setup(AccountSetup(**case.entries), policy, initial_id=case.details.get("letter_id", ""))


def _judge_pin(case: Case, policy: PolicyDocument) -> tuple[Finding, ...]:
    return check_pin(PinEntries(**case.entries), policy)


def _judge_clerk(case: Case, policy: PolicyDocument) -> tuple[Finding, ...]:
    return check_clerk(ClerkEntries(**{**case.entries, "roles": frozenset(case.entries["roles"])}), policy)


def _judge_security(case: Case, policy: PolicyDocument) -> tuple[Finding, ...]:
    form = {"email_form": case.details.get("email_form", "strict")}
    return check_security_profile(SecurityProfile(**case.entries), _with_rules(policy, "security_profile", form))


TABLES = {
    "password": RuleTable("Change Password", _cases("password.toml"), _judge_password),
    "user_id": RuleTable("Account Setup", _cases("user_id.toml"), _judge_user_id),
    "account_setup": RuleTable("Account Setup", _cases("account_setup.toml"), _judge_setup),
    "pin": RuleTable("Account Setup", _cases("account_setup.toml", "pin_case", "valid_pin"), _judge_pin),
    "clerk": RuleTable("Clerk Maintenance", _cases("clerk.toml"), _judge_clerk),
    "site_security": RuleTable("Account Security", _cases("site_security.toml"), _judge_security),
}

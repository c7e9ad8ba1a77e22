from __future__ import annotations

import pytest

from pes_client.domain.findings import Severity
from pes_client.policy import password_rules
from pes_client.policy.document import PolicyDocument
from tests.unit.policy.rule_tables import CMAP, TABLES, Case, judged_right

PAIRS = [(name, case) for name, table in TABLES.items() for case in table.cases]

# Where each rule lives, and the table that has to notice when it is gone.
RULES = {
    "password: required": ("passwords", "missing", "password"),
    "password: both entries the same": ("passwords", "_differs", "password"),
    "password: not the current one": ("passwords", "_is_current", "password"),
    "new password: required": ("password_rules", "missing", "password"),
    "new password: shortest": ("password_rules", "too_short", "password"),
    "new password: longest": ("password_rules", "too_long", "password"),
    "new password: alphabet": ("password_rules", "_foreign", "password"),
    "new password: classes": ("password_rules", "_lacks_a_class", "password"),
    "new password: not the user ID": ("password_rules", "_is_user_id", "password"),
    "user ID: required": ("user_ids", "missing", "user_id"),
    "user ID: shortest": ("user_ids", "too_short", "user_id"),
    "user ID: longest": ("user_ids", "too_long", "user_id"),
    "user ID: alphabet": ("user_ids", "foreign", "user_id"),
    "user ID: first character": ("user_ids", "_starts_with_digit", "user_id"),
    "user ID: not the letter's": ("user_ids", "_is_initial_id", "user_id"),
    "setup: user ID": ("account_setup", "check_user_id", "account_setup"),
    "setup: name": ("account_setup", "check_name", "account_setup"),
    "setup: phone": ("account_setup", "check_phone", "account_setup"),
    "identifier: required": ("provider_identifiers", "missing", "pin"),
    "identifier: longest": ("provider_identifiers", "too_long", "pin"),
    "identifier: alphabet": ("provider_identifiers", "foreign", "pin"),
    "PIN: required": ("account_setup", "missing", "pin"),
    "PIN: digits": ("account_setup", "_pin_words", "pin"),
    "name: required": ("people", "missing", "clerk"),
    "name: longest": ("people", "too_long", "clerk"),
    "name: printable": ("people", "unprintable", "clerk"),
    "clerk: user ID": ("clerks", "check_user_id", "clerk"),
    "clerk: name": ("clerks", "check_name", "clerk"),
    "clerk: e-mail": ("clerks", "email_words", "clerk"),
    "clerk: initial password": ("clerks", "password_words", "clerk"),
    "roles: known": ("clerks", "_unknown", "clerk"),
    "roles: excluding each other": ("clerks", "_excluding", "clerk"),
    "security: required": ("security_profile", "missing", "site_security"),
    "security: longest": ("security_profile", "too_long", "site_security"),
    "security: alphabet": ("security_profile", "foreign", "site_security"),
    "security: form of the e-mail address": ("security_profile", "bad_email", "site_security"),
    "security: both e-mail entries the same": ("security_profile", "_differs", "site_security"),
}
LIMITS = [
    ("password", "min", "password"),
    ("password", "max", "password"),
    ("user_id", "min", "user_id"),
    ("user_id", "max", "user_id"),
    ("clerk_names", "max", "account_setup"),
    ("clerk_names", "max", "clerk"),
    ("pin", "digits", "pin"),
    ("security_profile", "question_max", "site_security"),
    ("security_profile", "answer_max", "site_security"),
    ("security_profile", "email_max", "clerk"),
]


@pytest.mark.parametrize(("table", "case"), PAIRS, ids=[f"{name}: {case.id}" for name, case in PAIRS])
def test_the_fields_named_are_those_that_break_a_rule(table: str, case: Case) -> None:
    found = TABLES[table].judge(case, CMAP)

    assert [each.field for each in found] == case.broken
    assert judged_right(case, found)
    assert all(each.severity is Severity.ERROR for each in found)
    assert {str(each.panel) for each in found} <= {TABLES[table].panel}


@pytest.mark.parametrize("table", TABLES)
def test_every_field_has_cases_that_pass_and_cases_that_only_it_fails(table: str) -> None:
    cases = TABLES[table].cases

    assert any(not case.broken for case in cases)
    for name in cases[0].entries:
        assert [name] in [case.broken for case in cases]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_taken_out_is_missed_by_its_table(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, table = RULES[rule]
    assert not TABLES[table].misjudged()

    monkeypatch.setattr(f"pes_client.policy.{module}.{name}", lambda *_args, **_options: None)

    assert TABLES[table].misjudged()


@pytest.mark.parametrize("rule", ["check_new_password", "check_security_profile"])
def test_the_account_setup_asks_the_rules_of_the_other_panels(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"pes_client.policy.account_setup.{rule}", lambda *_args, **_options: ())

    assert TABLES["account_setup"].misjudged()


@pytest.mark.parametrize("need", ["letter", "digit", "special"])
def test_asm_1_each_class_that_a_password_needs_has_a_case_of_its_own(
    need: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(password_rules._LACKS, need)

    assert TABLES["password"].misjudged()


def test_set_1_an_npi_without_its_check_digit_has_a_case_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pes_client.policy.provider_identifiers.is_npi", lambda _identifier: True)

    assert TABLES["pin"].misjudged()


@pytest.mark.parametrize("change", [-1, 1])
@pytest.mark.parametrize(("part", "name", "table"), LIMITS)
def test_a_limit_that_is_off_by_one_is_noticed_by_its_table(part: str, name: str, table: str, change: int) -> None:
    assert TABLES[table].misjudged(policy_with(part, name, getattr(getattr(CMAP, part), name) + change))


def test_set_2_the_form_of_a_phone_number_is_the_policys() -> None:
    assert TABLES["account_setup"].misjudged(policy_with("phone", "form", "(###) ###-####"))


@pytest.mark.parametrize("special", CMAP.password.specials)
def test_asm_1_every_special_is_the_policys(special: str) -> None:
    fewer = CMAP.password.specials.replace(special, "")

    assert TABLES["password"].misjudged(policy_with("password", "specials", fewer))


@pytest.mark.parametrize("stranger", "\" &':;<>@`|~")
def test_asm_1_a_special_too_many_is_noticed(stranger: str) -> None:
    assert TABLES["password"].misjudged(policy_with("password", "specials", CMAP.password.specials + stranger))


def policy_with(part: str, name: str, value: object) -> PolicyDocument:
    rules = getattr(CMAP, part).model_copy(update={name: value})
    return CMAP.model_copy(update={part: rules})

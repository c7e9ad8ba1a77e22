from __future__ import annotations

import pytest

from pes_client.domain.accounts import Role
from pes_client.policy.clerks import FIELD_LABELS, ClerkEntries, check_initial_password, check_roles
from tests.unit.policy.rule_tables import CMAP, TABLES, Case

VALID = TABLES["clerk"].cases[0].entries


def test_clk_1_the_labels_stand_in_the_panels_order() -> None:
    assert list(FIELD_LABELS) == list(ClerkEntries.__dataclass_fields__)
    assert [str(label) for label in FIELD_LABELS.values()] == [
        "User ID",
        "First Name",
        "Last Name",
        "Email",
        "Initial Password",
        "Roles",
    ]


def test_the_initial_password_stays_out_of_the_repr() -> None:
    shown = repr(ClerkEntries(**{**VALID, "roles": frozenset(VALID["roles"])}))

    assert VALID["initial_password"] not in shown
    assert VALID["user_id"] in shown


def test_clk_2_the_words_name_both_roles_as_the_portal_calls_them() -> None:
    found = check_roles({Role.TRADE_FILES_E_DELIVERY_ONLY, Role.TRADE_FILES, Role.CLAIM}, CMAP)

    assert found is not None
    assert (str(found.panel), found.field, found.code) == ("Clerk Maintenance", "roles", "CLK-2")
    assert str(found.description) == (
        "“Trade Files Includes E-Delivery” and “Trade Files E-Delivery Only” cannot be held together;"
        " choose one of them."
    )


def test_clk_2_it_is_enough_that_the_portal_says_it_of_one_of_the_two_roles() -> None:
    one_sided = tuple(
        each.model_copy(update={"excludes": ()}) if each.code == Role.TRADE_FILES else each for each in CMAP.roles
    )

    assert check_roles(
        {Role.TRADE_FILES, Role.TRADE_FILES_E_DELIVERY_ONLY}, CMAP.model_copy(update={"roles": one_sided})
    )


def test_clk_2_what_excludes_what_is_the_policys() -> None:
    free = tuple(each.model_copy(update={"excludes": ()}) for each in CMAP.roles)

    assert check_roles(set(Role), CMAP.model_copy(update={"roles": free})) is None


@pytest.mark.parametrize("role", Role)
def test_clk_1_each_role_can_be_held_alone(role: Role) -> None:
    assert check_roles({role}, CMAP) is None


@pytest.mark.parametrize("case", [each for each in TABLES["clerk"].cases if each.id.startswith("roles: ")])
def test_a_change_of_roles_holds_the_rules_of_a_new_clerk(case: Case) -> None:
    found = check_roles(case.entries["roles"], CMAP)

    assert (found is not None) == bool(case.broken)


def test_clk_1_a_reset_holds_the_rules_of_an_initial_password() -> None:
    found = check_initial_password("QUAYSIDE2", "quayside2", CMAP)

    assert found is not None
    assert (str(found.panel), found.field) == ("Clerk Maintenance", "initial_password")
    assert check_initial_password("First-Light-64", "quayside2", CMAP) is None

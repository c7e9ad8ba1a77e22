"""Which pages a role sees, and which page comes first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pes_client.domain.accounts import AccountId, AccountKind, KnownAccount, NextStep, Organisation, Role, Standing
from pes_client.gui.navigation import ALWAYS_OPEN, PageId, first_page, may_open, rail_for
from pes_client.wording import NOTHING

ACCOUNT = AccountId("clerktf01", "portal.example")


def organisation(*roles: Role) -> Organisation:
    return Organisation("009900111", "Sample Harbor", "1234567893", frozenset(roles))


def account(step: NextStep = NextStep.NONE, *roles: Role) -> KnownAccount:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    works_for = (organisation(*roles),)
    standing = Standing(ACCOUNT, AccountKind.CLERK, "C", "c@example.com", step, works_for, None, None, now)
    return KnownAccount(ACCOUNT, signed_in=True, stopped_because=NOTHING, standing=standing)


def pages(*roles: Role) -> list[PageId]:
    return [entry.page for entry in rail_for(organisation(*roles))]


def test_trade_files_opens_upload_download_and_letters() -> None:
    assert pages(Role.TRADE_FILES) == [
        PageId.HOME,
        PageId.UPLOAD,
        PageId.DOWNLOAD,
        PageId.ACTIVITY,
        PageId.LETTERS,
        PageId.ACCOUNT_MAINTENANCE,
        PageId.CLOCK,
    ]


def test_clk_2_e_delivery_only_has_no_upload() -> None:
    assert pages(Role.TRADE_FILES_E_DELIVERY_ONLY) == [
        PageId.HOME,
        PageId.DOWNLOAD,
        PageId.ACTIVITY,
        PageId.LETTERS,
        PageId.ACCOUNT_MAINTENANCE,
        PageId.CLOCK,
    ]


def test_clk_2_a_page_that_a_role_lacks_is_absent_and_cannot_be_opened() -> None:
    claim_only = organisation(Role.CLAIM)

    assert pages(Role.CLAIM) == [PageId.HOME, PageId.ACTIVITY, PageId.ACCOUNT_MAINTENANCE, PageId.CLOCK]
    assert not may_open(PageId.LETTERS, account=account(NextStep.NONE, Role.CLAIM), organisation=claim_only)


@pytest.mark.parametrize("page", [page for page in PageId if page not in {*ALWAYS_OPEN, PageId.SITE_SECURITY}])
def test_sec_1_nothing_else_opens_while_site_security_is_due(page: PageId) -> None:
    due = account(NextStep.SITE_SECURITY, Role.TRADE_FILES)

    assert first_page(knows_a_portal=True, account=due) is PageId.SITE_SECURITY
    assert not may_open(page, account=due, organisation=organisation(Role.TRADE_FILES))


@pytest.mark.parametrize("step", [NextStep.PASSWORD_CHANGE, NextStep.CLERK_FIRST_SIGN_ON])
def test_asm_5_a_new_password_comes_before_everything_else(step: NextStep) -> None:
    due = account(step, Role.TRADE_FILES)

    assert first_page(knows_a_portal=True, account=due) is PageId.CHANGE_PASSWORD
    assert not may_open(PageId.SITE_SECURITY, account=due, organisation=organisation(Role.TRADE_FILES))


def test_a_step_that_is_done_on_the_portal_comes_first() -> None:
    assert first_page(knows_a_portal=True, account=account(NextStep.ACCOUNT_SETUP)) is PageId.STEP_DUE


def test_set_7_a_clerk_without_roles_manages_its_own_account() -> None:
    nobody = account(NextStep.NONE)

    for page in (PageId.ACCOUNT_MAINTENANCE, PageId.CHANGE_PASSWORD):
        assert may_open(page, account=nobody, organisation=organisation())
    assert not may_open(PageId.DOWNLOAD, account=nobody, organisation=organisation())


@pytest.mark.parametrize("page", [PageId.SELF_SERVICE, PageId.ACCOUNT_SETUP])
def test_what_helps_whoever_cannot_sign_in_is_always_open(page: PageId) -> None:
    assert may_open(page, account=None, organisation=None)
    assert may_open(page, account=account(NextStep.PASSWORD_CHANGE), organisation=organisation())


def test_a_bare_machine_starts_with_choosing_a_portal() -> None:
    assert first_page(knows_a_portal=False, account=None) is PageId.START


def test_a_known_portal_starts_with_signing_in() -> None:
    assert first_page(knows_a_portal=True, account=None) is PageId.SIGN_IN

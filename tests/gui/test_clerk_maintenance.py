"""Clerk Maintenance in the window, against the real practice portal (CLK-1…6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from pes_client.domain.accounts import AccountId, Role
from pes_client.domain.clerks import Clerk, ClerkStatus
from pes_client.domain.findings import Severity
from pes_client.errors import PortalUnreachable, WrongPassword
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.clerks import ClerkMaintenancePage
from pes_client.gui.widgets.page import Page
from pes_client.gui.wizards.add_clerk import CREATED, AddClerkPage
from pes_client.gui.wizards.clerk_roles import ClerkRolesPage
from pes_client.gui.wizards.delete_clerk import DeleteClerkPage
from pes_client.gui.wizards.reset_clerk import RESET, ResetClerkPage
from pes_client.services.practice import PracticeStarted

from .conftest import account_named

PATIENCE = 40_000
HARBOR = "009900111"
MARIA = {
    "user_id": "maria01",
    "first_name": "Maria",
    "last_name": "Newhand",
    "email": "maria@sample.example",
    "initial_password": "Fresh.Start-77",
}

AnyPage = TypeVar("AnyPage", bound=Page)


class Office:
    """A master user before Clerk Maintenance."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program = program
        self.window = program.window
        self.qtbot = qtbot

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def opens(self, page_id: PageId, kind: type[AnyPage]) -> AnyPage:
        self.window.show_page(page_id)
        assert self.window.page_id is page_id
        self.until(self._is_told)
        page = self.window.page(page_id)
        assert isinstance(page, kind)
        return page

    def opens_for(self, user_id: str, page_id: PageId, kind: type[AnyPage]) -> AnyPage:
        """As a person does: choose the row, press the button."""
        listed = self.opens(PageId.CLERKS, ClerkMaintenancePage)
        place = listed.table.rows.place_of(user_id)
        assert place is not None
        listed.table.selectRow(place)
        button = {
            PageId.CLERK_ROLES: listed.roles_button,
            PageId.CLERK_RESET: listed.reset_button,
            PageId.CLERK_DELETE: listed.delete_button,
        }[page_id]
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        return self.opens(page_id, kind)

    def back_at_the_list(self) -> ClerkMaintenancePage:
        self.until(lambda: self.window.page_id is PageId.CLERKS and self._is_told())
        page = self.window.page(PageId.CLERKS)
        assert isinstance(page, ClerkMaintenancePage)
        return page

    def clerk(self, user_id: str) -> Clerk | None:
        book = self.program.desk.clerks.book
        assert book is not None
        return book.clerk(user_id)

    def _is_told(self) -> bool:
        """The portal has told the clerks, and nothing is asked at the moment."""
        clerks = self.program.desk.clerks
        return clerks.is_current and not clerks.is_asking

    @property
    def account(self) -> AccountId:
        account = self.program.workplace.account
        assert account is not None
        return account


@pytest.fixture
def office(signed_in: Callable[[str], Program], qtbot: QtBot) -> Office:
    """On a shared portal: look and be refused, change nothing."""
    return Office(signed_in("provider1"), qtbot)


@pytest.fixture
def own_office(signed_in_alone: Callable[[str], Program], qtbot: QtBot) -> Office:
    """On a portal of its own."""
    return Office(signed_in_alone("provider1"), qtbot)


def other_administrator(office: Office, practice: PracticeStarted) -> AccountId:
    """Somebody else who administers the same organization at the same time."""
    account = account_named(practice, "clerkadm1")
    standing = office.program.workspace.accounts.sign_in(practice.portal.name, account.user_id, account.password)
    return standing.account


def fill(page: AddClerkPage, **changed: str) -> None:
    for field, words in (MARIA | changed).items():
        control = page.form.fields.control(field)
        assert control is not None
        control.setText(words)


def tick(page: AddClerkPage | ClerkRolesPage, role: Role) -> None:
    boxes = page.form.roles if isinstance(page, AddClerkPage) else page.roles
    box = boxes.box(role)
    assert box is not None
    box.click()


def test_clk_4_without_administrator_rights_there_is_no_clerk_maintenance(
    signed_in: Callable[[str], Program],
) -> None:
    program = signed_in("clerktf01")

    assert program.window.rail.door(PageId.CLERKS) is None
    for page_id in (PageId.CLERKS, PageId.CLERK_ADD, PageId.CLERK_REVIEW):
        program.window.show_page(page_id)
        assert program.window.page_id is PageId.HOME


def test_clk_6_the_list_tells_roles_and_status_in_words(office: Office) -> None:
    page = office.opens(PageId.CLERKS, ClerkMaintenancePage)
    rows = {row.user_id: [column.display(row) for column in page.table.rows.columns] for row in page.table.rows}

    assert rows["clerktf01"][3] == "Trade Files Includes E-Delivery"
    assert rows["clerkedo1"][3] == "Trade Files E-Delivery Only"
    assert rows["clerknew1"][4:] == ["Never", "First sign-on due"]


def test_typing_filters_the_list_and_esc_shows_all_again(office: Office) -> None:
    page = office.opens(PageId.CLERKS, ClerkMaintenancePage)
    everybody = page.table.rows.rowCount()

    page.filter.setText("longaway")
    assert [row.user_id for row in page.table.rows] == ["clerkold1"]
    page.escape()

    assert page.table.rows.rowCount() == everybody


def test_clk_4_a_clerk_with_administrator_rights_gives_none_and_leaves_its_own_account_alone(
    signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    office = Office(signed_in("clerkadm1"), qtbot)
    listed = office.opens(PageId.CLERKS, ClerkMaintenancePage)

    listed.table.selectRow(listed.table.rows.place_of("clerkadm1") or 0)
    assert not listed.roles_button.isEnabled()
    assert "own account" in listed.hint.text()

    roles = office.opens_for("clerktf01", PageId.CLERK_ROLES, ClerkRolesPage)
    administrator = roles.roles.box(Role.ADMINISTRATOR)
    assert administrator is not None
    assert not administrator.isEnabled()


def test_clk_1_a_clerk_is_created_and_its_password_is_shown_once(own_office: Office, practice: PracticeStarted) -> None:
    page = own_office.opens(PageId.CLERK_ADD, AddClerkPage)
    fill(page, initial_password="")
    page.form.maker.button.click()
    password = page.form.fields.entry("initial_password")
    tick(page, Role.CLAIM)

    page.forward_button.click()
    own_office.until(lambda: page.path.step.name == CREATED)

    assert [str(each.description) for each in page.messages.findings()] == ["Save was Successful"]
    assert page.once.password == password
    assert page.form.fields.entry("initial_password") == ""
    accounts = own_office.program.workspace.accounts
    standing = accounts.sign_in(practice.portal.name, "maria01", password)
    assert standing.name == "Maria Newhand"

    page.forward_button.click()
    own_office.back_at_the_list()
    maria = own_office.clerk("maria01")
    assert maria is not None
    assert (maria.roles, maria.status) == (frozenset({Role.CLAIM}), ClerkStatus.FIRST_SIGN_ON)
    assert page.once.password == ""


def test_a_password_that_was_shown_is_gone_when_the_page_is_left_by_the_rail(own_office: Office) -> None:
    page = own_office.opens(PageId.CLERK_ADD, AddClerkPage)
    fill(page)
    page.forward_button.click()
    own_office.until(lambda: page.path.step.name == CREATED)

    own_office.window.show_page(PageId.HOME)

    assert page.once.password == ""


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("user_id", "1maria"),
        ("user_id", "maria"),
        ("first_name", ""),
        ("last_name", "x" * 36),
        ("email", "maria@sample"),
        ("initial_password", "maria01"),
    ],
)
def test_clk_1_a_broken_rule_is_told_at_its_field_before_anything_is_sent(
    office: Office, field: str, words: str
) -> None:
    page = office.opens(PageId.CLERK_ADD, AddClerkPage)
    fill(page, **{field: words})

    page.forward_button.click()
    office.until(page.messages.findings)

    assert field in {each.field for each in page.messages.findings()}
    assert page.form.fields.entry("email") == (words if field == "email" else MARIA["email"])
    control = page.form.fields.control(field)
    assert control is not None
    assert control.accessibleDescription() == "See the message above."
    table = page.messages.table
    row = next(at for at, each in enumerate(page.messages.findings()) if each.field == field)
    office.qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(row, 0)).center()
    )
    assert page.window().focusWidget() is control


def test_clk_1_a_user_id_that_is_taken_is_told_by_the_portal_at_its_field(office: Office) -> None:
    page = office.opens(PageId.CLERK_ADD, AddClerkPage)
    fill(page, user_id="CLERKTF01")

    page.forward_button.click()
    office.until(page.messages.findings)

    assert [each.field for each in page.messages.findings()] == ["user_id"]
    assert page.form.fields.entry("initial_password") == MARIA["initial_password"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Role.TRADE_FILES, Role.TRADE_FILES_E_DELIVERY_ONLY),
        (Role.TRADE_FILES_E_DELIVERY_ONLY, Role.TRADE_FILES),
    ],
)
def test_clk_2_the_two_trade_files_roles_never_stand_together(office: Office, first: Role, second: Role) -> None:
    page = office.opens(PageId.CLERK_ADD, AddClerkPage)

    tick(page, first)
    tick(page, Role.CLAIM)
    tick(page, second)

    assert page.form.roles.roles() == {second, Role.CLAIM}


def test_two_presses_create_one_clerk(own_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    clerks = own_office.program.workspace.clerks
    really_add = clerks.add
    monkeypatch.setattr(clerks, "add", lambda *given: (sent.append(given), really_add(*given))[1])
    page = own_office.opens(PageId.CLERK_ADD, AddClerkPage)
    fill(page)

    own_office.qtbot.mouseDClick(page.forward_button, Qt.MouseButton.LeftButton)
    page.go_on()
    own_office.until(lambda: page.path.step.name == CREATED)

    assert len(sent) == 1


def test_a_lost_network_leaves_everything_typed_in_place(own_office: Office) -> None:
    page = own_office.opens(PageId.CLERK_ADD, AddClerkPage)
    fill(page)
    tick(page, Role.CLAIM)
    own_office.program.workspace.practice.stop()

    page.forward_button.click()
    own_office.until(lambda: page.error.error is not None)

    assert isinstance(page.error.error, PortalUnreachable)
    entries = page.form.entries()
    assert (entries.user_id, entries.initial_password, entries.roles) == (
        "maria01",
        MARIA["initial_password"],
        frozenset({"claim"}),
    )


def test_esc_asks_once_and_staying_keeps_everything(office: Office) -> None:
    page = office.opens(PageId.CLERK_ADD, AddClerkPage)
    fill(page)

    page.escape()
    page.cancel_button.click()
    questions = [box for box in page.findChildren(QMessageBox) if box.isVisible()]
    assert len(questions) == 1
    office.qtbot.keyClick(questions[0], Qt.Key.Key_Escape)

    assert office.window.page_id is PageId.CLERK_ADD
    assert page.form.fields.entry("user_id") == "maria01"


def test_esc_leads_back_to_the_list_where_nothing_was_typed(office: Office) -> None:
    page = office.opens(PageId.CLERK_ADD, AddClerkPage)

    office.qtbot.keyClick(page, Qt.Key.Key_Escape)

    assert office.window.page_id is PageId.CLERKS


def test_clk_6_roles_are_given_and_taken(own_office: Office) -> None:
    page = own_office.opens_for("clerktf01", PageId.CLERK_ROLES, ClerkRolesPage)
    tick(page, Role.TRADE_FILES_E_DELIVERY_ONLY)
    assert page.change.text() == "Gives: Trade Files E-Delivery Only. Takes: Trade Files Includes E-Delivery."

    page.forward_button.click()
    listed = own_office.back_at_the_list()

    assert {each.severity for each in listed.messages.findings()} == {Severity.SUCCESS}
    clerk = own_office.clerk("clerktf01")
    assert clerk is not None
    assert clerk.roles == {Role.TRADE_FILES_E_DELIVERY_ONLY}


def test_roles_that_were_not_changed_are_not_sent(office: Office) -> None:
    page = office.opens_for("clerktf01", PageId.CLERK_ROLES, ClerkRolesPage)

    page.go_on()

    assert page.messages.findings()[0].severity is Severity.ADVICE
    assert office.window.page_id is PageId.CLERK_ROLES


def somebody_else_gives(office: Office, practice: PracticeStarted, *roles: Role) -> None:
    other, services = other_administrator(office, practice), office.program.workspace.clerks
    clerk = services.refresh(other, HARBOR).clerk("clerktf01")
    assert clerk is not None
    services.change_roles(other, HARBOR, clerk, frozenset(roles))


def test_two_administrators_the_second_sees_the_difference_and_overwrites_nothing(
    own_office: Office, practice: PracticeStarted
) -> None:
    page = own_office.opens_for("clerktf01", PageId.CLERK_ROLES, ClerkRolesPage)
    tick(page, Role.CLAIM)
    somebody_else_gives(own_office, practice, Role.TRADE_FILES, Role.ELIGIBILITY)

    page.forward_button.click()
    own_office.until(page.messages.findings)

    assert own_office.window.page_id is PageId.CLERK_ROLES
    assert [(each.label, each.was, each.is_now, each.wanted) for each in page.differences.table.rows] == [
        ("Claim", False, False, True),
        ("Eligibility", False, True, False),
    ]
    now = own_office.clerk("clerktf01")
    assert now is not None
    assert now.roles == {Role.TRADE_FILES, Role.ELIGIBILITY}
    assert page.forward_button.text().replace("&", "") == "Save my roles"

    page.forward_button.click()
    own_office.back_at_the_list()
    saved = own_office.clerk("clerktf01")
    assert saved is not None
    assert saved.roles == {Role.TRADE_FILES, Role.CLAIM}


def test_two_administrators_the_second_may_take_what_the_first_did(
    own_office: Office, practice: PracticeStarted
) -> None:
    page = own_office.opens_for("clerktf01", PageId.CLERK_ROLES, ClerkRolesPage)
    tick(page, Role.CLAIM)
    somebody_else_gives(own_office, practice, Role.ELIGIBILITY)
    page.forward_button.click()
    own_office.until(page.theirs_button.isVisible)

    page.theirs_button.click()

    assert page.roles.roles() == {Role.ELIGIBILITY}
    assert not page.differences.isVisible()
    assert not page.has_input()


def test_two_administrators_a_clerk_that_the_first_deleted_cannot_be_changed(
    own_office: Office, practice: PracticeStarted
) -> None:
    page = own_office.opens_for("clerkold1", PageId.CLERK_ROLES, ClerkRolesPage)
    tick(page, Role.PROVIDER_PROFILE)
    own_office.program.workspace.clerks.delete(other_administrator(own_office, practice), HARBOR, "clerkold1")

    page.forward_button.click()
    own_office.until(lambda: page.messages.findings() or page.error.error)

    assert own_office.window.page_id is PageId.CLERK_ROLES
    assert own_office.program.workspace.clerks.refresh(own_office.account, HARBOR).clerk("clerkold1") is None


def test_clk_3_a_reset_password_makes_the_first_sign_on_due_again(
    own_office: Office, practice: PracticeStarted
) -> None:
    page = own_office.opens_for("clerktf01", PageId.CLERK_RESET, ResetClerkPage)
    page.maker.button.click()
    password = page.fields.entry("initial_password")

    page.forward_button.click()
    own_office.until(lambda: page.path.step.name == RESET)

    assert page.once.password == password
    clerk = own_office.program.workspace.clerks.refresh(own_office.account, HARBOR).clerk("clerktf01")
    assert clerk is not None
    assert clerk.status is ClerkStatus.FIRST_SIGN_ON
    accounts = own_office.program.workspace.accounts
    with pytest.raises(WrongPassword):
        accounts.sign_in(practice.portal.name, "clerktf01", account_named(practice, "clerktf01").password)
    assert accounts.sign_in(practice.portal.name, "clerktf01", password).account.user_id == "clerktf01"


def test_asm_1_an_initial_password_that_the_portal_would_refuse_is_told_at_its_field(office: Office) -> None:
    page = office.opens_for("clerktf01", PageId.CLERK_RESET, ResetClerkPage)
    control = page.control("initial_password")
    assert control is not None
    page.fields.suggest("initial_password", "")
    office.qtbot.keyClicks(control, "clerktf01")

    office.qtbot.keyClick(control, Qt.Key.Key_Return)
    office.until(page.messages.findings)

    assert [each.field for each in page.messages.findings()] == ["initial_password"]


def test_clk_5_deleting_waits_for_the_user_id_and_is_for_ever(own_office: Office, practice: PracticeStarted) -> None:
    page = own_office.opens_for("clerkold1", PageId.CLERK_DELETE, DeleteClerkPage)
    assert "gone for ever" in page.consequence.text()
    assert not page.forward_button.isEnabled()
    page.confirm.setText("clerkold")
    assert not page.forward_button.isEnabled()
    page.go_on()
    own_office.until(page.messages.findings)

    page.confirm.setText("clerkold1")
    page.forward_button.click()
    listed = own_office.back_at_the_list()

    assert own_office.clerk("clerkold1") is None
    assert "for ever" in str(listed.messages.findings()[-1].description)
    with pytest.raises(WrongPassword):
        own_office.program.workspace.accounts.sign_in(
            practice.portal.name, "clerkold1", account_named(practice, "clerkold1").password
        )
    add = own_office.opens(PageId.CLERK_ADD, AddClerkPage)
    fill(add, user_id="clerkold1")
    add.forward_button.click()
    own_office.until(add.messages.findings)
    assert [each.field for each in add.messages.findings()] == ["user_id"]


def test_clk_5_a_clerk_of_another_organization_leaves_only_this_one(
    own_office: Office, practice: PracticeStarted
) -> None:
    page = own_office.opens_for("clerktf01", PageId.CLERK_DELETE, DeleteClerkPage)
    assert "also works for 1 other organization" in page.consequence.text()

    page.confirm.setText("clerktf01")
    page.forward_button.click()
    own_office.back_at_the_list()

    assert own_office.clerk("clerktf01") is None
    standing = own_office.program.workspace.accounts.sign_in(
        practice.portal.name, "clerktf01", account_named(practice, "clerktf01").password
    )
    assert HARBOR not in {each.avrs_id for each in standing.organisations}
    assert standing.organisations


def test_offline_the_last_known_clerks_can_be_read_with_their_date_and_nothing_typed(own_office: Office) -> None:
    listed = own_office.opens(PageId.CLERKS, ClerkMaintenancePage)
    known = [row.user_id for row in listed.table.rows]
    own_office.program.workspace.practice.stop()

    listed.refresh()
    own_office.until(lambda: listed.line.words)

    assert "This is how it was on" in listed.line.words
    assert [row.user_id for row in listed.table.rows] == known
    listed.table.selectRow(0)
    assert not any(button.isEnabled() for button in (listed.add_button, listed.roles_button, listed.delete_button))
    assert listed.review_button.isEnabled()
    own_office.window.show_page(PageId.CLERK_ADD)
    add = own_office.window.page(PageId.CLERK_ADD)
    assert isinstance(add, AddClerkPage)
    own_office.until(lambda: add.line.words)
    assert "changes need the portal" in add.line.words
    assert not add.form.fields.isEnabled()
    assert not add.forward_button.isEnabled()


def test_clk_7_switching_the_provider_leaves_a_clerk_panel_for_the_other_list(own_office: Office) -> None:
    page = own_office.opens_for("clerktf01", PageId.CLERK_ROLES, ClerkRolesPage)
    tick(page, Role.CLAIM)

    own_office.program.workplace.switch_provider("009900222")

    listed = own_office.back_at_the_list()
    assert own_office.program.desk.clerks.book is not None
    assert own_office.program.desk.clerks.book.avrs_id == "009900222"
    assert "clerkedo1" not in {row.user_id for row in listed.table.rows}


def test_what_was_done_to_clerks_is_in_the_activity_list_without_the_password(own_office: Office) -> None:
    page = own_office.opens(PageId.CLERK_ADD, AddClerkPage)
    fill(page)
    page.forward_button.click()
    own_office.until(lambda: page.path.step.name == CREATED)

    words = [str(each.words) for each in own_office.program.workspace.trail.entries(account=own_office.account)]

    assert "Clerk maria01 was created." in words
    assert not any(MARIA["initial_password"] in each for each in words)

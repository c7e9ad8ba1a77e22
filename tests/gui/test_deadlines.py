"""The clock in the window: every account's deadlines, reminders in time, and passwords changed unattended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pes_client.domain.accounts import AccountId
from pes_client.errors import PasswordMissing, WrongPassword
from pes_client.gui.app import Program
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.clock import ClockPage
from pes_client.gui.panels.home import HomePage
from pes_client.gui.theme import Tone
from pes_client.policy.deadlines import deadlines, due_reminder
from pes_client.services.deadlines import AccountDeadlines
from pes_client.services.practice import PracticeStarted
from pes_client.wording import text

from .conftest import account_named

PATIENCE = 40_000
PASSWORD_ENDS = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def program_at_home(signed_in: Callable[[str], Program], qtbot: QtBot) -> Program:
    """Signed in on a shared portal, with the deadlines counted once."""
    program = signed_in("provider1")
    qtbot.waitUntil(lambda: bool(program.reminders.lines), timeout=PATIENCE)
    return program


def home(program: Program) -> HomePage:
    page = program.window.page(PageId.HOME)
    assert isinstance(page, HomePage)
    return page


def in_days(program: Program, password: int = 60, *, idle: int = 90) -> None:
    """It is so many days (and some hours) before the account's password ends, and before idleness disables it."""
    line = program.reminders.lines[0]
    standing = line.known.standing
    assert standing is not None
    now = PASSWORD_ENDS - timedelta(days=password, hours=5)
    idle_ends = now + timedelta(days=idle, hours=5)
    standing = replace(standing, password_expires_at=PASSWORD_ENDS, idle_disables_at=idle_ends)
    policy = program.workspace.portals.policy(line.known.account.portal)
    found = deadlines(standing, policy, now, idle_ends_at=idle_ends)
    known = replace(line.known, standing=standing)
    program.reminders.show((AccountDeadlines(known, found, due_reminder(found.days_left, policy)),))


def test_acc_5_nothing_is_said_while_there_is_time(program_at_home: Program) -> None:
    in_days(program_at_home, password=15)

    assert home(program_at_home).reminder.isHidden()
    assert program_at_home.window.status.password.text() == "Password: 15 days left"


@pytest.mark.parametrize(("days", "tone"), [(14, Tone.WARN), (7, Tone.WARN), (3, Tone.STOP), (1, Tone.STOP)])
def test_acc_5_a_reminder_comes_14_7_3_and_1_days_ahead(program_at_home: Program, days: int, tone: Tone) -> None:
    in_days(program_at_home, password=days)

    said = "Your password ends in 1 day." if days == 1 else f"Your password ends in {days} days."
    assert home(program_at_home).reminder.line.words == said
    status = program_at_home.window.status.password
    assert status.palette().color(status.foregroundRole()) == program_at_home.theme.color(tone)


def test_acc_5_a_reminder_that_was_put_aside_comes_back_with_the_next_one(program_at_home: Program) -> None:
    card = home(program_at_home).reminder
    in_days(program_at_home, password=14)
    card.line.close_button.click()
    assert card.isHidden()

    in_days(program_at_home, password=12)
    assert card.isHidden()
    in_days(program_at_home, password=7)
    assert not card.isHidden()


def test_acc_4_an_account_that_nobody_uses_is_reminded_of_too(program_at_home: Program) -> None:
    in_days(program_at_home, password=40, idle=3)

    assert home(program_at_home).reminder.line.words == "provider1 is disabled in 3 days unless it signs in before."


def test_the_reminder_and_the_status_bar_lead_to_the_clock(program_at_home: Program, qtbot: QtBot) -> None:
    window = program_at_home.window
    in_days(program_at_home, password=3)

    qtbot.mouseClick(home(program_at_home).reminder.line.action_button, Qt.MouseButton.LeftButton)
    assert window.page_id is PageId.CLOCK
    window.show_page(PageId.HOME)
    qtbot.mouseClick(window.status.password, Qt.MouseButton.LeftButton)

    assert window.page_id is PageId.CLOCK


def clock(program: Program, qtbot: QtBot, accounts: int) -> ClockPage:
    program.window.show_page(PageId.CLOCK)
    page = program.window.page(PageId.CLOCK)
    assert isinstance(page, ClockPage)
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == accounts, timeout=PATIENCE)
    return page


def test_the_clock_shows_every_account_of_this_computer_the_most_pressing_first(
    signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    signed_in("clerktf01")
    signed_in("expired01")
    page = clock(signed_in("provider1"), qtbot, accounts=3)

    shown = [[column.display(row) for column in page.table.rows.columns] for row in page.table.rows]

    assert shown[0][0] == "expired01"
    assert shown[0][2:4] == ["Over", "Over"]
    assert shown[0][6] == "Change the password"
    assert {row[0] for row in shown[1:]} == {"clerktf01", "provider1"}
    assert all(row[2] == "In good time" for row in shown[1:])


def test_change_password_works_as_the_account_that_was_chosen(
    signed_in: Callable[[str], Program], qtbot: QtBot
) -> None:
    signed_in("clerktf01")
    program = signed_in("provider1")
    page = clock(program, qtbot, accounts=2)
    place = next(at for at, row in enumerate(page.table.rows) if row.known.account.user_id == "clerktf01")
    page.table.selectRow(place)

    page.change_button.click()

    assert program.window.page_id is PageId.CHANGE_PASSWORD
    assert program.workplace.account is not None
    assert program.workplace.account.user_id == "clerktf01"


def test_an_unattended_change_is_explained_first_and_nothing_happens_without_a_yes(
    program_at_home: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[AccountId] = []
    monkeypatch.setattr(program_at_home.workspace.password_changes, "rotate", asked.append)
    page = clock(program_at_home, qtbot, accounts=1)

    page.unattended_button.click()
    question = page._question
    assert question is not None
    assert "Nobody will know the new password" in question.informativeText()
    qtbot.keyClick(question, Qt.Key.Key_Escape)

    assert asked == []
    assert page.unattended_button.isEnabled()


def test_an_unattended_change_ends_the_old_password_and_keeps_one_that_works(
    signed_in_alone: Callable[[str], Program], practice: PracticeStarted, qtbot: QtBot
) -> None:
    program = signed_in_alone("provider1")
    page = clock(program, qtbot, accounts=1)
    say_yes(page)

    qtbot.waitUntil(lambda: bool(page.messages.findings()), timeout=PATIENCE)

    account = program.workplace.account
    assert account is not None
    assert program.workspace.clerks.refresh(account, program.workplace.avrs_id).clerks, "it still works here"
    old = account_named(practice, "provider1").password
    with pytest.raises(WrongPassword):
        program.workspace.accounts.sign_in(practice.portal.name, "provider1", old)


def test_an_unattended_change_that_fails_says_why(
    program_at_home: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_account: AccountId) -> None:
        raise PasswordMissing(text("No password is kept."))

    monkeypatch.setattr(program_at_home.workspace.password_changes, "rotate", refuse)
    page = clock(program_at_home, qtbot, accounts=1)
    say_yes(page)

    qtbot.waitUntil(lambda: page.error.error is not None, timeout=PATIENCE)

    assert page.unattended_button.isEnabled()


def say_yes(page: ClockPage) -> None:
    page.unattended_button.click()
    question = page._question
    assert question is not None
    next(each for each in question.buttons() if "Change" in each.text()).click()

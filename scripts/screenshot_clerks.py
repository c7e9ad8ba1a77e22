"""The rooms of Clerk Maintenance, the clock and the practice mailbox on the walk of `screenshots.py`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from screenshot_walk import Walk

from pes_client.domain.accounts import AccountId, Role
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.clerk_review import ClerkReviewPage
from pes_client.gui.panels.clerks import ClerkMaintenancePage
from pes_client.gui.panels.clock import ClockPage
from pes_client.gui.widgets.mailbox_window import MailboxWindow
from pes_client.gui.widgets.page import Page
from pes_client.gui.wizards.add_clerk import AddClerkPage
from pes_client.gui.wizards.clerk_roles import ClerkRolesPage
from pes_client.gui.wizards.delete_clerk import DeleteClerkPage
from pes_client.gui.wizards.reset_clerk import ResetClerkPage
from pes_client.policy.deadlines import deadlines, due_reminder
from pes_client.services.deadlines import AccountDeadlines

BROKEN = {"user_id": "1maria", "first_name": "Maria", "email": "maria@sample", "initial_password": "short"}
MARIA = {"user_id": "maria01", "first_name": "Maria", "last_name": "Newhand", "email": "maria@sample.example"}
SOON_DAYS = (2, 10)


class ClerkRooms(Walk):
    """A master user at work."""

    def clerk_rooms(self) -> None:
        """Every panel of a master user, and what goes wrong in it."""
        self._sign_in("provider1", PageId.HOME, Page)
        for room in (
            self._clerks,
            self._add_clerk,
            self._clerk_roles,
            self._reset_clerk,
            self._delete_clerk,
            self._clerk_review,
            self._clock,
            self._mailbox,
            self._small_clerk_rooms,
        ):
            room()

    def _clerk_page(self, page_id: PageId, user_id: str = "") -> None:
        """The page of a clerk, with the clerks as the portal tells them now."""
        clerks = self.program.desk.clerks
        clerks.chosen = user_id
        self.window.show_page(page_id)
        self._until(lambda: clerks.is_current and not clerks.is_asking)

    def _clerks(self) -> None:
        self._clerk_page(PageId.CLERKS)
        page = self._now_open(PageId.CLERKS, ClerkMaintenancePage)
        page.table.selectRow(1)
        self._snap("clerks")
        page.filter.setText("nobody of that name")
        self._snap("clerks, nothing found")
        page.filter.clear()

    def _add_clerk(self) -> None:
        self._clerk_page(PageId.CLERK_ADD)
        page = self._now_open(PageId.CLERK_ADD, AddClerkPage)
        self._snap("add clerk")
        self._fill(page.form.fields.control, BROKEN)
        for role in (Role.TRADE_FILES, Role.TRADE_FILES_E_DELIVERY_ONLY):
            if (box := page.form.roles.box(role)) is not None:
                box.click()
        page.go_on()
        self._until(page.messages.findings)
        self._snap("add clerk, errors")
        self._fill(page.form.fields.control, MARIA | {"user_id": "clerktf01"})
        page.form.maker.make()
        self._snap("add clerk, a password was made")
        page.say(())
        page.go_on()
        self._until(page.messages.findings)
        self._snap("add clerk, a user ID that is taken")
        page.escape()
        self._snap_dialog("add clerk, Esc asks", QMessageBox)
        self._fill(page.form.fields.control, MARIA)
        page.go_on()
        self._until(lambda: page.path.is_committed)
        self._snap("add clerk, created")
        page.go_on()

    def _clerk_roles(self) -> None:
        self._clerk_page(PageId.CLERK_ROLES, "clerktf01")
        page = self._now_open(PageId.CLERK_ROLES, ClerkRolesPage)
        for role in (Role.CLAIM, Role.TRADE_FILES_E_DELIVERY_ONLY):
            if (box := page.roles.box(role)) is not None:
                box.click()
        self._snap("clerk roles")
        self._somebody_else_gives(Role.TRADE_FILES, Role.ELIGIBILITY)
        page.go_on()
        self._until(page.theirs_button.isVisible)
        self._snap("clerk roles, changed by someone else")
        page.theirs_button.click()
        self._snap("clerk roles, as they are now")
        page.leave()

    def _somebody_else_gives(self, *roles: Role) -> None:
        account = self._account()
        services, avrs_id = self.program.workspace.clerks, self.program.workplace.avrs_id
        clerk = services.refresh(account, avrs_id).clerk("clerktf01")
        if clerk is not None:
            services.change_roles(account, avrs_id, clerk, frozenset(roles))

    def _reset_clerk(self) -> None:
        self._clerk_page(PageId.CLERK_RESET, "clerkold1")
        page = self._now_open(PageId.CLERK_RESET, ResetClerkPage)
        self._fill(page.fields.control, {"initial_password": "clerkold1"})
        page.go_on()
        self._until(page.messages.findings)
        self._snap("reset clerk, errors")
        page.maker.make()
        page.go_on()
        self._until(lambda: page.path.is_committed)
        self._snap("reset clerk, done")
        page.go_on()

    def _delete_clerk(self) -> None:
        self._clerk_page(PageId.CLERK_DELETE, "clerktf01")
        self._now_open(PageId.CLERK_DELETE, DeleteClerkPage)
        self._snap("delete clerk, who stays elsewhere")
        self._clerk_page(PageId.CLERK_DELETE, "clerkold1")
        page = self._now_open(PageId.CLERK_DELETE, DeleteClerkPage)
        page.confirm.setText("clerkold1")
        self._snap("delete clerk, for ever")
        page.go_on()
        self._now_open(PageId.CLERKS, ClerkMaintenancePage)
        self._snap("clerks, one was deleted")

    def _clerk_review(self) -> None:
        self._clerk_page(PageId.CLERK_REVIEW)
        page = self._now_open(PageId.CLERK_REVIEW, ClerkReviewPage)
        self._snap("clerk review")
        page.note_button.click()
        self._until(page.messages.findings)
        self._snap("clerk review, noted")

    def _clock(self) -> None:
        page = self._open(PageId.CLOCK, ClockPage)
        self._until(lambda: page.table.rows.rowCount() > 1)
        self._snap("deadlines")
        page.unattended_button.click()
        self._snap_dialog("deadlines, unattended change asks", QMessageBox)
        self._soon()
        self._snap("deadlines, two come soon")
        self._open(PageId.HOME, Page)
        QTest.qWait(900)
        self._soon()
        self._snap("home, a reminder")
        self.window.resize(960, 600)
        QTest.qWait(400)
        self._snap("smallest window, a reminder")
        self.window.resize(1200, 800)
        self.program.reminders.look()

    def _soon(self) -> None:
        """As if the passwords of the first accounts ended within days."""
        now, lines = datetime.now(UTC), []
        for line, days in zip(self.program.reminders.lines, SOON_DAYS, strict=False):
            if line.known.standing is not None:
                standing = replace(line.known.standing, password_expires_at=now + timedelta(days=days, hours=3))
                policy = self.program.workspace.portals.policy(line.known.account.portal)
                found = deadlines(standing, policy, now, idle_ends_at=standing.idle_disables_at)
                known = replace(line.known, standing=standing)
                lines.append(AccountDeadlines(known, found, due_reminder(found.days_left, policy)))
        self.program.reminders.show(tuple(lines))

    def _mailbox(self) -> None:
        self.window.header.practice.click()
        self._snap_dialog("practice mailbox, empty", MailboxWindow)
        data = self.program.workspace.home / "practice" / "data"
        command = [sys.executable, "-m", "pes_portal", "clock", "--data", str(data), "--advance", "12h"]
        subprocess.run(command, cwd=Path(__file__).parents[1], check=True, capture_output=True)
        account, notices = self._account(), self.program.workspace.notice_box
        self._until(lambda: notices.mailbox(account))
        self.window.header.practice.click()
        self._snap_dialog("practice mailbox", MailboxWindow)

    def _small_clerk_rooms(self) -> None:
        self.window.resize(960, 600)
        for page_id in (PageId.CLERKS, PageId.CLERK_ADD, PageId.CLERK_REVIEW, PageId.CLOCK):
            self._clerk_page(page_id)
            self._snap(f"smallest window, {page_id}")
        self.window.resize(1200, 800)

    def _clerks_offline(self) -> None:
        """The portal is gone: the last known state can be read."""
        clerks = self.program.desk.clerks
        for page_id in (PageId.CLERKS, PageId.CLERK_ADD, PageId.CLERK_REVIEW):
            self.window.show_page(page_id)
            self._until(lambda: clerks.book and not clerks.is_asking and not clerks.is_current)
            self._snap(f"offline, {page_id}")

    def _account(self) -> AccountId:
        account = self.program.workplace.account
        if account is None:
            raise RuntimeError("nobody is signed in")
        return account

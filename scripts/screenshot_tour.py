"""The walk that `screenshots.py` takes: the main job, and on its way every empty, busy and error state."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from screenshot_accounts import AccountRooms
from screenshot_clerks import ClerkRooms

from pes_client.domain.submissions import SubmissionState
from pes_client.domain.tradefiles import TradeFileState
from pes_client.gui.navigation import PageId
from pes_client.gui.panels.activity import ActivityPage
from pes_client.gui.panels.download import DownloadPage
from pes_client.gui.panels.letters import LettersPage
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.panels.start import StartPage
from pes_client.gui.panels.upload import UploadPage
from pes_client.gui.viewer.window import DocumentWindow
from pes_client.gui.widgets.error_dialog import ErrorDialog
from pes_client.gui.widgets.help_window import HelpWindow
from pes_client.gui.widgets.page import Page
from pes_client.gui.wizards.site_security import SUBMITTED, SiteSecurityWizard
from pes_client.resources import resource

ISA13 = slice(90, 99)
FINAL = {SubmissionState.ACCEPTED, SubmissionState.PARTLY, SubmissionState.REJECTED}
FIRST_TRY = {
    "question_1": "What was my first dog called?",
    "answer_1": "Rex-1",
    "question_2": "Where did I keep the spare key of the boathouse in 1987?",
    "answer_2": "Teapot",
    "email": "tessa@example.com",
    "confirm_email": "tessa@example.org",
}
SECOND_TRY = FIRST_TRY | {
    "answer_1": "Rex",
    "question_2": "Where did I keep the spare key?",
    "confirm_email": "tessa@example.com",
}


class Tour(AccountRooms, ClerkRooms):
    """Walks once; `snap` keeps what is seen, at 100 % in light and in dark."""

    def walk(self) -> None:
        """Every room, in the order in which a new user sees them."""
        for room in (
            self._start,
            self._signing_in,
            self._site_security,
            self._before_anything_happened,
            self._upload,
            self._download,
            self._letters,
            self._activity,
            self._at_home,
            self._other_roles,
            self.account_rooms,
            self.clerk_rooms,
            self._offline,
        ):
            room()

    def _start(self) -> None:
        page = self._open(PageId.START, StartPage)
        self._snap("start")
        page.use_certificate(Path(self.program.workspace.home / "practice/data/certificates/ca.pem"))
        page.address.setText("http://portal.example.org")
        page.compared.setChecked(True)
        page.connect_button.click()
        self._until(lambda: page.error.error)
        self._snap("start, an address that is refused")

    def _signing_in(self) -> None:
        page = self._open(PageId.SIGN_IN, SignInPage)
        page.offer_practice(self.practice.portal.name, self.practice.accounts)
        self._snap("sign in, practice accounts")
        for user_id, picture in (("lockedusr", "sign in, a locked account"), ("disabled1", "sign in, disabled")):
            self._type_account(page, user_id)
            page.sign_in_button.click()
            self._until(lambda: page.error.error)
            self._snap(picture)
        page.user_id.setText("tpmaster1")
        page.password.setText("wrong")
        page.sign_in_button.click()
        self._until(lambda: page.error.error)
        self._snap("sign in, a wrong password")
        self._type_account(page, "tpmaster1")
        page.sign_in_button.click()
        self._until(lambda: self.window.page_id is PageId.SITE_SECURITY)

    def _site_security(self) -> None:
        wizard = self._open(PageId.SITE_SECURITY, SiteSecurityWizard)
        self._snap("site security, info")
        wizard.go_on()
        self._snap("site security, form")
        self._fill(wizard.form.control, FIRST_TRY)
        QTest.qWait(700)
        self._snap("site security, advice while typing")
        wizard.go_on()
        self._until(wizard.messages.findings)
        self._snap("site security, errors")
        wizard.escape()
        self._snap_dialog("site security, Esc asks", QMessageBox)
        self._fill(wizard.form.control, SECOND_TRY)
        wizard.go_on()
        self._until(lambda: wizard.path.step.name == SUBMITTED)
        self._snap("site security, submitted")
        wizard.go_on()

    def _before_anything_happened(self) -> None:
        self._until(lambda: self.program.figures.now)
        for page_id, picture in (
            (PageId.HOME, "home, nothing sent yet"),
            (PageId.UPLOAD, "upload, empty"),
            (PageId.LETTERS, "letters, empty"),
        ):
            self._open(page_id, Page)
            self._snap(picture)

    def _upload(self) -> None:
        page = self._open(PageId.UPLOAD, UploadPage)
        samples = sorted(resource("samples").glob("*.x12"))
        broken = self.program.workspace.home / "claims-damaged.x12"
        broken.write_bytes(samples[0].read_bytes().replace(b"IEA*1*", b"IEA*2*").replace(b"SE*", b"SE*9"))
        self.window.add_paths([*samples, broken])
        self._until(lambda: len(page.candidates.candidates()) == len(samples) + 1)
        page.candidates.table.selectRow(0)
        self._snap("upload, checked files")
        page.candidates.table.selectRow(len(samples))
        self._snap("upload, what the check found")
        page.candidates.send_button.click()
        self._until(lambda: page.queue.rows.rowCount() == len(samples))
        self._until(lambda: all(row.state in FINAL for row in page.queue.rows))
        self._snap("upload, answered")
        page.candidates.drop([broken])
        self.window.add_paths(samples[:1])
        self._until(page.candidates.candidates)
        page.candidates.send_button.click()
        self._until(lambda: page.candidates.candidates()[0].already)
        page.candidates.table.selectRow(0)
        self._snap("upload, sent before")
        page.candidates.insist_button.click()
        self._snap_dialog("upload, send again asks", QMessageBox)
        page.candidates.drop([each.file.path for each in page.candidates.candidates()])
        page.say(())

    def _download(self) -> None:
        page = self._open(PageId.DOWNLOAD, DownloadPage)
        self._until(lambda: page.table.rows.rowCount() > 10)
        self._snap("download")
        page.table.selectAll()
        page.download_button.click()
        self._until(lambda: all(row.is_here or row.state is TradeFileState.POSTING for row in page.table.rows))
        page.table.clearSelection()
        self._snap("download, everything is here")
        for place, row in enumerate(page.table.rows):
            if row.state is TradeFileState.POSTING:
                page.table.selectRow(place)
        page.open_button.click()
        self._until(page.messages.findings)
        self._snap("download, a letter still being posted")
        for suffix, picture in ((".pdf", "a letter"), (".x12", "an acknowledgement")):
            place = next(
                at for at, row in enumerate(page.table.rows) if row.is_here and row.listed.name.endswith(suffix)
            )
            page.table.selectRow(place)
            page.open_button.click()
            self._snap_dialog(picture, DocumentWindow)
        page.form.words.setText("no such name")
        self._until(lambda: page.table.rows.rowCount() == 0)
        self._snap("download, nothing found")
        page.form.words.clear()

    def _letters(self) -> None:
        page = self._open(PageId.LETTERS, LettersPage)
        self._until(lambda: page.table.rows.rowCount() > 0)
        self._snap("letters")
        page.table.selectRow(1)
        self._until(lambda: page.view.shows_pages)
        QTest.qWait(900)
        self._snap("letters, reading")

    def _activity(self) -> None:
        page = self._open(PageId.ACTIVITY, ActivityPage)
        self._until(lambda: page.table.rows.rowCount() > 0)
        self._snap("activity")
        page.filter.setText("rejected")
        QTest.qWait(900)
        self._snap("activity, filtered")
        page.filter.clear()

    def _at_home(self) -> None:
        self._open(PageId.HOME, Page)
        QTest.qWait(900)
        self._snap("home")
        self._open(PageId.SETTINGS, Page)
        self._snap("settings")
        self._open(PageId.HOME, Page)
        help_window = HelpWindow(self.window)
        help_window.explain(self.window.page(PageId.UPLOAD))
        help_window.show()
        self._snap_dialog("help", HelpWindow)
        mistake = ErrorDialog(
            "The program made a mistake",
            "Your files and what was queued are safe. Close the window and start the program again if something"
            " looks wrong; the details help support to find the mistake.",
            "details",
            self.program.theme,
            self.window,
        )
        mistake.open()
        self._snap_dialog("a mistake of the program", ErrorDialog)
        self.window.resize(960, 600)
        for page_id in (PageId.HOME, PageId.UPLOAD, PageId.DOWNLOAD):
            self._open(page_id, Page)
            QTest.qWait(400)
            self._snap(f"smallest window, {page_id}")
        self.window.resize(1200, 800)

    def _other_roles(self) -> None:
        self._sign_in("clerkedo1", PageId.HOME, Page)
        QTest.qWait(900)
        self._snap("clerk with E-Delivery only")

    def _offline(self) -> None:
        self._sign_in("provider1", PageId.HOME, Page)
        self.program.workspace.practice.stop()
        self.program.workspace.transfers.wake()
        self._until(lambda: self.program.workplace.is_online is False)
        upload = self._open(PageId.UPLOAD, UploadPage)
        late = self.program.workspace.home / "claims-late.x12"
        sample = sorted(resource("samples").glob("*.x12"))[0].read_bytes()
        late.write_bytes(sample.replace(sample[ISA13], b"000000909"))
        upload.add_paths([late])
        self._until(upload.candidates.candidates)
        upload.candidates.send_button.click()
        self._until(lambda: any(row.in_outbox for row in upload.queue.rows))
        self._until(lambda: "wait" in self.window.header.connection.text())
        self._snap("offline, a file waits")
        self._open(PageId.HOME, Page)
        QTest.qWait(900)
        self._snap("offline, home")
        self._account_maintenance_offline()
        self._clerks_offline()

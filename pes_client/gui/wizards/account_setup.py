"""*Account Setup*: from the PIN letter to the local administrator of an organization (SET-1…4)."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.findings import Finding, Severity
from pes_client.errors import PesError, PortalRefused
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.wizards.account_setup_panels import AdministratorForm, LetterPanel
from pes_client.gui.wizards.form_wizard import Findings, FormWizard
from pes_client.gui.wizards.pin_request import PinRequestDialog
from pes_client.gui.wizards.security_panels import SecurityForm
from pes_client.gui.wizards.steps import Step
from pes_client.gui.wizards.words_panel import WordsPanel
from pes_client.policy.account_setup import (
    ACCOUNT_SETUP,
    FIELD_LABELS,
    PIN_FIELD_LABELS,
    AccountSetup,
)
from pes_client.portal.account_gateway import SetupTicket
from pes_client.wording import _, text

LETTER = "letter"
ADMINISTRATOR = "administrator"
QUESTIONS = "questions"
DONE = "done"
BREADCRUMB = text("Secure Site Log in > Account Setup")
_TICKET_ENDED = "ticket.ended"

STEPS = (
    Step(LETTER, title=ACCOUNT_SETUP, breadcrumb=BREADCRUMB, forward=text("Co&ntinue"), asks=True),
    Step(
        ADMINISTRATOR,
        title=text("Local administrator"),
        breadcrumb=BREADCRUMB,
        forward=text("Co&ntinue"),
        backward=text("pre&vious"),
        asks=True,
    ),
    Step(
        QUESTIONS,
        title=text("Secret questions and e-mail"),
        breadcrumb=BREADCRUMB,
        forward=text("Create &account"),
        backward=text("pre&vious"),
        commits=True,
    ),
    Step(DONE, title=text("Account set up"), breadcrumb=BREADCRUMB, forward=text("Sig&n in")),
)


class AccountSetupWizard(FormWizard):
    """Nothing exists before the last button, and everything after it: the portal makes the account in one piece."""

    title = ACCOUNT_SETUP
    breadcrumb = BREADCRUMB
    labels = MappingProxyType({**PIN_FIELD_LABELS, **FIELD_LABELS})
    help = (
        text(
            "The PIN letter proves that you may set up your organization's account. You choose a user ID and a"
            " password, and become the local administrator: the master user who creates clerks."
        ),
        text(
            "The letter's own ID and PIN end with the setup; sign in with the new user ID afterwards. A PIN works"
            " once and only for some time: ask for a new letter if it is too old."
        ),
        text(
            "The user ID may be longer than the older Provider Electronic Solutions software takes; this program"
            " takes whatever the portal takes."
        ),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STEPS, parent)
        self._portal = ""
        self._ticket: SetupTicket | None = None
        self._made = ""
        self.letter = LetterPanel(desk.theme, self)
        self.administrator = AdministratorForm(desk.theme, self)
        self.questions = SecurityForm(desk.theme, self)
        self.done = WordsPanel(desk.theme, self)
        self.add_form(LETTER, self.letter, self.letter.fields)
        self.add_form(ADMINISTRATOR, self.administrator, self.administrator.fields)
        self.add_form(QUESTIONS, self.questions, self.questions.fields)
        self.add_panel(self.done)
        self.letter.request_wanted.connect(self._on_request_wanted)
        self.show_step()

    def begin_for(self, account: AccountId) -> None:
        """Start on this account's portal."""
        self.forget()
        self.start_again()
        self._portal, self._made = account.portal, ""
        policy = self.desk.workspace.portals.policy(account.portal)
        self.letter.use_rules(policy, self.desk.workspace.portals.get(account.portal).title)
        self.administrator.use_rules(policy)
        self.focus_first()

    def commit(self) -> None:
        """What the button of the open panel asks or sends."""
        asks = {LETTER: self._try_letter, ADMINISTRATOR: self._check_administrator, QUESTIONS: self._create}
        asks[self.path.step.name]()

    def failed(self, error: PesError) -> None:
        """Where the letter's time is over, it begins again with the letter; what was typed stays."""
        if isinstance(error, PortalRefused) and error.code == _TICKET_ENDED:
            self.path.start_again()
            self.show_step()
        super().failed(error)

    def forget(self) -> None:
        """Nothing typed stays, and the next passwords are dots again."""
        super().forget()
        self.administrator.mask_again()

    def leave(self) -> None:
        """To sign-in, with the new user ID if there is one."""
        made = AccountId(self._made, self._portal)
        self.forget()
        self._ticket = None
        self.start_again()
        if made.user_id:
            self.page_wanted_for.emit(PageId.SIGN_IN, made)
        else:
            self.page_wanted.emit(PageId.SIGN_IN)

    def _try_letter(self) -> None:
        setups, entries = self.desk.workspace.account_setups, self.letter.pin_entries()
        self.submit(
            partial(setups.verify, self._portal, entries),
            self._on_letter_accepted,
            check=partial(setups.check_pin, self._portal, entries),
        )

    def _check_administrator(self) -> None:
        check = partial(
            self.desk.workspace.account_setups.check,
            self._portal,
            self._setup(),
            initial_id=self.letter.fields.entry("identifier"),
        )
        self.submit(check, self._on_administrator_checked)

    def _create(self) -> None:
        if self._ticket is None:
            return
        setups, setup = self.desk.workspace.account_setups, self._setup()
        self.submit(
            partial(setups.create, self._portal, self._ticket, setup),
            self._on_created,
            check=partial(setups.check, self._portal, setup, initial_id=self.letter.fields.entry("identifier")),
        )

    def _setup(self) -> AccountSetup:
        return AccountSetup(**self.administrator.fields.entries(), **self.questions.fields.entries())

    @Slot(object)
    def _on_letter_accepted(self, ticket: SetupTicket) -> None:
        self._ticket = ticket
        words = text(
            "The letter is accepted: you set up {name}, AVRS ID {avrs_id}.", name=ticket.name, avrs_id=ticket.avrs_id
        )
        self.say((Finding(words, ACCOUNT_SETUP, severity=Severity.SUCCESS),))
        self.sent()

    @Slot(tuple)
    def _on_administrator_checked(self, findings: Findings) -> None:
        # The questions come on the next panel; nobody has been asked for them yet.
        asked_so_far = tuple(each for each in findings if each.field in self.administrator.fields)
        if asked_so_far:
            self.refuse(asked_so_far)
            return
        policy = self.desk.workspace.portals.policy(self._portal)
        self.questions.use_rules(policy.security_profile, self.administrator.user_id())
        self.say(())
        self.sent()

    @Slot(tuple)
    def _on_created(self, findings: Findings) -> None:
        self._made = self.administrator.user_id()
        name = self._ticket.name if self._ticket else ""
        self.done.say(
            _("The account {user} is set up", user=self._made),
            (
                _("You are the local administrator of {name}: you read its letters and create its clerks.", name=name),
                _("The letter's ID and PIN no longer sign on. Sign in with the new user ID and password now."),
            ),
        )
        self.accepted(findings)

    @Slot()
    def _on_request_wanted(self) -> None:
        policy = self.desk.workspace.portals.policy(self._portal)
        dialog = PinRequestDialog(policy, self.letter.fields.entry("identifier"), self.desk.theme, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

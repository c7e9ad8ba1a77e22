"""*Increased Site Security*: two questions, two answers and an e-mail address, once, before anything else (SEC-1…8)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from pes_client.domain.accounts import NextStep
from pes_client.domain.findings import Finding, Severity
from pes_client.errors import PesError, PortalRefused
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.soon import Soon
from pes_client.gui.wizards.security_panels import InfoPanel, SecurityForm, SubmittedPanel
from pes_client.gui.wizards.steps import Step
from pes_client.gui.wizards.wizard_page import WizardPage
from pes_client.policy.security_profile import FIELD_LABELS
from pes_client.wording import text

INFO = "info"
ACCOUNT_SECURITY = "account_security"
SUBMITTED = "submitted"

STEPS = (
    Step(
        INFO,
        title=text("Increased Site Security Info"),
        breadcrumb=text("Increased Site Security Info"),
        forward=text("Co&ntinue"),
    ),
    Step(
        ACCOUNT_SECURITY,
        title=text("Account Security"),
        breadcrumb=text("Increased Site Security Info > Account Security"),
        forward=text("Su&bmit"),
        backward=text("pre&vious"),
        commits=True,
    ),
    Step(
        SUBMITTED,
        title=text("Account Security Info Submitted"),
        breadcrumb=text("Increased Site Security Info > Account Security"),
        forward=text("Co&ntinue"),
    ),
)


class SiteSecurityWizard(WizardPage):
    """The three panels. Advice comes while typing, errors when submitting, both from the portal's own rules."""

    title = text("Increased Site Security Info")
    breadcrumb = text("Increased Site Security Info")
    help = (
        text(
            "The portal asks every master user, clerk and trading partner once for two secret questions, two"
            " answers and an e-mail address. Files can be sent and fetched after this is done."
        ),
        text(
            "Later the answers help to prove who you are: when a password is forgotten, or when the account has"
            " been locked or gone inactive."
        ),
        text(
            "Choose questions that others cannot guess or look up. An answer need not be true; you only have to"
            " remember it. New answers replace earlier ones, and earlier ones may be used again."
        ),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STEPS, parent)
        self.form = SecurityForm(desk.theme, self)
        for panel in (InfoPanel(desk.theme, self), self.form, SubmittedPanel(desk.theme, self)):
            self.add_panel(panel)
        self._advice_asked = 0
        self._advise_soon = Soon(self._ask_for_advice, self, milliseconds=350)
        self.form.typed.connect(self._advise_soon.restart)
        self.show_step()

    def opened(self) -> None:
        """Limits and hints come from this portal's policy."""
        workplace = self.desk.workplace
        if self.path.step.name == INFO and workplace.account is not None:
            self.form.use_rules(self.desk.workspace.portals.policy(workplace.account.portal).security_profile)
            standing = workplace.known.standing if workplace.known else None
            self.form.suggest_email(standing.email if standing else "")
        self.focus_first()

    def focus_first(self) -> None:
        """The first empty field of the form, or the button."""
        if self.path.step.name == ACCOUNT_SECURITY:
            self.form.focus_first_empty()
        else:
            super().focus_first()

    def has_input(self) -> bool:
        """Whether a question or an answer was typed."""
        return self.form.has_input()

    def field_named(self, field: str, row: int) -> QWidget | None:  # noqa: ARG002 - the form has no rows
        """The control of a field; the form comes to the front first."""
        return self.form.control(field)

    def commit(self) -> None:
        """Check here, then send once."""
        account = self.desk.workplace.account
        if account is None:
            return
        self.sending()
        check = partial(self.desk.workspace.accounts.check_security_profile, account, self.form.profile())
        self.desk.bridge.run(check, self._on_checked, self._on_failed)

    def leave(self) -> None:
        """To the account's home when done; otherwise back to sign-in, nothing sent and nothing kept."""
        done = self.path.is_committed
        self.form.clear()
        self.start_again()
        known = self.desk.workplace.known
        standing = known.standing if known else None
        due = standing is not None and standing.next_step is not NextStep.NONE
        if done:
            self.page_wanted.emit(PageId.STEP_DUE if due else PageId.HOME)
        else:
            self.page_wanted.emit(PageId.SIGN_IN)

    @Slot(tuple)
    def _on_checked(self, findings: tuple[Finding, ...]) -> None:
        account = self.desk.workplace.account
        if findings or account is None:
            self._refuse(findings)
            return
        save = partial(self.desk.workspace.accounts.save_security_profile, account, self.form.profile())
        self.desk.bridge.run(save, self._on_saved, self._on_failed)

    @Slot(tuple)
    def _on_saved(self, findings: tuple[Finding, ...]) -> None:
        self.say(findings, FIELD_LABELS)
        self.form.clear()
        self.sent()

    def _on_failed(self, error: PesError) -> None:
        findings = error.findings if isinstance(error, PortalRefused) else ()
        shown = tuple(each for each in findings if isinstance(each, Finding))
        if shown:
            self._refuse(shown)
            return
        self.not_sent()
        self.show_error(error)

    def _refuse(self, findings: tuple[Finding, ...]) -> None:
        self.not_sent()
        self.say(findings, FIELD_LABELS)
        self.form.mark({each.field for each in findings if each.severity is Severity.ERROR})
        first = self.form.control(findings[0].field) if findings else None
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _ask_for_advice(self) -> None:
        account = self.desk.workplace.account
        if account is not None and self.path.step.name == ACCOUNT_SECURITY:
            ask = partial(self.desk.workspace.accounts.advise_security_profile, account, self.form.profile())
            self._advice_asked = self.desk.bridge.run(ask, self._on_advice, instead_of=self._advice_asked)

    @Slot(tuple)
    def _on_advice(self, advice: tuple[Finding, ...]) -> None:
        self.form.advise({each.field: str(each.description) for each in reversed(advice)})

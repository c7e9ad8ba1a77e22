"""*Increased Site Security*: two questions, two answers and an e-mail address, once, before anything else (SEC-1…8)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pes_client.domain.accounts import NextStep
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.wizards.form_wizard import Findings, FormWizard
from pes_client.gui.wizards.security_panels import SecurityForm, info_panel, submitted_panel
from pes_client.gui.wizards.steps import Step
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


class SiteSecurityWizard(FormWizard):
    """The three panels. Advice comes while typing, errors when submitting, both from the portal's own rules."""

    title = text("Increased Site Security Info")
    breadcrumb = text("Increased Site Security Info")
    labels = FIELD_LABELS
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
        self.add_panel(info_panel(desk.theme, self))
        self.add_form(ACCOUNT_SECURITY, self.form, self.form.fields)
        self.add_panel(submitted_panel(desk.theme, self))
        self.show_step()

    def opened(self) -> None:
        """Limits and hints come from this portal's policy."""
        workplace = self.desk.workplace
        if self.path.step.name == INFO and workplace.account is not None:
            policy = self.desk.workspace.portals.policy(workplace.account.portal)
            self.form.use_rules(policy.security_profile, workplace.account.user_id)
            standing = workplace.known.standing if workplace.known else None
            self.form.suggest_email(standing.email if standing else "")
        self.focus_first()

    def commit(self) -> None:
        """Check here, then send once."""
        account = self.desk.workplace.account
        if account is None:
            return
        accounts, profile = self.desk.workspace.accounts, self.form.profile()
        self.submit(
            partial(accounts.save_security_profile, account, profile),
            self._on_saved,
            check=partial(accounts.check_security_profile, account, profile),
        )

    def leave(self) -> None:
        """To the account's home when done; otherwise back to sign-in, nothing sent and nothing kept."""
        done = self.path.is_committed
        self.forget()
        self.start_again()
        known = self.desk.workplace.known
        standing = known.standing if known else None
        due = standing is not None and standing.next_step is not NextStep.NONE
        if done:
            self.page_wanted.emit(PageId.STEP_DUE if due else PageId.HOME)
        else:
            self.page_wanted.emit(PageId.SIGN_IN)

    @Slot(tuple)
    def _on_saved(self, findings: Findings) -> None:
        self.accepted(findings)

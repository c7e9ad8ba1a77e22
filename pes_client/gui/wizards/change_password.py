"""*Change Password*: at any time, when the password has ended (ACC-5), and at a clerk's first sign-on (CLK-3)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from pes_client.domain.accounts import AccountId, NextStep
from pes_client.errors import PesError
from pes_client.gui.contacts import self_service_that_fits
from pes_client.gui.deadline_words import password_words
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.theme import Tone
from pes_client.gui.widgets.notice_line import NoticeLine
from pes_client.gui.wizards.form_wizard import Findings, FormWizard
from pes_client.gui.wizards.password_form import CURRENT, NEW_TWICE, PasswordForm
from pes_client.gui.wizards.steps import Step
from pes_client.gui.wizards.words_panel import WordsPanel
from pes_client.policy.passwords import FIELD_LABELS
from pes_client.services.deadlines import AccountDeadlines
from pes_client.wording import Text, _, text

CHANGE = "change"
CHANGED = "changed"
BREADCRUMB = text("Account Maintenance > Change Password")

STEPS = (
    Step(CHANGE, title=text("Change Password"), breadcrumb=BREADCRUMB, forward=text("C&hange password"), commits=True),
    Step(CHANGED, title=text("Password Changed"), breadcrumb=BREADCRUMB, forward=text("Co&ntinue")),
)

_DUE: dict[NextStep, tuple[Text, Text]] = {
    NextStep.PASSWORD_CHANGE: (
        text("Your password has ended"),
        text(
            "The portal asks for a new password before anything else. Files that wait on this computer are kept and"
            " go out afterwards."
        ),
    ),
    NextStep.CLERK_FIRST_SIGN_ON: (
        text("Your first sign-on as a clerk"),
        text(
            "Change the initial password that your master user gave you; then the portal asks for two secret"
            " questions. Files can be sent and fetched after both."
        ),
    ),
}


class ChangePasswordWizard(FormWizard):
    """One form and what came of it. Where the change is due, nothing else opens before it."""

    title = text("Change Password")
    breadcrumb = BREADCRUMB
    labels = FIELD_LABELS
    help = (
        text(
            "Type the current password once and the new one twice. The list beside the form shows which of the"
            " portal's rules the new password meets; the portal alone knows your earlier passwords."
        ),
        text(
            "A wrong current password counts as a wrong password at sign-in: more than six in a row lock the account."
        ),
        text("This program keeps the new password in the keyring, so that files go on going out and coming back."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STEPS, parent)
        self._account: AccountId | None = None
        self._was_due = NextStep.NONE
        self.notice = NoticeLine(desk.theme, self)
        self.form = PasswordForm((CURRENT, *NEW_TWICE), desk.theme, self)
        self._changed = WordsPanel(desk.theme, self)
        self.cancel_button = QPushButton(_("Canc&el"), self)
        self.content.insertWidget(0, self.notice)
        self.add_form(CHANGE, self.form, self.form.fields)
        self.add_panel(self._changed)
        self.buttons.insertWidget(self.buttons.indexOf(self.forward_button), self.cancel_button)
        self.cancel_button.clicked.connect(self.escape)
        self.error.acted.connect(self._on_self_service)
        self.show_step()

    def opened(self) -> None:
        """Whose password it is, why it is asked for, and how long it lasts."""
        known = self.desk.workplace.known
        if known is None or self.path.step.name == CHANGED:
            return
        if known.account != self._account:
            self._account = known.account
            self.forget()
            self.start_again()
        policy = self.desk.workspace.portals.policy(known.account.portal)
        self.form.use_rules(policy, known.account.user_id)
        self._was_due = known.standing.next_step if known.standing else NextStep.NONE
        self._say_why()
        self.focus_first()

    def show_step(self) -> None:
        """What was changed cannot be canceled."""
        super().show_step()
        self.cancel_button.setVisible(self.path.step.commits)
        self.notice.setVisible(bool(self.notice.words) and self.path.step.commits)

    def sending(self) -> None:
        """Nothing is left half-way while the portal is asked."""
        super().sending()
        self.cancel_button.setEnabled(False)

    def not_sent(self) -> None:
        """Everything typed stays where it is."""
        super().not_sent()
        self.cancel_button.setEnabled(True)

    def forget(self) -> None:
        """No password stays, and the next ones are dots again."""
        super().forget()
        self.form.mask_again()

    def commit(self) -> None:
        """Check here, then send once."""
        if self._account is None:
            return
        changes, entries = self.desk.workspace.password_changes, self.form.password_entries()
        self.submit(
            partial(changes.change, self._account, entries),
            self._on_changed,
            check=partial(changes.check, self._account, entries),
        )

    def failed(self, error: PesError) -> None:
        """A locked account is told what unlocks it."""
        super().failed(error)
        if self.error.error is error:
            self.error.offer(self_service_that_fits(error))

    def leave(self) -> None:
        """On to what is due next, or back to where the account is looked after."""
        done, was_due = self.path.is_committed, self._was_due in _DUE
        self.forget()
        self.start_again()
        if was_due:
            self.page_wanted.emit(PageId.HOME if done else PageId.SIGN_IN)
        else:
            self.page_wanted.emit(PageId.ACCOUNT_MAINTENANCE)

    def _say_why(self) -> None:
        title, words = _DUE.get(self._was_due, (text("Change Password"), None))
        self.set_heading(str(BREADCRUMB), str(title))
        if words is not None:
            self.notice.say(str(words), "lock", Tone.WARN)
        elif self.desk.workplace.is_online is False:
            offline = _("The portal cannot be reached. The password can be changed as soon as it answers.")
            self.notice.say(offline, "offline", Tone.WARN)
        else:
            self.notice.clear()
            self.desk.bridge.run(self.desk.workspace.deadlines.lines, self._on_deadlines)

    @Slot(tuple)
    def _on_deadlines(self, lines: tuple[AccountDeadlines, ...]) -> None:
        line = next((each for each in lines if each.known.account == self._account), None)
        if line is not None and line.deadlines is not None and self._was_due not in _DUE:
            words, tone = password_words(line.deadlines)
            self.notice.say(words, "key", tone)
            self.notice.setVisible(self.path.step.commits)

    @Slot(tuple)
    def _on_changed(self, findings: Findings) -> None:
        self._changed.say(_("Your password was changed"), self._what_follows())
        self.accepted(findings)

    def _what_follows(self) -> tuple[str, ...]:
        kept = _("This program keeps the new password in the keyring; files go out and come back with it from now on.")
        ended = _("Elsewhere you are signed out: sign in there with the new password.")
        known = self.desk.workspace.accounts.get(self._account) if self._account else None
        standing = known.standing if known else None
        if standing is not None and standing.next_step is NextStep.SITE_SECURITY:
            return kept, ended, _("Next the portal asks for two secret questions: Increased Site Security.")
        return kept, ended

    @Slot()
    def _on_self_service(self) -> None:
        if self._account is not None:
            account = self._account
            self.forget()
            self.page_wanted_for.emit(PageId.SELF_SERVICE, account)

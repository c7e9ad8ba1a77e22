"""Self-service by the two secret questions: reset a password, unlock, reactivate (ACC-2…4), or who helps (ACC-6)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from pes_client.domain.accounts import AccountId, AccountKind
from pes_client.domain.findings import Finding, Severity
from pes_client.errors import PesError, PortalRefused, SelfServiceOver
from pes_client.gui.contacts import who_takes_over
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.wizards.form_wizard import Findings, FormWizard
from pes_client.gui.wizards.password_form import NEW_TWICE, PasswordForm
from pes_client.gui.wizards.self_service_panels import (
    FIELD_LABELS,
    SELF_SERVICE,
    AnswersPanel,
    OverPanel,
    UserPanel,
    check_required,
)
from pes_client.gui.wizards.steps import Step
from pes_client.gui.wizards.words_panel import WordsPanel
from pes_client.portal.account_gateway import Recovered, SecretQuestions
from pes_client.wording import Text, _, text

USER = "user"
ANSWERS = "answers"
NEW_PASSWORD = "new_password"  # noqa: S105 - the name of a step
DONE = "done"
OVER = "over"
_TICKET_ENDED = "ticket.ended"

STEPS = (
    Step(
        USER,
        title=text("Self-Service"),
        breadcrumb=text("Sign in > Self-Service"),
        forward=text("Co&ntinue"),
        asks=True,
    ),
    Step(
        ANSWERS,
        title=text("Secret Questions"),
        breadcrumb=text("Sign in > Self-Service > Secret Questions"),
        forward=text("Su&bmit"),
        backward=text("pre&vious"),
        commits=True,
    ),
    Step(
        NEW_PASSWORD,
        title=text("Reset Password"),
        breadcrumb=text("Sign in > Self-Service > Reset Password"),
        forward=text("Re&set password"),
        commits=True,
    ),
    Step(
        DONE,
        title=text("Your account is open"),
        breadcrumb=text("Sign in > Self-Service"),
        forward=text("Sig&n in"),
        ends=True,
    ),
    Step(
        OVER,
        title=text("Self-service is over for now"),
        breadcrumb=text("Sign in > Self-Service"),
        forward=text("Back to sig&n-in"),
    ),
)


class SelfServiceWizard(FormWizard):
    """User ID, questions, answers, then a new password if one is wanted. Nothing of the answers is kept."""

    title = text("Self-Service")
    breadcrumb = text("Sign in > Self-Service")
    labels = FIELD_LABELS
    help = (
        text(
            "Everybody who has completed Increased Site Security can reset the password, unlock or reactivate the"
            " account without calling anybody: by answering both secret questions."
        ),
        text(
            "An account that was disabled because nobody signed in for long gets a new password afterwards; the"
            " portal asks for it at sign-in if it was not set here."
        ),
        text("After several wrong attempts self-service ends for a day; the page then says who can help."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STEPS, parent)
        self._portal = ""
        self._questions: SecretQuestions | None = None
        self._recovered: Recovered | None = None
        self.user = UserPanel(desk.theme, self)
        self.answers = AnswersPanel(desk.theme, self)
        self.password = PasswordForm(NEW_TWICE, desk.theme, self)
        self.done = WordsPanel(desk.theme, self)
        self.over = OverPanel(desk.theme, self)
        self.keep_button = QPushButton(_("&Keep the present password"), self)
        self.add_form(USER, self.user, self.user.fields)
        self.add_form(ANSWERS, self.answers, self.answers.fields)
        self.add_form(NEW_PASSWORD, self.password, self.password.fields)
        self.add_panel(self.done)
        self.add_panel(self.over)
        self.buttons.insertWidget(self.buttons.indexOf(self.forward_button), self.keep_button)
        self.keep_button.clicked.connect(self._on_keep)
        self.show_step()

    @property
    def account(self) -> AccountId:
        """Whose account it is, as typed."""
        return AccountId(self.user.fields.entry("user_id").strip(), self._portal)

    def begin_for(self, account: AccountId) -> None:
        """Start with this user ID on this portal."""
        self.forget()
        self.start_again()
        portals = self.desk.workspace.portals
        self._portal = account.portal
        self.user.name_portal(portals.get(account.portal).title)
        self.user.fields.suggest("user_id", account.user_id)
        rules = portals.policy(account.portal).account
        self.answers.tell_tries(rules.wrong_answers, rules.self_service_pause_hours)
        self.focus_first()

    def show_step(self) -> None:
        """Keeping the present password is offered only where a new one is asked for."""
        super().show_step()
        self.keep_button.setVisible(self.path.step.name == NEW_PASSWORD)

    def commit(self) -> None:
        """What the button of the open panel asks or sends."""
        asks = {USER: self._ask_for_questions, ANSWERS: self._send_answers, NEW_PASSWORD: self._send_password}
        asks[self.path.step.name]()

    def sending(self) -> None:
        """Nothing else is chosen while the portal is asked."""
        super().sending()
        self.keep_button.setEnabled(False)

    def not_sent(self) -> None:
        """Everything typed stays where it is."""
        super().not_sent()
        self.keep_button.setEnabled(True)

    def failed(self, error: PesError) -> None:
        """Where self-service is over, who helps; where its time is over, it begins again."""
        if isinstance(error, SelfServiceOver):
            self._end(error)
            return
        if isinstance(error, PortalRefused) and error.code == _TICKET_ENDED:
            self.path.start_again()
            self.show_step()
        super().failed(error)

    def leave(self) -> None:
        """To sign-in, with the user ID filled in; nothing else is kept."""
        account = self.account
        self.forget()
        self._questions = self._recovered = None
        self.start_again()
        self.page_wanted_for.emit(PageId.SIGN_IN, account)

    def forget(self) -> None:
        """Nothing typed stays, and the next passwords are dots again."""
        super().forget()
        self.password.mask_again()

    def _ask_for_questions(self) -> None:
        check = partial(check_required, self.user.fields.entries())
        ask = partial(self.desk.workspace.self_service.begin, self.account)
        self.submit(ask, self._on_questions, check=check)

    def _send_answers(self) -> None:
        if self._questions is None:
            return
        answers = self.answers.fields.entries()
        send = partial(
            self.desk.workspace.self_service.answer,
            self.account,
            self._questions,
            answers["answer_1"],
            answers["answer_2"],
        )
        self.submit(send, self._on_recovered, check=partial(check_required, answers))

    def _send_password(self) -> None:
        if self._recovered is None:
            return
        service, entries = self.desk.workspace.self_service, self.password.password_entries()
        self.submit(
            partial(service.reset, self.account, self._recovered, entries),
            self._on_reset,
            check=partial(service.check, self.account, entries),
        )

    def _end(self, error: SelfServiceOver) -> None:
        policy = self.desk.workspace.portals.policy(self._portal)
        self.not_sent()
        self.answers.fields.clear()
        self.over.say(who_takes_over(policy, self._kind()), policy.account.self_service_pause_hours)
        self.say((Finding(error.message, SELF_SERVICE),))
        self.path.go_to(OVER)
        self.show_step()

    def _kind(self) -> AccountKind | None:
        """What sort of account it is, if this machine has seen it before."""
        named = self.account.user_id.casefold()
        for known in self.desk.workspace.accounts.known():
            if known.account.portal == self._portal and known.account.user_id.casefold() == named:
                return known.standing.kind if known.standing else None
        return None

    @Slot(object)
    def _on_questions(self, questions: SecretQuestions) -> None:
        self._questions = questions
        self.answers.ask(questions.question_1, questions.question_2)
        self.say(())
        self.sent()

    @Slot(object)
    def _on_recovered(self, recovered: Recovered) -> None:
        self._recovered = recovered
        self.answers.fields.clear()
        self.password.use_rules(self.desk.workspace.portals.policy(self._portal), self.account.user_id)
        self.say(_what_happened(recovered))
        self.sent()

    @Slot(tuple)
    def _on_reset(self, findings: Findings) -> None:
        self.say(findings, FIELD_LABELS)
        self.password.fields.clear()
        self._finish((_("Sign in now with the new password: this program keeps it then, and files that wait go out."),))

    @Slot()
    def _on_keep(self) -> None:
        recovered = self._recovered
        if self.is_sending or recovered is None:
            return
        self.password.fields.clear()
        self.error.clear()
        if recovered.password_change_due:
            self._finish((_("Sign in with the present password; the portal then asks for a new one."),))
        else:
            self._finish((_("Sign in with the present password. Files that wait go out then."),))

    def _finish(self, sentences: tuple[str, ...]) -> None:
        self.done.say(_("You can sign in again"), sentences)
        self.not_sent()
        self.path.go_to(DONE)
        self.show_step()


def _what_happened(recovered: Recovered) -> tuple[Finding, ...]:
    said: list[Text] = [text("Both answers are right.")]
    if recovered.unlocked:
        said.append(text("The account is unlocked."))
    if recovered.reactivated:
        said.append(text("The account is active again."))
    found = [Finding(words, SELF_SERVICE, severity=Severity.SUCCESS) for words in said]
    if recovered.password_change_due:
        words = text("A new password is due: set it here, or keep the present one and change it at sign-in.")
        found.append(Finding(words, SELF_SERVICE, severity=Severity.ADVICE))
    return tuple(found)

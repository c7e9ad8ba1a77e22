"""*Account Maintenance*: secret questions, answers and e-mail at any time (ACC-1), and how long the password lasts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from pes_client.domain.accounts import AccountId, Standing
from pes_client.errors import PesError, PortalError, SignInError
from pes_client.gui import formats
from pes_client.gui.deadline_words import idle_words, password_words
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.theme import SPACE_S, Theme, Tone
from pes_client.gui.widgets.card import Card
from pes_client.gui.widgets.notice_line import NoticeLine
from pes_client.gui.wizards.form_wizard import Findings, FormWizard
from pes_client.gui.wizards.security_panels import SecurityForm
from pes_client.gui.wizards.steps import Step
from pes_client.policy.deadlines import Deadlines
from pes_client.policy.security_profile import FIELD_LABELS
from pes_client.services.deadlines import AccountDeadlines
from pes_client.wording import _, text

PROFILE = "profile"
TITLE = text("Account Maintenance")
STEPS = (Step(PROFILE, title=TITLE, breadcrumb=TITLE, forward=text("Sa&ve changes"), commits=True),)


class PasswordCard(Card):
    """How long password and account last, and the way to a new password."""

    change_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.body.setSpacing(SPACE_S)
        self.add_title(_("Password"))
        self._ends, self._idle, self._told = self.add_words(""), self.add_words(""), self.add_words("")
        self._told.setForegroundRole(self._told.foregroundRole().PlaceholderText)
        self._deadlines: Deadlines | None = None
        self.change_button = QPushButton(_("Change &password…"), self)
        self.body.addSpacing(SPACE_S)
        self.body.addWidget(self.change_button)
        self.change_button.clicked.connect(self._on_change)

    def say(self, deadlines: Deadlines, told: str) -> None:
        """Show both ends, and from when this is."""
        self._deadlines = deadlines
        self._told.setText(told)
        self._draw()

    def _draw(self) -> None:
        super()._draw()
        # The card draws itself once before it has its words.
        deadlines = getattr(self, "_deadlines", None)
        if deadlines is not None:
            self._tell(self._ends, *password_words(deadlines))
            self._tell(self._idle, *idle_words(deadlines))

    def _tell(self, label: QLabel, words: str, tone: Tone) -> None:
        label.setText(words)
        colors = label.palette()
        colors.setColor(label.foregroundRole(), self._theme.color(tone))
        label.setPalette(colors)

    @Slot()
    def _on_change(self) -> None:
        self.change_wanted.emit()


class AccountMaintenancePage(FormWizard):
    """One form that stays. Without the portal it can be read, and says so before anybody types."""

    title = TITLE
    breadcrumb = TITLE
    labels = FIELD_LABELS
    help = (
        text(
            "The present questions are asked of the portal each time; the answers are never shown, so both have to be"
            " typed whenever something is saved. New answers replace earlier ones, and earlier ones may be used again."
        ),
        text("Notices of new letters go to the e-mail address that stands here."),
        text("Without the portal nothing can be changed; the page then shows what the portal last told, and when."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STEPS, parent)
        self._account: AccountId | None = None
        self._is_current = False
        self._asked = 0
        self.notice = NoticeLine(desk.theme, self)
        self.password = PasswordCard(desk.theme, self)
        self.form = SecurityForm(desk.theme, self, beside=self.password)
        self.content.insertWidget(0, self.notice)
        self.add_form(PROFILE, self.form, self.form.fields)
        self.password.change_wanted.connect(self._on_change_wanted)
        desk.workplace.connection_changed.connect(self._on_connection_changed)
        self.show_step()

    def opened(self) -> None:
        """The present questions, if the portal can be asked; another account begins anew."""
        account = self.desk.workplace.account
        if account is None:
            return
        if account != self._account:
            self._account = account
            self.forget()
            self.start_again()
            self._set_current(current=False)
        policy = self.desk.workspace.portals.policy(account.portal)
        self.form.use_rules(policy.security_profile, account.user_id)
        self.say(())
        self.refresh()

    def refresh(self) -> None:
        """F5: ask the portal again; what was typed stays."""
        self._show_last_known()
        if self._account is not None and not self.is_sending:
            ask = partial(self.desk.workspace.accounts.questions, self._account)
            self.set_busy(busy=True)
            self._asked = self.desk.bridge.run(ask, self._on_questions, self._on_unanswered, instead_of=self._asked)

    def commit(self) -> None:
        """Check here, then send once."""
        if self._account is None or not self._is_current:
            return
        accounts, profile = self.desk.workspace.accounts, self.form.profile()
        self.submit(
            partial(accounts.save_security_profile, self._account, profile),
            self._on_saved,
            check=partial(accounts.check_security_profile, self._account, profile),
        )

    def not_sent(self) -> None:
        """Everything typed stays where it is."""
        super().not_sent()
        self.forward_button.setEnabled(self._is_current)

    def leave(self) -> None:
        """What was typed is given up; the page shows again what the portal has."""
        self.forget()
        self.start_again()
        self.refresh()

    def _standing(self) -> Standing | None:
        known = self.desk.workplace.known
        return known.standing if known else None

    def _show_last_known(self) -> None:
        standing = self._standing()
        if standing is not None:
            for field in ("email", "confirm_email"):
                self.form.fields.suggest(field, standing.email)
        self.desk.bridge.run(self.desk.workspace.deadlines.lines, self._on_deadlines)

    def _set_current(self, *, current: bool) -> None:
        """Whether something can be changed now."""
        self._is_current = current
        self.form.fields.setEnabled(current)
        for field in ("question_1", "question_2"):
            self.form.fields.hint(field, "" if current else _("Shown as soon as the portal answers"))
        self.forward_button.setEnabled(current and not self.is_sending)

    @Slot(tuple)
    def _on_questions(self, questions: tuple[str, str]) -> None:
        self.set_busy(busy=False)
        self.notice.clear()
        self.error.clear()
        had_focus = self._is_current
        self._set_current(current=True)
        for field, question in zip(("question_1", "question_2"), questions, strict=True):
            self.form.fields.suggest(field, question)
        if not had_focus:
            self.focus_first()

    def _on_unanswered(self, error: PesError) -> None:
        self.set_busy(busy=False)
        if not self.has_input():
            self._set_current(current=False)
        standing = self._standing()
        when = formats.moment(standing.told_at) if standing else "—"
        if isinstance(error, PortalError) and not isinstance(error, SignInError):
            words = _(
                "The portal cannot be reached. This is how it was on {when}; it can be changed as soon as the portal"
                " answers.",
                when=when,
            )
            self.notice.say(words, "offline", Tone.WARN)
        else:
            self.notice.say(_("This is how it was on {when}. Changes need the portal.", when=when), "key", Tone.WARN)
            self.show_error(error)

    @Slot(tuple)
    def _on_saved(self, findings: Findings) -> None:
        self.accepted(findings)
        self.refresh()

    @Slot(tuple)
    def _on_deadlines(self, lines: tuple[AccountDeadlines, ...]) -> None:
        line = next((each for each in lines if each.known.account == self._account), None)
        if line is not None and line.deadlines is not None and line.known.standing is not None:
            told = _("As the portal told on {when}.", when=formats.moment(line.known.standing.told_at))
            self.password.say(line.deadlines, told)

    @Slot()
    def _on_connection_changed(self) -> None:
        if self.isVisible() and self.desk.workplace.is_online and not self._is_current:
            self.refresh()

    @Slot()
    def _on_change_wanted(self) -> None:
        self.page_wanted.emit(PageId.CHANGE_PASSWORD)

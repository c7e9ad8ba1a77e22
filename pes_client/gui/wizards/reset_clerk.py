"""*Clerk Maintenance > Reset Password*: a new initial password for a clerk, who then begins as at the first sign-on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.findings import Finding
from pes_client.gui.desk import Desk
from pes_client.gui.theme import SPACE_M
from pes_client.gui.widgets.card import Card
from pes_client.gui.widgets.entry_fields import Entry, EntryFields
from pes_client.gui.widgets.form_area import FormArea
from pes_client.gui.widgets.initial_password import PasswordMaker, PasswordOnce
from pes_client.gui.wizards.clerk_task import ClerkTask
from pes_client.gui.wizards.steps import Step
from pes_client.policy.clerks import FIELD_LABELS
from pes_client.portal.account_gateway import ClerkSaved
from pes_client.wording import _, text

FORM, RESET = "form", "reset"
_CRUMB = text("Clerk Maintenance > Reset Password")
STEPS = (
    Step(FORM, title=text("Reset Password"), breadcrumb=_CRUMB, forward=text("&Reset password"), commits=True),
    Step(RESET, title=text("Password Reset"), breadcrumb=_CRUMB, forward=text("&Done")),
)
_FIELD = "initial_password"


class ResetClerkPage(ClerkTask):
    """Says what a reset does, sends it, and shows the new password once."""

    title = text("Reset Password")
    breadcrumb = _CRUMB
    help = (
        text("The clerk is signed out everywhere, is unlocked if it was locked, and has to change this password."),
        text("The clerk can also reset its own password by answering its two questions, without anybody's help."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STEPS, parent)
        form = FormArea(self)
        card = Card(desk.theme, form.holder)
        card.setMaximumWidth(620)
        card.body.setSpacing(SPACE_M)
        self.whom = card.add_title("")
        card.add_words(
            _(
                "The clerk is signed out everywhere, and unlocked if it was locked. At the next sign-on the clerk has"
                " to change this password."
            )
        )
        self.fields = EntryFields((Entry(_FIELD, FIELD_LABELS[_FIELD], "P", secret=True, masked=True),), desk.theme)
        self.maker = PasswordMaker(self.fields.control(_FIELD) or QLineEdit(card), card)
        card.body.addWidget(self.fields)
        card.body.addWidget(self.maker)
        form.column.addWidget(card)
        form.column.addStretch()
        done = FormArea(self)
        self.once = PasswordOnce(desk.theme, done.holder)
        self.once.setMaximumWidth(620)
        done.column.addWidget(self.once)
        done.column.addStretch()
        self.add_panel(form)
        self.add_panel(done)
        self._user_id = ""
        self.show_step()

    def begin(self) -> None:
        """For the clerk that was chosen in the list."""
        clerk = self.clerks.clerk
        if clerk is None:
            self.leave()
            return
        if clerk.user_id != self._user_id:
            self.fields.clear()
            self.say(())
        self._user_id = clerk.user_id
        self.whom.setText(_("A new initial password for {name} ({user})", name=clerk.name, user=clerk.user_id))
        self.maker.use(self.policy, clerk.user_id)
        if (policy := self.policy) is not None:
            rules = policy.password
            self.fields.hint(_FIELD, _("{min} to {max} characters", min=rules.min, max=rules.max))

    def focus_first(self) -> None:
        """The field, or the button."""
        if self.path.step.name == FORM:
            self.fields.focus_first_empty()
        else:
            super().focus_first()

    def has_input(self) -> bool:
        """Whether a password was typed or made."""
        return self.fields.has_input()

    def control(self, field: str) -> QWidget | None:
        """The one field."""
        return self.fields.control(field)

    def mark(self, broken: Iterable[str]) -> None:
        """Point at the field."""
        self.fields.mark(broken)

    def forget(self) -> None:
        """No password is left behind."""
        self.fields.clear()
        self.once.forget()

    def set_reading_only(self, *, reading_only: bool) -> None:
        """Nothing can be typed offline; what was typed stays."""
        self.fields.setEnabled(not reading_only)
        self.maker.setEnabled(not reading_only)

    def check(self, account: AccountId) -> Callable[[], tuple[Finding, ...]]:
        """The portal's rules for an initial password."""
        password = self.fields.entry(_FIELD)
        return partial(self.desk.workspace.clerks.check_initial_password, account, self._user_id, password)

    def send(self, account: AccountId, avrs_id: str) -> None:
        """Reset it."""
        password = self.fields.entry(_FIELD)
        task = partial(self.desk.workspace.clerks.reset, account, avrs_id, self._user_id, password)
        self.desk.bridge.run(task, self._on_reset, self.failed)

    @Slot(ClerkSaved)
    def _on_reset(self, saved: ClerkSaved) -> None:
        clerk, password = saved.clerk, self.fields.entry(_FIELD)
        self.forget()
        self.say(saved.findings, FIELD_LABELS)
        self.once.show_password(
            _("The password of {name} ({user}) was reset", name=clerk.name, user=clerk.user_id),
            password,
            _("Pass it on in person or by phone. It is shown only now and kept nowhere."),
        )
        self.sent()

"""*Clerk Maintenance > Add Clerk*: a new clerk ID with an initial password and roles (CLK-1, CLK-3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.findings import Finding
from pes_client.gui.access_keys import HEADER_KEYS
from pes_client.gui.desk import Desk
from pes_client.gui.theme import SPACE_L, Theme
from pes_client.gui.widgets.card import Card
from pes_client.gui.widgets.entry_fields import Entry, EntryFields
from pes_client.gui.widgets.form_area import FormArea, say_what_is_required
from pes_client.gui.widgets.initial_password import PasswordMaker, PasswordOnce
from pes_client.gui.widgets.roles_checklist import RolesChecklist
from pes_client.gui.wizards.clerk_task import ClerkTask
from pes_client.gui.wizards.steps import Step
from pes_client.policy.clerks import FIELD_LABELS, ClerkEntries
from pes_client.policy.document import PolicyDocument
from pes_client.portal.account_gateway import ClerkSaved
from pes_client.wording import _, text

FORM, CREATED = "form", "created"
_CRUMB = text("Clerk Maintenance > Add Clerk")
STEPS = (
    Step(FORM, title=text("Add Clerk"), breadcrumb=_CRUMB, forward=text("C&reate clerk"), commits=True),
    Step(CREATED, title=text("Clerk Created"), breadcrumb=_CRUMB, forward=text("&Done")),
)
ENTRIES = (
    Entry("user_id", FIELD_LABELS["user_id"], "I"),
    Entry("first_name", FIELD_LABELS["first_name"], "F"),
    Entry("last_name", FIELD_LABELS["last_name"], "M"),
    Entry("email", FIELD_LABELS["email"], "E"),
    Entry("initial_password", FIELD_LABELS["initial_password"], "P", secret=True, masked=True),
)
_TAKEN_KEYS = HEADER_KEYS + "IFMEPKNR"
_HALF = 460


class ClerkForm(FormArea):
    """Who the clerk is on the left, what the clerk may do on the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        person, rights = Card(theme, self.holder), Card(theme, self.holder)
        say_what_is_required(person)
        self.fields = EntryFields(ENTRIES, theme, person)
        password = self.fields.control("initial_password")
        self.maker = PasswordMaker(password or QLineEdit(person), person)
        person.body.addWidget(self.fields)
        person.body.addWidget(self.maker)
        rights.add_title(str(FIELD_LABELS["roles"]))
        rights.add_words(
            _("A clerk without a role can sign in and manage its own account, nothing else. Roles can change later.")
        )
        self.roles = RolesChecklist(theme, rights)
        rights.body.addWidget(self.roles)
        halves = QHBoxLayout()
        halves.setSpacing(SPACE_L)
        for card in (person, rights):
            card.setMaximumWidth(_HALF)
            halves.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        halves.addStretch()
        self.column.addLayout(halves)
        self.column.addStretch()

    def use_rules(self, policy: PolicyDocument, *, may_grant_administrator: bool) -> None:
        """The portal's lengths and roles."""
        rules = policy.user_id
        self.fields.hint(
            "user_id",
            _(
                "{min} to {max} letters and digits, not beginning with a digit; at most {pes} for use with PES",
                min=rules.min,
                max=rules.max,
                pes=rules.pes_max,
            ),
        )
        self.fields.hint(
            "initial_password",
            _(
                "{min} to {max} characters. The clerk has to change it at the first sign-on.",
                min=policy.password.min,
                max=policy.password.max,
            ),
        )
        for field in ("first_name", "last_name"):
            self.fields.limit(field, policy.clerk_names.max)
        self.roles.offer(policy.roles, may_grant_administrator=may_grant_administrator, taken_keys=_TAKEN_KEYS)

    def entries(self) -> ClerkEntries:
        """What was typed and ticked."""
        return ClerkEntries(**self.fields.entries(), roles=frozenset(role.value for role in self.roles.roles()))


class AddClerkPage(ClerkTask):
    """One form, one commit; afterwards the initial password is shown once, to be passed on."""

    title = text("Add Clerk")
    breadcrumb = _CRUMB
    help = (
        text(
            "Every person gets a clerk ID of their own. The clerk signs in with the initial password, changes it, and"
            " chooses two questions and answers."
        ),
        text(
            "“Trade Files Includes E-Delivery” and “Trade Files E-Delivery Only” exclude each other: the second shows"
            " letters, and no remittance advice or other trade file."
        ),
        text("A clerk ID that was deleted can never be used again, not even for the same person."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STEPS, parent)
        self.form = ClerkForm(desk.theme, self)
        self.once = PasswordOnce(desk.theme, self)
        self.once.setMaximumWidth(620)
        self.add_panel(self.form)
        self.add_panel(_at_the_top(self.once))
        self._entries = self.form.entries()
        user_id = self.form.fields.control("user_id")
        if user_id is not None:
            user_id.textChanged.connect(self._use_maker)
        self.show_step()

    def begin(self) -> None:
        """This portal's rules."""
        policy = self.policy
        if policy is not None:
            self.form.use_rules(policy, may_grant_administrator=self.clerks.may_grant_administrator)
        self._use_maker()

    def focus_first(self) -> None:
        """The first empty field, or the button."""
        if self.path.step.name == FORM:
            self.form.fields.focus_first_empty()
        else:
            super().focus_first()

    def has_input(self) -> bool:
        """Whether something was typed or ticked."""
        return self.form.fields.has_input() or bool(self.form.roles.roles())

    def control(self, field: str) -> QWidget | None:
        """A field, or the list of roles."""
        if field == "roles":
            return next(iter(self.form.roles.findChildren(QWidget)), None)
        return self.form.fields.control(field)

    def mark(self, broken: Iterable[str]) -> None:
        """Point at the fields."""
        self.form.fields.mark(broken)

    def forget(self) -> None:
        """An empty form."""
        self.form.fields.clear()
        self.form.roles.show_roles(frozenset())
        self.once.forget()
        self._entries = self.form.entries()

    def set_reading_only(self, *, reading_only: bool) -> None:
        """Nothing can be typed offline; what was typed stays."""
        self.form.fields.setEnabled(not reading_only)
        self.form.maker.setEnabled(not reading_only)
        self.form.roles.set_reading_only(reading_only=reading_only)

    def check(self, account: AccountId) -> Callable[[], tuple[Finding, ...]]:
        """The portal's rules for a new clerk."""
        self._entries = self.form.entries()
        return partial(self.desk.workspace.clerks.check, account, self._entries)

    def send(self, account: AccountId, avrs_id: str) -> None:
        """Create the clerk."""
        task = partial(self.desk.workspace.clerks.add, account, avrs_id, self._entries)
        self.desk.bridge.run(task, self._on_created, self.failed)

    @Slot(ClerkSaved)
    def _on_created(self, saved: ClerkSaved) -> None:
        clerk, password = saved.clerk, self._entries.initial_password
        self.forget()
        self.say(saved.findings, FIELD_LABELS)
        self.once.show_password(
            _("{name} is now the clerk {user}", name=clerk.name, user=clerk.user_id),
            password,
            _(
                "Pass it on in person or by phone. It is shown only now and kept nowhere; at the first sign-on the"
                " clerk changes it and chooses two questions and answers."
            ),
        )
        self.sent()

    @Slot()
    def _use_maker(self) -> None:
        self.form.maker.use(self.policy, self.form.fields.entry("user_id"))


def _at_the_top(card: Card) -> QWidget:
    holder = FormArea(card.parentWidget())
    holder.column.addWidget(card)
    holder.column.addStretch()
    return holder

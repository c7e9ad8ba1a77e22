"""*Clerk Maintenance > Roles*: a clerk's roles to tick; where somebody else was quicker, the person decides (CLK-6)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.clerks import Clerk, ClerkBook
from pes_client.domain.findings import Finding, Severity
from pes_client.errors import PesError, PortalRefused
from pes_client.gui.access_keys import HEADER_KEYS
from pes_client.gui.desk import Desk
from pes_client.gui.models.role_differences import RoleDifference, RoleDifferencesModel, differences
from pes_client.gui.theme import SPACE_M
from pes_client.gui.widgets.card import Card
from pes_client.gui.widgets.form_area import FormArea
from pes_client.gui.widgets.roles_checklist import RolesChecklist
from pes_client.gui.widgets.table import RowsView
from pes_client.gui.wizards.clerk_task import ClerkTask
from pes_client.gui.wizards.steps import Step
from pes_client.policy.clerks import CLERK_MAINTENANCE
from pes_client.portal.account_gateway import ClerkSaved
from pes_client.wording import Text, _, text

CHANGED = "clerk.changed"
_CRUMB = text("Clerk Maintenance > Roles")
STEPS = (Step("form", title=text("Roles"), breadcrumb=_CRUMB, forward=text("&Save roles"), commits=True),)
_TAKEN_KEYS = HEADER_KEYS + "SNU"


class DifferencesCard(Card):
    """As it was, as it is now, as one wants it: role by role."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.theme, parent)
        self.body.setSpacing(SPACE_M)
        self.add_title(_("Somebody else changed this clerk meanwhile"))
        self.add_words(
            _("Nothing of yours was saved yet. Save your roles over the new ones, or use what it is now and go on.")
        )
        self._model = RoleDifferencesModel(desk.theme, self)
        self.table: RowsView[RoleDifference] = RowsView(
            self._model, desk.theme, name="role_differences", label=text("What differs"), parent=self
        )
        self.table.setSortingEnabled(False)
        self.body.addWidget(self.table)
        self.hide()

    def show_differences(self, found: list[RoleDifference]) -> None:
        """Show these, as high as they need."""
        self._model.show_rows(found)
        header = self.table.horizontalHeader().sizeHint().height()
        height = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(header + max(1, len(found)) * height + 2 * self.table.frameWidth() + 2)
        self.show()


class ClerkRolesPage(ClerkTask):
    """What is ticked is what the clerk will have; the line below says what that gives and takes."""

    title = text("Roles")
    breadcrumb = _CRUMB
    help = (
        text("The clerk has exactly the roles that are ticked, at once, also where the clerk is signed in now."),
        text("“Trade Files Includes E-Delivery” and “Trade Files E-Delivery Only” exclude each other."),
        text(
            "If somebody else changed the clerk while you were at it, nothing is overwritten: you see the difference"
            " and decide."
        ),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STEPS, parent)
        form = FormArea(self)
        card = Card(desk.theme, form.holder)
        card.setMaximumWidth(620)
        card.body.setSpacing(SPACE_M)
        self.whom = card.add_title("")
        self.roles = RolesChecklist(desk.theme, card)
        self.change = QLabel(card)
        self.change.setWordWrap(True)
        card.body.addWidget(self.roles)
        card.body.addWidget(self.change)
        self.differences = DifferencesCard(desk, form.holder)
        self.differences.setMaximumWidth(620)
        self.theirs_button = QPushButton(_("&Use what it is now"), self)
        self.theirs_button.setAutoDefault(True)
        self.theirs_button.hide()
        self.buttons.insertWidget(self.buttons.indexOf(self.forward_button), self.theirs_button)
        form.column.addWidget(self.differences)
        form.column.addWidget(card)
        form.column.addStretch()
        self.add_panel(form)
        self._was: Clerk | None = None
        self._now: Clerk | None = None
        self.roles.ticked.connect(self._on_ticked)
        self.theirs_button.clicked.connect(self._on_theirs)
        self.show_step()

    def begin(self) -> None:
        """For the clerk that was chosen in the list; what was ticked and not saved stays."""
        clerk, policy = self.clerks.clerk, self.policy
        if clerk is None or policy is None:
            self.leave()
            return
        self.roles.offer(
            policy.roles, may_grant_administrator=self.clerks.may_grant_administrator, taken_keys=_TAKEN_KEYS
        )
        if self._was is None or self._was.user_id != clerk.user_id or not self.has_input():
            self._take(clerk)

    def focus_first(self) -> None:
        """The first role."""
        self.roles.focus_first()

    def has_input(self) -> bool:
        """Whether other roles are ticked than the clerk has."""
        return self._now is not None and self.roles.roles() != self._now.roles

    def control(self, field: str) -> QWidget | None:  # noqa: ARG002 - there is one
        """The list of roles."""
        return next((box for role in self.roles.roles() if (box := self.roles.box(role))), None)

    def forget(self) -> None:
        """As if nothing had been ticked."""
        self._was = self._now = None
        self._settle()

    def set_reading_only(self, *, reading_only: bool) -> None:
        """Nothing can be ticked offline."""
        self.roles.set_reading_only(reading_only=reading_only)

    def check(self, account: AccountId) -> Callable[[], tuple[Finding, ...]]:
        """The roles together (CLK-2)."""
        return partial(self.desk.workspace.clerks.check_roles, account, self.roles.roles())

    def commit(self) -> None:
        """Nothing is sent where nothing was changed."""
        if self.has_input():
            super().commit()
        else:
            self._say(text("The clerk has these roles already; nothing was sent."), Severity.ADVICE)

    def send(self, account: AccountId, avrs_id: str) -> None:
        """Save the roles over the state that the person has seen, and over no other."""
        if self._now is not None:
            save = self.desk.workspace.clerks.change_roles
            task = partial(save, account, avrs_id, self._now, self.roles.roles())
            self.desk.bridge.run(task, self._on_saved, self.failed)

    def failed(self, error: PesError) -> None:
        """Where somebody else was quicker, look at what it is now."""
        if isinstance(error, PortalRefused) and error.code == CHANGED and self._works_for is not None:
            look = partial(self.desk.workspace.clerks.refresh, *self._works_for)
            self.desk.bridge.run(look, self._on_current, super().failed)
        else:
            super().failed(error)

    @Slot(ClerkSaved)
    def _on_saved(self, saved: ClerkSaved) -> None:
        words = text("The roles of {user} were changed.", user=saved.clerk.user_id)
        self.done((*saved.findings, Finding(words, CLERK_MAINTENANCE, severity=Severity.SUCCESS)))

    @Slot(ClerkBook)
    def _on_current(self, book: ClerkBook) -> None:
        self.not_sent()
        was = self._was
        self.clerks.note(book)
        now = book.clerk(was.user_id) if was else None
        if was is None or now is None:
            self._now = None
            self._say(text("Somebody else deleted this clerk meanwhile; it cannot be changed."), Severity.ERROR)
            self.forward_button.setEnabled(False)
            return
        self._now = now
        if not self.has_input():
            self._take(now)
            self._say(text("Somebody else gave the clerk the same roles meanwhile; nothing was sent."), Severity.ADVICE)
            return
        self._say(
            text("Somebody else changed the roles of {user} after you opened them.", user=now.user_id),
            Severity.WARNING,
        )
        self._compare()

    def _compare(self) -> None:
        if self._was is not None and self._now is not None:
            found = differences(self.roles.offered, self._was.roles, self._now.roles, self.roles.roles())
            self.differences.show_differences(found)
            self.theirs_button.show()
            self.forward_button.setText(_("&Save my roles"))

    @Slot()
    def _on_theirs(self) -> None:
        if self._now is not None:
            self.say(())
            self._take(self._now)
            self.focus_first()

    @Slot()
    def _on_ticked(self) -> None:
        if self.differences.isVisible():
            self._compare()
        self._tell_change()

    def _take(self, clerk: Clerk) -> None:
        """Begin with the clerk as it is."""
        self._was = self._now = clerk
        self.whom.setText(_("What {name} ({user}) may do", name=clerk.name, user=clerk.user_id))
        self.roles.show_roles(clerk.roles)
        self._settle()

    def _settle(self) -> None:
        self.differences.hide()
        self.theirs_button.hide()
        self.forward_button.setText(str(self.path.step.forward))
        self._tell_change()

    def _tell_change(self) -> None:
        now = self._now.roles if self._now else frozenset()
        wanted = self.roles.roles() if self._now else now
        labels = {each.code: each.label for each in self.roles.offered}
        given = ", ".join(labels[each] for each in labels if each in wanted - now)
        taken = ", ".join(labels[each] for each in labels if each in now - wanted)
        parts = (_("Gives: {roles}.", roles=given) if given else "", _("Takes: {roles}.", roles=taken) if taken else "")
        self.change.setText(" ".join(part for part in parts if part) or _("Nothing is changed yet."))

    def _say(self, words: Text, severity: Severity) -> None:
        self.say((Finding(words, CLERK_MAINTENANCE, severity=severity),))

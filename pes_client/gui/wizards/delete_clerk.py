"""*Clerk Maintenance > Delete Clerk*: its consequence spelled out, and the user ID typed to confirm it (CLK-5)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.domain.clerks import Clerk
from pes_client.domain.findings import Finding, Severity
from pes_client.gui.desk import Desk
from pes_client.gui.theme import SPACE_M, Tone
from pes_client.gui.widgets.card import Card
from pes_client.gui.widgets.form_area import FormArea
from pes_client.gui.widgets.icon_label import IconLabel
from pes_client.gui.wizards.clerk_task import ClerkTask
from pes_client.gui.wizards.steps import Step
from pes_client.policy.clerks import CLERK_MAINTENANCE
from pes_client.portal.account_gateway import ClerkDeleted
from pes_client.wording import _, counted, text

_CRUMB = text("Clerk Maintenance > Delete Clerk")
STEPS = (Step("form", title=text("Delete Clerk"), breadcrumb=_CRUMB, forward=text("&Delete clerk"), commits=True),)


class DeleteClerkPage(ClerkTask):
    """The button works when the user ID was typed; nothing brings the clerk back afterwards."""

    title = text("Delete Clerk")
    breadcrumb = _CRUMB
    help = (
        text("Delete the ID of a clerk who has left. What the clerk sent and read stays in Activity."),
        text("A deleted clerk can never be reactivated. If the person comes back, create a new clerk ID."),
        text("A clerk who also works for other organizations leaves only this one."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STEPS, parent)
        form = FormArea(self)
        card = Card(desk.theme, form.holder)
        card.setMaximumWidth(620)
        card.body.setSpacing(SPACE_M)
        card.body.addWidget(IconLabel("warn", Tone.WARN, 32, desk.theme, card))
        self.whom = card.add_title("")
        self.consequence = card.add_words("")
        self.confirm = QLineEdit(card)
        self.confirm.setMaxLength(100)
        self.confirm.setAccessibleName(_("User ID, to confirm"))
        self.ask = QLabel(card)
        self.ask.setBuddy(self.confirm)
        card.body.addWidget(self.ask)
        card.body.addWidget(self.confirm)
        form.column.addWidget(card)
        form.column.addStretch()
        self.add_panel(form)
        self._user_id = ""
        self.confirm.textChanged.connect(self.follow)
        self.show_step()

    def begin(self) -> None:
        """For the clerk that was chosen in the list."""
        clerk = self.clerks.clerk
        if clerk is None:
            self.leave()
            return
        if clerk.user_id != self._user_id:
            self.confirm.clear()
        self._user_id = clerk.user_id
        self.whom.setText(_("Delete {name} ({user})?", name=clerk.name, user=clerk.user_id))
        self.consequence.setText(consequence_words(clerk))
        self.ask.setText(_("T&ype the user ID {user} to confirm", user=clerk.user_id.replace("&", "&&")))
        self.confirm.setAccessibleDescription(self.consequence.text())

    def focus_first(self) -> None:
        """The field."""
        self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def control(self, field: str) -> QWidget | None:  # noqa: ARG002 - there is one
        """The one field."""
        return self.confirm

    def forget(self) -> None:
        """Not confirmed."""
        self.confirm.clear()

    def set_reading_only(self, *, reading_only: bool) -> None:
        """Nobody is deleted offline."""
        self.confirm.setEnabled(not reading_only)

    def check(self, account: AccountId) -> Callable[[], tuple[Finding, ...]]:  # noqa: ARG002 - no rule to look up
        """Whether it was confirmed."""
        return partial(_confirmed, self._user_id, self.confirm.text())

    def send(self, account: AccountId, avrs_id: str) -> None:
        """Delete the clerk."""
        task = partial(self.desk.workspace.clerks.delete, account, avrs_id, self._user_id)
        self.desk.bridge.run(task, self._on_deleted, self.failed)

    @Slot()
    def follow(self) -> None:
        """The button waits for the user ID."""
        super().follow()
        if not _is_same(self._user_id, self.confirm.text()):
            self.forward_button.setEnabled(False)

    @Slot(ClerkDeleted)
    def _on_deleted(self, deleted: ClerkDeleted) -> None:
        words = (
            text("{user} was deleted for ever. The ID can never be used again.", user=self._user_id)
            if deleted.for_ever
            else text("{user} has left this organization and still works for others.", user=self._user_id)
        )
        self.done((*deleted.findings, Finding(words, CLERK_MAINTENANCE, severity=Severity.SUCCESS)))


def consequence_words(clerk: Clerk) -> str:
    """What deleting this clerk means."""
    if clerk.other_organisations:
        return counted(
            "{name} loses all roles in this organization at once. The user ID stays, because {name} also works for"
            " {n} other organization.",
            "{name} loses all roles in this organization at once. The user ID stays, because {name} also works for"
            " {n} other organizations.",
            clerk.other_organisations,
            name=clerk.name or clerk.user_id,
        )
    return _(
        "{name} is signed out at once and can never sign in again. A deleted clerk cannot be reactivated: the ID {user}"
        " is gone for ever, and a person who comes back needs a new clerk ID. What was sent and received stays.",
        name=clerk.name or clerk.user_id,
        user=clerk.user_id,
    )


def _is_same(user_id: str, typed: str) -> bool:
    return bool(user_id) and typed.strip().casefold() == user_id.casefold()


def _confirmed(user_id: str, typed: str) -> tuple[Finding, ...]:
    if _is_same(user_id, typed):
        return ()
    words = text("Type the user ID {user} to confirm that it is to be deleted.", user=user_id)
    return (Finding(words, CLERK_MAINTENANCE, field="user_id"),)

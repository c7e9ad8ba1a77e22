"""A wizard of forms: what is wrong goes to the message table and its fields, what is secret goes when the page goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pes_client.domain.findings import Finding, Severity
from pes_client.errors import PesError, PortalRefused
from pes_client.gui.desk import Desk
from pes_client.gui.widgets.entry_fields import EntryFields
from pes_client.gui.widgets.form_area import FormArea
from pes_client.gui.wizards.steps import Step
from pes_client.gui.wizards.wizard_page import WizardPage
from pes_client.wording import Text

Findings = tuple[Finding, ...]


class FormWizard(WizardPage):
    """Subclasses say which step has which fields; `submit` checks, sends and shows what was refused."""

    labels: ClassVar[Mapping[str, Text]] = {}

    def __init__(self, desk: Desk, steps: tuple[Step, ...], parent: QWidget | None = None) -> None:
        super().__init__(desk, steps, parent)
        self._forms: dict[str, EntryFields] = {}
        self._send: Callable[[], object] | None = None
        self._done: Callable[[object], object] | None = None

    def add_form(self, step: str, panel: QWidget, fields: EntryFields) -> None:
        """The panel of a step that is a form."""
        self._forms[step] = fields
        self.add_panel(panel)

    def has_input(self) -> bool:
        """Whether anything was typed into one of the forms."""
        return any(form.has_input() for form in self._forms.values())

    def forget(self) -> None:
        """Drop everything that was typed."""
        for form in self._forms.values():
            form.clear()

    def focus_first(self) -> None:
        """The first empty field of the form, or the button."""
        form = self._forms.get(self.path.step.name)
        if form is not None:
            form.focus_first_empty()
        else:
            super().focus_first()

    def field_named(self, field: str, row: int) -> QWidget | None:  # noqa: ARG002 - forms have no rows
        """The control of a field; its panel comes to the front where there is a way back to it."""
        found = next(((step, form) for step, form in self._forms.items() if field in form), None)
        if found is None:
            return None
        step, form = found
        if step != self.path.step.name and not self.path.is_committed:
            self.path.go_to(step)
            self.show_step()
        control = form.control(field)
        _scroll_to(control)
        return control

    def submit(
        self,
        send: Callable[[], object],
        done: Callable[..., object],
        *,
        check: Callable[[], Findings] | None = None,
    ) -> None:
        """Check here first; only what is in order is sent, once. `done` gets the portal's answer."""
        self.sending()
        self._send, self._done = send, done
        self.desk.bridge.run(check or _nothing_to_check, self._on_checked, self._on_failed)

    def refuse(self, findings: Findings) -> None:
        """Show what is wrong; everything typed stays where it is."""
        self.not_sent()
        self.say(findings, self.labels)
        broken = {each.field for each in findings if each.severity is Severity.ERROR}
        for form in self._forms.values():
            form.mark(broken)
        first = next((each for each in findings if each.field), None)
        control = self.field_named(first.field, 0) if first else None
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)

    def accepted(self, findings: Findings) -> None:
        """The portal has it: its words go to the table, what was typed is forgotten, the next panel follows."""
        self.say(findings, self.labels)
        self.forget()
        self.sent()

    def failed(self, error: PesError) -> None:
        """No answer, or a no: in the table where it names entries, else as an error."""
        findings = error.findings if isinstance(error, PortalRefused) else ()
        shown = tuple(each for each in findings if isinstance(each, Finding))
        if shown:
            self.refuse(shown)
            return
        self.not_sent()
        self.show_error(error)
        self.focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing secret outlives the look at the page; a window that is only minimized keeps it."""
        super().hideEvent(event)
        if not event.spontaneous() and not self.is_sending:
            for form in self._forms.values():
                form.forget_secrets()

    @Slot(tuple)
    def _on_checked(self, findings: Findings) -> None:
        if findings:
            self.refuse(findings)
        elif self._send is not None and self._done is not None:
            self.desk.bridge.run(self._send, self._done, self._on_failed)
        self._send = None

    def _on_failed(self, error: PesError) -> None:
        self.failed(error)


def _nothing_to_check() -> Findings:
    return ()


def _scroll_to(control: QLineEdit | None) -> None:
    area = control.parentWidget() if control is not None else None
    while area is not None and not isinstance(area, FormArea):
        area = area.parentWidget()
    if area is not None and control is not None:
        area.ensureWidgetVisible(control)

"""The shell of a wizard: shows one panel of its table at a time and knows what Enter, Esc and two clicks mean."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMessageBox, QPushButton, QStackedWidget, QWidget

from pes_client.gui.desk import Desk
from pes_client.gui.theme import Tone
from pes_client.gui.widgets.page import Page
from pes_client.gui.wizards.steps import Path, Step
from pes_client.wording import _


class WizardPage(Page):
    """Subclasses add one panel for each step and say what going on, committing and leaving do."""

    def __init__(self, desk: Desk, steps: tuple[Step, ...], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.path = Path(steps)
        self._panels = QStackedWidget(self)
        self._is_sending = False
        self._question: QMessageBox | None = None
        self.back_button = QPushButton(self)
        self.forward_button = QPushButton(self)
        for button in (self.back_button, self.forward_button):
            button.setAutoDefault(True)
        desk.theme.accent(self.forward_button)
        self.content.addWidget(self._panels, 1)
        self.buttons.addStretch()
        self.buttons.addWidget(self.back_button)
        self.buttons.addWidget(self.forward_button)
        self.back_button.clicked.connect(self.go_back)
        self.forward_button.clicked.connect(self.go_on)

    @property
    def is_sending(self) -> bool:
        """Whether an answer is awaited."""
        return self._is_sending

    def add_panel(self, panel: QWidget) -> None:
        """The panel of the next step in the table."""
        self._panels.addWidget(panel)

    def commit(self) -> None:
        """Ask or send what this panel is for; `sent` or `not_sent` must follow."""

    def leave(self) -> None:
        """The last panel was answered, or the person gave up before."""

    def has_input(self) -> bool:
        """Whether something was typed that leaving would lose."""
        return False

    def holds_the_front(self) -> bool:
        """While an answer is awaited, and until the last panel was read (SEC-2)."""
        return self._is_sending or self.path.is_committed

    def focus_first(self) -> None:
        """Put the keyboard where the open panel begins."""
        self.forward_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_step(self) -> None:
        """Bring the open step's panel to the front."""
        step = self.path.step
        self.set_heading(str(step.breadcrumb), str(step.title))
        self._panels.setCurrentIndex(self.path.place)
        self.forward_button.setText(str(step.forward))
        self.back_button.setText(str(step.backward))
        self.back_button.setVisible(self.path.may_go_back)
        self.focus_first()

    def start_again(self) -> None:
        """Back to the first panel, with no messages."""
        self._is_sending = False
        self.forward_button.setEnabled(True)
        self.error.clear()
        self.say(())
        self.path.start_again()
        self.show_step()

    @Slot()
    def go_on(self) -> None:
        """What the forward button and Enter do; a second press while sending does nothing."""
        if self._is_sending:
            return
        if self.path.step.waits:
            self.commit()
        elif self.path.is_last:
            self.leave()
        else:
            self.path.go_on()
            self.show_step()

    @Slot()
    def go_back(self) -> None:
        """The panel before; what was typed stays."""
        if not self._is_sending:
            self.error.clear()
            self.path.go_back()
            self.show_step()

    def sending(self) -> None:
        """From now on the panel waits for an answer."""
        self._is_sending = True
        self.error.clear()
        self.forward_button.setEnabled(False)
        self.back_button.setEnabled(False)
        self.set_busy(busy=True)

    def not_sent(self) -> None:
        """The answer was no, or none came: everything typed stays where it is."""
        self._is_sending = False
        self.forward_button.setEnabled(True)
        self.back_button.setEnabled(True)
        self.set_busy(busy=False)

    def sent(self) -> None:
        """The portal has it: on to the next panel, with no way back."""
        self.not_sent()
        self.path.go_on()
        self.show_step()

    def escape(self) -> bool:
        """Esc asks once whether to leave, if something would be lost."""
        if self._is_sending:
            return True
        is_told_only = self.path.is_committed and not self.path.step.waits
        if is_told_only or not self.has_input():
            self.leave()
            return True
        if self._question is None:
            self._ask_to_leave()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from every field."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.go_on()
        else:
            super().keyPressEvent(event)

    def _ask_to_leave(self) -> None:
        question = QMessageBox(self)
        question.setIconPixmap(self.desk.theme.icon("help", Tone.ACCENT).pixmap(32, 32))
        question.setWindowTitle(str(self.path.step.title))
        question.setText(_("Leave without sending what you typed?"))
        question.setInformativeText(_("What you typed is not kept. You can begin again at any time."))
        leave = question.addButton(_("&Leave"), QMessageBox.ButtonRole.DestructiveRole)
        stay = question.addButton(_("&Stay here"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(stay)
        question.setEscapeButton(stay)
        leave.clicked.connect(self._on_leave)
        question.finished.connect(self._on_answered)
        self._question = question
        question.open()

    @Slot()
    def _on_leave(self) -> None:
        self.leave()

    @Slot(int)
    def _on_answered(self, _result: int) -> None:
        if self._question is not None:
            self._question.deleteLater()
            self._question = None

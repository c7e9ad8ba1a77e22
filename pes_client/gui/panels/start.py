"""The first start: connect to a portal, or try everything on the practice portal of this computer."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from pes_client.domain.portals import Portal
from pes_client.errors import FileError, PesError
from pes_client.gui.desk import Desk
from pes_client.gui.navigation import PageId
from pes_client.gui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from pes_client.gui.widgets.card import Card
from pes_client.gui.widgets.icon_label import IconLabel
from pes_client.gui.widgets.page import Page
from pes_client.services.practice import PracticeStarted
from pes_client.wording import _, text

_LARGEST_CERTIFICATE = 1024 * 1024


class StartPage(Page):
    """`connected` carries the portal, `practice_started` the practice portal with its accounts."""

    title = text("Connect to a portal")
    help = (
        text(
            "A portal operator gives you an https address. Portals with a certificate of their own also give you a"
            " certificate file and its fingerprint: compare it before you trust it."
        ),
        text(
            "The practice portal runs on this computer only. Its organizations, people and letters are invented;"
            " nothing that you do there leaves the computer."
        ),
    )

    connected = Signal(Portal)
    practice_started = Signal(PracticeStarted)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ca_pem: str | None = None
        self.address = QLineEdit(self)
        self.certificate_button = QPushButton(_("Certificat&e file…"), self)
        self._certificate = QLabel(_("None: the certificates of this computer are used"), self)
        self.compared = QCheckBox(_("&I have compared the fingerprint"), self)
        self.connect_button = QPushButton(_("Co&nnect"), self)
        self.practice_button = QPushButton(_("&Try the practice portal"), self)
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_L)
        columns.addWidget(self._portal_card(), 3)
        columns.addWidget(self._practice_card(), 2)
        self.content.addLayout(columns)
        self.content.addStretch()
        self._connect()

    def opened(self) -> None:
        """Ready to type."""
        self.practice_button.setEnabled(self.desk.workspace.practice.available())
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _portal_card(self) -> Card:
        card = Card(self.desk.theme, self)
        card.body.setSpacing(SPACE_S)
        card.add_title(_("Your portal"))
        words = QLabel(_("The address comes from the operator of the portal. It begins with https://."), card)
        words.setWordWrap(True)
        label = QLabel(_("Po&rtal address"), card)
        label.setBuddy(self.address)
        self.address.setMaxLength(2000)
        self.address.setPlaceholderText("https://portal.example.org")
        self.address.setAccessibleName(_("Portal address"))
        self._certificate.setWordWrap(True)
        self._certificate.setForegroundRole(self._certificate.foregroundRole().PlaceholderText)
        self._certificate.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.compared.hide()
        certificate = QHBoxLayout()
        certificate.setSpacing(SPACE_M)
        certificate.addWidget(self.certificate_button, 0, Qt.AlignmentFlag.AlignTop)
        certificate.addWidget(self._certificate, 1)
        card.body.addWidget(words)
        card.body.addSpacing(SPACE_S)
        card.body.addWidget(label)
        card.body.addWidget(self.address)
        card.body.addSpacing(SPACE_S)
        card.body.addLayout(certificate)
        card.body.addWidget(self.compared)
        card.body.addSpacing(SPACE_M)
        card.body.addStretch()
        card.body.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignRight)
        self.desk.theme.accent(self.connect_button)
        return card

    def _practice_card(self) -> Card:
        card = Card(self.desk.theme, self)
        card.body.setSpacing(SPACE_S)
        card.body.addWidget(IconLabel("practice", Tone.ACCENT, 32, self.desk.theme, card))
        card.add_title(_("Look around first"))
        words = QLabel(
            _(
                "A practice portal on this computer, with invented organizations, accounts for every role, letters"
                " to read and files that are really answered. Takes a few seconds to start."
            ),
            card,
        )
        words.setWordWrap(True)
        card.body.addWidget(words)
        card.body.addSpacing(SPACE_M)
        card.body.addStretch()
        card.body.addWidget(self.practice_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _connect(self) -> None:
        self.connect_button.clicked.connect(self._on_connect)
        self.address.returnPressed.connect(self._on_connect)
        self.address.textChanged.connect(self._on_typed)
        self.compared.toggled.connect(self._on_typed)
        self.certificate_button.clicked.connect(self._on_choose_certificate)
        self.practice_button.clicked.connect(self._on_practice)
        self._on_typed()

    def use_certificate(self, path: Path) -> None:
        """Take a CA file; connecting waits until its fingerprint was compared."""
        self.error.clear()
        try:
            if path.stat().st_size > _LARGEST_CERTIFICATE:
                raise FileError(text("This file is too large to be a certificate."))
            pem = path.read_text(encoding="ascii")
            fingerprint = self.desk.workspace.portals.fingerprint(pem)
        except (OSError, UnicodeDecodeError):
            self.show_error(FileError(text("This file is not a certificate (PEM) that can be read.")))
            return
        except PesError as error:
            self.show_error(error)
            return
        self._ca_pem = pem
        half = len(fingerprint) // 2 + 1
        self._certificate.setText(
            _("SHA-256 fingerprint: {fingerprint}", fingerprint=f"\n{fingerprint[:half]}\n{fingerprint[half:]}")
        )
        self.compared.setChecked(False)
        self.compared.show()
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        trusted = self._ca_pem is None or self.compared.isChecked()
        self.connect_button.setEnabled(bool(self.address.text().strip()) and trusted)

    @Slot()
    def _on_choose_certificate(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Certificate file"), "", _("Certificates (*.pem *.crt *.cer);;All files (*)")
        )
        if chosen:
            self.use_certificate(Path(chosen))

    @Slot()
    def _on_connect(self) -> None:
        if not self.connect_button.isEnabled():
            return
        self.error.clear()
        self._working(working=True)
        task = partial(self.desk.workspace.portals.connect, self.address.text().strip(), self._ca_pem)
        self.desk.bridge.run(task, self._on_connected, self._on_failed)

    @Slot()
    def _on_practice(self) -> None:
        self.error.clear()
        self._working(working=True)
        self.desk.bridge.run(self.desk.workspace.practice.start, self._on_practice_started, self._on_failed)

    @Slot(Portal)
    def _on_connected(self, portal: Portal) -> None:
        self._working(working=False)
        self.connected.emit(portal)
        self.page_wanted.emit(PageId.SIGN_IN)

    @Slot(PracticeStarted)
    def _on_practice_started(self, started: PracticeStarted) -> None:
        self._working(working=False)
        self.practice_started.emit(started)
        self.page_wanted.emit(PageId.SIGN_IN)

    @Slot(PesError)
    def _on_failed(self, error: PesError) -> None:
        self._working(working=False)
        self.show_error(error)
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _working(self, *, working: bool) -> None:
        self.set_busy(busy=working)
        for control in (self.address, self.certificate_button, self.practice_button, self.compared):
            control.setEnabled(not working)
        self.connect_button.setEnabled(not working)
        if not working:
            self._on_typed()

"""The header: whom one works for (switch provider), as whom, and whether the portal answers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from pes_client.gui.phrases import kind_of_account
from pes_client.gui.theme import SPACE_L, SPACE_M, SPACE_S, Theme, Tone
from pes_client.gui.workplace import Workplace
from pes_client.wording import _, counted


class Header(QFrame):
    """Follows the workplace; a practice portal colors it and says so."""

    sign_in_asked = Signal()
    sign_out_asked = Signal()
    other_portal_asked = Signal()
    change_password_asked = Signal()

    def __init__(self, workplace: Workplace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._theme = theme
        self._waiting = 0
        self.setObjectName("header")
        self.setFixedHeight(56)
        self.setAccessibleName(_("Organization and account"))
        self._practice = QLabel(_("PRACTICE"), self)
        self._label = QLabel(_("Or&ganization"), self)
        self.organizations = QComboBox(self)
        self._connection_icon = QLabel(self)
        self.connection = QLabel(self)
        self.account = QToolButton(self)
        self._sign_in = QAction(_("Sign in again…"), self)
        self._sign_out = QAction(_("Sign out"), self)
        self.change_password = QAction(_("Change password…"), self)
        self._other = QAction(_("Another portal or account…"), self)
        self._build()
        self._connect()
        self._follow()

    def count_waiting(self, waiting: int) -> None:
        """How many files have still to go out."""
        self._waiting = waiting
        self._follow_connection()

    def _build(self) -> None:
        self._practice.setObjectName("practice")
        self._practice.setFont(self._theme.font(9, bold=True))
        self._label.setBuddy(self.organizations)
        self.organizations.setAccessibleName(_("Organization (switch provider)"))
        self.organizations.setMinimumWidth(150)
        self.organizations.setMaximumWidth(420)
        self.organizations.setToolTip(_("Switch provider: choose the AVRS ID to work in"))
        self.organizations.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.account.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.account.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.account.setIconSize(QSize(18, 18))
        self.account.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.account.setAutoRaise(True)
        self._theme.dress(self.account, "user")
        menu = QMenu(self.account)
        menu.addActions([self.change_password, self._sign_in, self._other])
        menu.addSeparator()
        menu.addAction(self._sign_out)
        self.account.setMenu(menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._practice, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(SPACE_S)
        layout.addWidget(self._label)
        layout.addWidget(self.organizations, 10)
        layout.addStretch(1)
        layout.addWidget(self._connection_icon)
        layout.addWidget(self.connection)
        layout.addSpacing(SPACE_M)
        layout.addWidget(self.account)

    def _connect(self) -> None:
        self.organizations.activated.connect(self._on_organization_chosen)
        self._sign_in.triggered.connect(self.sign_in_asked)
        self._sign_out.triggered.connect(self.sign_out_asked)
        self._other.triggered.connect(self.other_portal_asked)
        self.change_password.triggered.connect(self.change_password_asked)
        self._workplace.changed.connect(self._follow)
        self._workplace.connection_changed.connect(self._follow_connection)
        self._theme.changed.connect(self._follow_connection)

    @Slot(int)
    def _on_organization_chosen(self, place: int) -> None:
        self._workplace.switch_provider(str(self.organizations.itemData(place)))

    @Slot()
    def _follow(self) -> None:
        known = self._workplace.known
        standing = known.standing if known else None
        organisations = standing.organisations if standing else ()
        self.organizations.clear()
        for organisation in organisations:
            self.organizations.addItem(f"{organisation.avrs_id} — {organisation.name}", organisation.avrs_id)
        self.organizations.setCurrentIndex(max(0, self.organizations.findData(self._workplace.avrs_id)))
        for widget in (self._label, self.organizations):
            widget.setVisible(bool(organisations))
        self.account.setVisible(known is not None)
        if known is not None:
            role = str(kind_of_account(standing)) if standing else ""
            self.account.setText(_("A&ccount {user}", user=known.account.user_id) + (f"\n{role}" if role else ""))
            self.account.setAccessibleName(_("Account {user}, {role}", user=known.account.user_id, role=role))
        self._follow_connection()

    @Slot()
    def _follow_connection(self) -> None:
        words, icon, tone = self._connection()
        self.connection.setText(words)
        self.connection.setToolTip(str(self._workplace.connection_words))
        self._connection_icon.setPixmap(self._theme.icon(icon, tone).pixmap(18, 18))
        shown = self._workplace.known is not None
        self.connection.setVisible(shown)
        self._connection_icon.setVisible(shown)
        portal = self._workplace.portal
        is_practice = portal is not None and portal.practice
        self._practice.setVisible(is_practice)
        self._draw(is_practice=is_practice)

    def _connection(self) -> tuple[str, str, Tone]:
        if self._workplace.is_stopped:
            return _("Sign in to send"), "key", Tone.WARN
        if self._workplace.is_online is False:
            if self._waiting:
                words = counted("Working offline — {n} file waits", "Working offline — {n} files wait", self._waiting)
                return words, "offline", Tone.WARN
            return _("Working offline"), "offline", Tone.WARN
        if self._workplace.is_online:
            return _("Online"), "online", Tone.OK
        return _("Not connected yet"), "wait", Tone.MUTED

    def _draw(self, *, is_practice: bool) -> None:
        colors = self._theme.scheme
        background = colors.practice if is_practice else colors.base
        words = colors.on_practice if is_practice else colors.text
        self.setStyleSheet(
            f"QFrame#header {{ background: {background}; border: none; border-bottom: 1px solid {colors.border}; }}"
            f"QFrame#header > QLabel {{ color: {words}; }}"
            f"QLabel#practice {{ border: 1px solid {words}; border-radius: 4px; padding: 2px 8px; }}"
            f"QFrame#header > QToolButton {{ color: {words}; border: 1px solid transparent; border-radius: 6px;"
            " padding: 3px 20px 3px 6px; text-align: left; }"
            "QFrame#header > QToolButton::menu-indicator { subcontrol-origin: padding;"
            " subcontrol-position: right center; right: 5px; }"
            f"QFrame#header > QToolButton:hover {{ border-color: {words}; }}"
            f"QFrame#header > QToolButton:focus {{ border-color: {colors.accent}; }}"
        )

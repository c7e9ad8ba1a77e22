"""The header: whom one works for (switch provider), as whom, and whether the portal answers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from pes_client.domain.accounts import AccountId
from pes_client.gui.phrases import kind_of_account
from pes_client.gui.theme import SPACE_L, SPACE_M, SPACE_S, Theme, Tone
from pes_client.gui.widgets.organization_switcher import OrganizationSwitcher, news_words
from pes_client.gui.workplace import Workplace
from pes_client.services.overview import PlaceNews
from pes_client.wording import _, counted


class Header(QFrame):
    """Follows the workplace; a practice portal colors it and says so."""

    sign_in_asked = Signal()
    sign_out_asked = Signal()
    other_portal_asked = Signal()
    change_password_asked = Signal()
    mailbox_asked = Signal()
    account_chosen = Signal(object)

    def __init__(self, workplace: Workplace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._theme = theme
        self._waiting = 0
        self.setObjectName("header")
        self.setFixedHeight(56)
        self.setAccessibleName(_("Organization and account"))
        self.practice = QToolButton(self)
        self.switcher = OrganizationSwitcher(workplace, theme, self)
        self.organizations = self.switcher.box
        self._connection_icon = QLabel(self)
        self.connection = QLabel(self)
        self.account = QToolButton(self)
        self._menu = QMenu(self.account)
        self._others: list[QAction] = []
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

    def tell(self, news: tuple[PlaceNews, ...]) -> None:
        """Where something waits: in this account's other organizations, and for other accounts of this computer."""
        self.switcher.tell(news)
        self._offer_accounts([each for each in news if each.account != self._workplace.account])

    def _offer_accounts(self, news: list[PlaceNews]) -> None:
        """The other accounts that are signed in here, each with what waits for it."""
        wanted: dict[AccountId, list[str]] = {}
        for each in news:
            waits = wanted.setdefault(each.account, [])
            if each.count:
                waits.append(f"{each.organisation.avrs_id}: {news_words(each)}")
        for action in self._others:
            self._menu.removeAction(action)
        self._others = []
        for account, waits in wanted.items():
            words = _("Work as {user}", user=account.user_id)
            action = QAction(f"{words} ({'; '.join(waits)})" if waits else words, self)
            action.setData(account)
            self._menu.insertAction(self._sign_in, action)
            self._others.append(action)

    @Slot(QAction)
    def _on_menu_chosen(self, action: QAction) -> None:
        if action in self._others:
            self.account_chosen.emit(action.data())

    def _build(self) -> None:
        self.practice.setObjectName("practice")
        self.practice.setText(_("PRACTICE"))
        self.practice.setFont(self._theme.font(9, bold=True))
        self.practice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.practice.setAccessibleName(_("Practice portal: open the practice mailbox"))
        self.practice.setToolTip(_("A practice portal; nothing here is real. Opens its mailbox."))
        self.account.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.account.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.account.setIconSize(QSize(18, 18))
        self.account.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.account.setAutoRaise(True)
        self._theme.dress(self.account, "user")
        menu = self._menu
        menu.addActions([self.change_password, self._sign_in, self._other])
        menu.addSeparator()
        menu.addAction(self._sign_out)
        self.account.setMenu(menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.practice, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(SPACE_S)
        layout.addWidget(self.switcher, 10)
        layout.addStretch(1)
        layout.addWidget(self._connection_icon)
        layout.addWidget(self.connection)
        layout.addSpacing(SPACE_M)
        layout.addWidget(self.account)

    def _connect(self) -> None:
        self.switcher.chosen.connect(self._workplace.switch_provider)
        self.practice.clicked.connect(self.mailbox_asked)
        self._menu.triggered.connect(self._on_menu_chosen)
        self._sign_in.triggered.connect(self.sign_in_asked)
        self._sign_out.triggered.connect(self.sign_out_asked)
        self._other.triggered.connect(self.other_portal_asked)
        self.change_password.triggered.connect(self.change_password_asked)
        self._workplace.changed.connect(self._follow)
        self._workplace.connection_changed.connect(self._follow_connection)
        self._theme.changed.connect(self._follow_connection)

    @Slot()
    def _follow(self) -> None:
        known = self._workplace.known
        standing = known.standing if known else None
        self.switcher.follow()
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
        self.practice.setVisible(is_practice)
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
            f"QFrame#header > QToolButton {{ color: {words}; border: 1px solid transparent; border-radius: 6px;"
            " padding: 3px 20px 3px 6px; text-align: left; }"
            "QFrame#header > QToolButton::menu-indicator { subcontrol-origin: padding;"
            " subcontrol-position: right center; right: 5px; }"
            f"QFrame#header > QToolButton#practice {{ border: 1px solid {words}; border-radius: 4px;"
            " padding: 2px 8px; }"
            f"OrganizationSwitcher QLabel, OrganizationSwitcher QToolButton {{ color: {words}; }}"
            f"QFrame#header > QToolButton:hover {{ border-color: {words}; }}"
            f"QFrame#header > QToolButton:focus {{ border-color: {colors.accent}; }}"
        )

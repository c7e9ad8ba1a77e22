"""Who works in the window, for which organisation, on which portal: the one thing that all pages share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QSettings, Signal, Slot

from pes_client.domain.accounts import AccountId, KnownAccount, Organisation
from pes_client.domain.events import AccountChanged, ConnectionChanged
from pes_client.domain.portals import Portal
from pes_client.errors import PesError
from pes_client.gui.bridge import Bridge
from pes_client.services.accounts import Accounts
from pes_client.services.portals import Portals
from pes_client.wording import NOTHING, Text

_EVER = datetime.min.replace(tzinfo=UTC)
_ACCOUNT, _AVRS_ID = "place/account", "place/avrs_id"


class Workplace(QObject):
    """The signed-in account and the organisation it works in; remembered from one start to the next."""

    changed = Signal()
    connection_changed = Signal()

    def __init__(self, portals: Portals, accounts: Accounts, bridge: Bridge, settings: QSettings) -> None:
        super().__init__(bridge)
        self._portals = portals
        self._accounts = accounts
        self._settings = settings
        self._known: KnownAccount | None = None
        self._portal: Portal | None = None
        self._avrs_id = ""
        self._heard: dict[str, tuple[bool, Text]] = {}
        self.is_online: bool | None = None
        self.connection_words: Text = NOTHING
        bridge.account_changed.connect(self._on_account_changed)
        bridge.connection_changed.connect(self._on_connection_changed)

    @property
    def known(self) -> KnownAccount | None:
        """The account with its last standing."""
        return self._known

    @property
    def account(self) -> AccountId | None:
        """The account's name."""
        return self._known.account if self._known else None

    @property
    def portal(self) -> Portal | None:
        """The account's portal."""
        return self._portal

    @property
    def avrs_id(self) -> str:
        """The organisation that is worked for; empty for none."""
        return self._avrs_id

    @property
    def organisation(self) -> Organisation | None:
        """The organisation with the roles that the account has there."""
        standing = self._known.standing if self._known else None
        return standing.organisation(self._avrs_id) if standing else None

    @property
    def is_stopped(self) -> bool:
        """Whether the account cannot transfer until a person signs in."""
        return self._known is not None and (not self._known.signed_in or bool(self._known.stopped_because.msgid))

    def return_to_last(self) -> None:
        """Go back to the account and organisation of last time, if this machine still knows them."""
        accounts = [known for known in self._accounts.known() if known.signed_in and known.standing]
        if not accounts:
            return
        last = str(self._settings.value(_ACCOUNT, ""))
        chosen = next((known for known in accounts if str(known.account) == last), accounts[0])
        self.enter(chosen.account, str(self._settings.value(_AVRS_ID, "")))

    def enter(self, account: AccountId, avrs_id: str = "") -> None:
        """Work as this account, in the given organisation or its first one."""
        self._known = self._accounts.get(account)
        self._portal = self._portals.get(account.portal)
        self.is_online, self.connection_words = self._heard.get(account.portal, (None, NOTHING))
        self._settle(avrs_id)
        self._settings.setValue(_ACCOUNT, str(account))
        self.changed.emit()

    def note_answer(self, portal: str) -> None:
        """The portal has just answered this window itself."""
        self._on_connection_changed(ConnectionChanged(portal, online=True, words=NOTHING))

    def switch_provider(self, avrs_id: str) -> None:
        """Work for another organisation of the account (CLK-7)."""
        if avrs_id != self._avrs_id:
            self._settle(avrs_id)
            self.changed.emit()

    def leave(self) -> None:
        """Nobody works here now."""
        self._known, self._portal, self._avrs_id = None, None, ""
        self.is_online, self.connection_words = None, NOTHING
        self.changed.emit()

    def _settle(self, avrs_id: str) -> None:
        standing = self._known.standing if self._known else None
        offered = [organisation.avrs_id for organisation in standing.organisations] if standing else []
        self._avrs_id = avrs_id if avrs_id in offered else (offered[0] if offered else "")
        self._settings.setValue(_AVRS_ID, self._avrs_id)

    @Slot(AccountChanged)
    def _on_account_changed(self, event: AccountChanged) -> None:
        if event.account != self.account:
            return
        before = self._known
        try:
            self._known = self._accounts.get(event.account)
        except PesError:
            self.leave()
            return
        if _what_matters(self._known) != _what_matters(before):
            self._settle(self._avrs_id)
            self.changed.emit()

    @Slot(ConnectionChanged)
    def _on_connection_changed(self, event: ConnectionChanged) -> None:
        self._heard[event.portal] = (event.online, event.words)
        if self._portal is not None and event.portal == self._portal.name:
            self.is_online, self.connection_words = event.online, event.words
            self.connection_changed.emit()


def _what_matters(known: KnownAccount | None) -> KnownAccount | None:
    """The account without the times that every sign-in changes."""
    if known is None or known.standing is None:
        return known
    standing = replace(known.standing, told_at=_EVER, last_sign_in_at=None)
    return replace(known, standing=standing)

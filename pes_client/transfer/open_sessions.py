"""The sessions this process has open, in memory only; shared by the engine and the person's own actions."""

from __future__ import annotations

import threading
from collections import defaultdict

from pes_client.domain.accounts import AccountId
from pes_client.portal.gateway import Session


class OpenSessions:
    """At most one session per account. Safe between threads."""

    def __init__(self) -> None:
        self._sessions: dict[AccountId, Session] = {}
        self._lock = threading.Lock()
        self._sign_ins: defaultdict[AccountId, threading.Lock] = defaultdict(threading.Lock)

    def get(self, account: AccountId) -> Session | None:
        """The open session of the account, if there is one."""
        with self._lock:
            return self._sessions.get(account)

    def put(self, account: AccountId, session: Session) -> None:
        """Go on with this session."""
        with self._lock:
            self._sessions[account] = session

    def drop(self, account: AccountId) -> Session | None:
        """Forget the account's session and hand it out for signing out."""
        with self._lock:
            return self._sessions.pop(account, None)

    def one_sign_in(self, account: AccountId) -> threading.Lock:
        """Held while somebody signs in with the account, so that a wrong password is tried once and not twice."""
        with self._lock:
            return self._sign_ins[account]

"""The records as one transaction sees them: a door to every kind of row."""

from __future__ import annotations

from sqlalchemy import Connection

from pes_client.store.rows.accounts import AccountRows
from pes_client.store.rows.activity import ActivityRows
from pes_client.store.rows.clerks import ClerkRows
from pes_client.store.rows.cursors import CursorRows
from pes_client.store.rows.policies import PolicyRows
from pes_client.store.rows.portals import PortalRows
from pes_client.store.rows.secrets import SecretRows
from pes_client.store.rows.submissions import SubmissionRows
from pes_client.store.rows.trade_files import TradeFileRows


class Records:
    """All rows, bound to the one transaction of `Store.read` or `Store.write`; worthless after it."""

    def __init__(self, connection: Connection) -> None:
        self.portals = PortalRows(connection)
        self.policies = PolicyRows(connection)
        self.accounts = AccountRows(connection)
        self.clerks = ClerkRows(connection)
        self.submissions = SubmissionRows(connection)
        self.trade_files = TradeFileRows(connection)
        self.cursors = CursorRows(connection)
        self.activity = ActivityRows(connection)
        self.secrets = SecretRows(connection)

"""The audit trail, for reading."""

from __future__ import annotations

from pes_client.domain.accounts import AccountId
from pes_client.domain.activity import Activity
from pes_client.store.store import Store


class Trail:
    """What happened in this data folder, newest first. Nobody can change it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def entries(
        self, *, account: AccountId | None = None, limit: int = 200, before: int | None = None, words: str = ""
    ) -> list[Activity]:
        """Entries older than `before`, at most `limit`; `words` must all be in the sentence."""
        with self._store.read() as records:
            return records.activity.find(account=account, limit=limit, before=before, words=words)

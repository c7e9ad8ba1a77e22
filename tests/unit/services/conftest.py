"""The states of the world that the tests of the use cases start from; nothing here asks a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pes_client.domain.accounts import AccountId, AccountKind, NextStep, Organisation, Role, Standing
from pes_client.domain.tradefiles import E_DELIVERY, ListedFile, TradeFile, TradeFileState
from pes_client.services.stored_passwords import StoredPasswords
from pes_client.services.workspace import Workspace
from pes_client.store.store import Store

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WILLOW = "1001"
BIRCH = "1002"
LETTER = b"%PDF-1.7 an invented letter"


class StillClock:
    """A clock that stands at one moment of the year."""

    def now(self) -> datetime:
        return NOON

    def monotonic(self) -> float:
        return 1000.0


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "home", bytes(range(32)))
    yield opened
    opened.close()


@pytest.fixture
def workspace(store: Store) -> Workspace:
    """A workspace over the store whose clock stands still."""
    return Workspace(store.folder, store, StoredPasswords(store), StillClock(), key_kind="test")


@pytest.fixture
def signed_in(store: Store) -> Callable[[str, Role], AccountId]:
    """Makes an account that the portal told us about: it has this role in both organisations."""

    def make(user_id: str, role: Role) -> AccountId:
        account = AccountId(user_id, "portal.invalid")
        standing = Standing(
            account=account,
            kind=AccountKind.CLERK,
            name="Willa Sample",
            email="",
            next_step=NextStep.NONE,
            organisations=tuple(
                Organisation(avrs_id, f"Sample {avrs_id}", "", frozenset({role})) for avrs_id in (WILLOW, BIRCH)
            ),
            password_expires_at=NOON + timedelta(days=9, hours=5),
            last_sign_in_at=NOON,
            told_at=NOON,
        )
        with store.write() as records:
            records.accounts.save_standing(standing)
            records.accounts.set_signed_in(account, signed_in=True)
        return account

    return make


@pytest.fixture
def account(signed_in: Callable[[str, Role], AccountId]) -> AccountId:
    """An account that may send and fetch everything."""
    return signed_in("provider1", Role.TRADE_FILES)


@pytest.fixture
def letters_only(signed_in: Callable[[str, Role], AccountId]) -> AccountId:
    """An account that may read letters and nothing else (CLK-2)."""
    return signed_in("clerkedo1", Role.TRADE_FILES_E_DELIVERY_ONLY)


@pytest.fixture
def kept(store: Store) -> Callable[..., TradeFile]:
    """Puts a trade file into the store as if it had been listed and brought here."""

    def keep(name: str, content: bytes = LETTER, *, transaction_type: str = E_DELIVERY, here: bool = True) -> TradeFile:
        with store.documents.new() as draft:
            draft.write(content)
            digest, document_id = draft.sha256, draft.keep()
        listed = ListedFile(
            remote_id=f"remote {name}",
            avrs_id=WILLOW,
            transaction_type=transaction_type,
            letter_kind="EFT",
            name=name,
            posting=False,
            size=len(content),
            sha256=digest,
            posted_at=NOON,
            available_until=None,
            in_reply_to=None,
        )
        with store.write() as records:
            row = records.trade_files.record("portal.invalid", listed, NOON)
            if here:
                records.trade_files.update(
                    row.local_id, state=TradeFileState.KEPT, document_id=document_id, kept_at=NOON
                )
            found = records.trade_files.get(row.local_id)
        assert found is not None
        return found

    return keep

"""The portal's desks without a network: a seeded database, and time in the test's own hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pes_portal.accounts.secrets import SecretHasher
from pes_portal.database.engine import Database, sqlite_url
from pes_portal.database.upgrade import upgrade
from pes_portal.folders import DataFolder
from pes_portal.practice.people import ACCOUNTS
from pes_portal.practice.seed import seed_if_empty
from pes_portal.profiles import load_policy
from pes_portal.secret_key import SecretKey
from pes_portal.wire.policy import Policy


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def pass_time(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


class CountingHasher(SecretHasher):
    """argon2 for real, and how often."""

    def __init__(self) -> None:
        super().__init__()
        self.computations = 0

    def hash(self, secret: str) -> str:
        self.computations += 1
        return super().hash(secret)

    def matches(self, kept_hash: str | None, secret: str) -> bool:
        self.computations += 1
        return super().matches(kept_hash, secret)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def hasher() -> CountingHasher:
    return CountingHasher()


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy("cmap", practice=True)


@pytest.fixture(scope="session")
def key() -> SecretKey:
    return SecretKey(b"a key of the tests")


@pytest.fixture(scope="session")
def passwords() -> dict[str, str]:
    return {account.user_id: account.password for account in ACCOUNTS}


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal's folder as the first start leaves it."""
    folder = DataFolder(tmp_path_factory.mktemp("seeded"))
    folder.create()
    database = Database(sqlite_url(folder.database))
    upgrade(database)
    seed_if_empty(folder, database, HandClock())
    database.close()
    return folder.root


@pytest.fixture
def folder(tmp_path: Path, seeded: Path) -> DataFolder:
    """A copy of it, for one test."""
    copied = DataFolder(tmp_path / "portal")
    copied.create()
    copied.database.write_bytes(DataFolder(seeded).database.read_bytes())
    copied.accounts_file.write_bytes(DataFolder(seeded).accounts_file.read_bytes())
    copied.accounts_file.chmod(0o600)
    return copied


@pytest.fixture
def database(folder: DataFolder) -> Iterator[Database]:
    """A seeded practice portal's database."""
    opened = Database(sqlite_url(folder.database))
    yield opened
    opened.close()

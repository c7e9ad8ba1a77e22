"""Keyrings by hand: what backends look like, good and bad."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pes_client.domain.accounts import AccountId


class BackendInMemory:
    """Keeps values as a well-behaved backend does."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        from keyring.errors import PasswordDeleteError

        if (service, username) not in self.values:
            raise PasswordDeleteError("no such password")
        del self.values[service, username]


@pytest.fixture
def backend_named() -> Callable[..., BackendInMemory]:
    """A backend of a class of this name, `module.Class`; further members of the class as keywords."""

    def make(name: str, **members: object) -> BackendInMemory:
        module, _, qualname = name.rpartition(".")
        kind = type(qualname, (BackendInMemory,), {"__module__": module, "__qualname__": qualname, **members})
        return kind()  # type: ignore[no-any-return]

    return make


@pytest.fixture
def secret_service(backend_named: Callable[..., BackendInMemory]) -> BackendInMemory:
    return backend_named("keyring.backends.SecretService.Keyring")


@pytest.fixture
def account() -> AccountId:
    return AccountId("tpmaster1", "cmap")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home"

"""Passwords in the encrypted database: kept per account, replaced, dropped, and nowhere in clear."""

from __future__ import annotations

import pytest

from pes_client.domain.accounts import AccountId
from pes_client.services.stored_passwords import StoredPasswords

ONE = AccountId("provider1", "portal.invalid")


@pytest.mark.parametrize("other", [AccountId("provider1", "another.invalid"), AccountId("Provider1", "portal.invalid")])
def test_each_account_has_its_own_password(store, other):
    passwords = StoredPasswords(store)
    passwords.put(ONE, "Canary-Password-1")
    passwords.put(other, "Canary-Password-2")
    assert passwords.get(ONE) == "Canary-Password-1"
    passwords.forget(other)
    assert passwords.get(ONE) == "Canary-Password-1"
    assert passwords.get(other) is None


def test_a_new_password_takes_the_place_of_the_old_one(store):
    passwords = StoredPasswords(store)
    passwords.put(ONE, "Canary-Password-1")
    passwords.put(ONE, "ключ 李 " * 100)
    assert passwords.get(ONE) == "ключ 李 " * 100


def test_forgetting_what_is_not_kept_is_no_mistake(store):
    StoredPasswords(store).forget(ONE)
    assert StoredPasswords(store).get(ONE) is None


def test_no_file_holds_the_password_in_clear(store):
    StoredPasswords(store).put(ONE, "Canary-Password-1")
    content = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert len(content) > 4096
    assert b"Canary-Password-1" not in content
    assert "Canary-Password-1" not in repr(StoredPasswords(store))

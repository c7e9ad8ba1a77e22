"""Only the operating system's own keyring is trusted, and it can neither hang nor betray the program."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from keyring.errors import KeyringError, KeyringLocked, NoKeyringError

from pes_client.credentials.passwords import KeyringPasswords
from pes_client.credentials.safe_keyring import LONGEST, SafeKeyring, keyring_available
from pes_client.domain.accounts import AccountId
from pes_client.errors import CredentialError, InputError, NoKeyring

PASSWORD = "Marabou-1959-secret"
BackendNamed = Callable[..., Any]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("keyring.backends.SecretService.Keyring", "Secret Service"),
        ("keyring.backends.kwallet.DBusKeyring", "KWallet"),
        ("keyring.backends.macOS.Keyring", "macOS Keychain"),
        ("keyring.backends.Windows.WinVaultKeyring", "Windows Credential Manager"),
    ],
)
def test_the_keyrings_of_operating_systems_are_trusted(kind: str, name: str, backend_named: BackendNamed) -> None:
    assert SafeKeyring(backend_named(kind)).name == name


@pytest.mark.parametrize(
    "kind",
    [
        "keyrings.alt.file.PlaintextKeyring",
        "keyrings.alt.file.EncryptedKeyring",
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "someone.elses.Keyring",
        "evil.keyring.backends.SecretService.Keyring",
    ],
)
def test_any_other_keyring_is_refused_and_nothing_is_written_to_it(kind: str, backend_named: BackendNamed) -> None:
    backend = backend_named(kind)
    with pytest.raises(NoKeyring):
        KeyringPasswords(SafeKeyring(backend))
    assert backend.values == {}


def test_a_class_derived_from_a_trusted_one_is_not_trusted(secret_service: Any) -> None:
    class Derived(type(secret_service)):  # type: ignore[misc]
        pass

    with pytest.raises(NoKeyring):
        SafeKeyring(Derived())


def test_of_a_chain_the_trusted_member_is_used_and_never_the_chain(
    secret_service: Any, backend_named: BackendNamed, account: AccountId
) -> None:
    plaintext = backend_named("keyrings.alt.file.PlaintextKeyring")
    chain = backend_named("keyring.backends.chainer.ChainerBackend", backends=[plaintext, secret_service])
    KeyringPasswords(SafeKeyring(chain)).put(account, PASSWORD)
    assert list(secret_service.values.values()) == [PASSWORD]
    assert plaintext.values == {}
    assert chain.values == {}


def test_a_chain_of_plaintext_keyrings_is_refused(backend_named: BackendNamed) -> None:
    plaintext = backend_named("keyrings.alt.file.PlaintextKeyring")
    with pytest.raises(NoKeyring):
        SafeKeyring(backend_named("keyring.backends.chainer.ChainerBackend", backends=[plaintext]))


def test_on_windows_nothing_roams_with_the_profile(backend_named: BackendNamed) -> None:
    backend = backend_named("keyring.backends.Windows.WinVaultKeyring")
    SafeKeyring(backend)
    assert backend.persist == "local machine"


@pytest.mark.parametrize("configured", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_a_machine_set_up_with_an_imitation_has_no_keyring(configured: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", configured)
    assert keyring_available() is None
    with pytest.raises(NoKeyring):
        KeyringPasswords()


def test_a_machine_set_up_with_a_keyring_that_does_not_load_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Keyring")
    assert keyring_available() is None


def test_passwords_are_kept_replaced_and_forgotten(secret_service: Any, account: AccountId) -> None:
    passwords = KeyringPasswords(SafeKeyring(secret_service))
    other = AccountId("tpmaster1", "husky")
    assert passwords.get(account) is None
    passwords.put(account, "one")
    passwords.put(account, PASSWORD)
    passwords.put(other, "other")
    assert passwords.get(account) == PASSWORD
    assert secret_service.values["PES Client", "tpmaster1@cmap"] == PASSWORD
    passwords.forget(account)
    passwords.forget(account)
    assert passwords.get(account) is None
    assert passwords.get(other) == "other"


@pytest.mark.parametrize("password", ["x" * LONGEST, "Ж" * LONGEST, "𝔵" * (LONGEST // 2)])
def test_the_longest_password_that_windows_can_keep_is_kept(
    password: str, secret_service: Any, account: AccountId
) -> None:
    passwords = KeyringPasswords(SafeKeyring(secret_service))
    passwords.put(account, password)
    assert passwords.get(account) == password


@pytest.mark.parametrize("password", ["x" * (LONGEST + 1), "x" * 10_000, "𝔵" * (LONGEST // 2 + 1)])
def test_a_longer_password_is_refused_in_words(password: str, secret_service: Any, account: AccountId) -> None:
    with pytest.raises(InputError, match="1200") as raised:
        KeyringPasswords(SafeKeyring(secret_service)).put(account, password)
    assert password[:20] not in f"{raised.value!r} {raised.value}"
    assert secret_service.values == {}


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (KeyringLocked(f"locked: {PASSWORD}"), "locked"),
        (KeyringError(f"1783 {PASSWORD}"), "KeyringError"),
        (OSError(f"bus gone {PASSWORD}"), "OSError"),
        (NoKeyringError(PASSWORD), "No keyring"),
    ],
)
def test_whatever_a_keyring_raises_becomes_words_without_the_password(
    trouble: Exception, words: str, backend_named: BackendNamed, account: AccountId
) -> None:
    def fail(*_: object) -> None:
        raise trouble

    backend = backend_named("keyring.backends.SecretService.Keyring", set_password=fail)
    with pytest.raises(CredentialError, match=words) as raised:
        KeyringPasswords(SafeKeyring(backend)).put(account, PASSWORD)
    shown = "".join(traceback.format_exception(raised.value))
    assert PASSWORD not in f"{shown} {raised.value!r} {raised.value}"


def test_a_keyring_that_never_answers_is_given_up(backend_named: BackendNamed, account: AccountId) -> None:
    released = Event()
    backend = backend_named(
        "keyring.backends.SecretService.Keyring", get_password=lambda *_: released.wait(60) and None
    )
    passwords = KeyringPasswords(SafeKeyring(backend, time_limit=0.01))
    with pytest.raises(CredentialError, match="did not answer"):
        passwords.get(account)
    released.set()


def test_no_repr_shows_a_password(secret_service: Any, account: AccountId) -> None:
    keyring = SafeKeyring(secret_service)
    passwords = KeyringPasswords(keyring)
    passwords.put(account, PASSWORD)
    assert PASSWORD not in f"{keyring!r} {passwords!r}"

"""The key of the data: made once, found again, refused where it is unsafe, never lost by making another."""

from __future__ import annotations

import base64
import json
import os
import traceback
from pathlib import Path
from typing import Any

import pytest

from pes_client.credentials.safe_keyring import SafeKeyring
from pes_client.credentials.vault_key import KeyFile, KeyringKey, PassphraseKey
from pes_client.errors import CredentialError, InputError, StoreLocked

KEY = bytes(range(100, 132))
PASSPHRASE = "Quillfeather & Marabou 1959"
posix_only = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_key_is_made_once_and_found_again(folder: Path, secret_service: Any) -> None:
    key = KeyringKey(folder, SafeKeyring(secret_service)).key()
    assert len(key) == 32
    assert KeyringKey(folder, SafeKeyring(secret_service)).key() == key
    assert len(secret_service.values) == 1


def test_every_folder_has_a_key_of_its_own(folder: Path, secret_service: Any) -> None:
    keyring = SafeKeyring(secret_service)
    assert KeyringKey(folder, keyring).key() != KeyringKey(folder.with_name("other"), keyring).key()


def test_the_folder_holds_the_name_of_the_entry_and_nothing_of_the_key(folder: Path, secret_service: Any) -> None:
    key = KeyringKey(folder, SafeKeyring(secret_service)).key()
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    for spelled in (key, key.hex().encode(), base64.b64encode(key)):
        assert spelled not in kept


def test_a_key_that_the_keyring_lost_is_never_replaced_by_another(folder: Path, secret_service: Any) -> None:
    KeyringKey(folder, SafeKeyring(secret_service)).key()
    secret_service.values.clear()
    with pytest.raises(CredentialError, match="no longer has the key"):
        KeyringKey(folder, SafeKeyring(secret_service)).key()
    assert secret_service.values == {}


def test_a_keyring_that_keeps_nothing_is_noticed_before_anything_depends_on_it(
    folder: Path, backend_named: Any
) -> None:
    backend = backend_named("keyring.backends.SecretService.Keyring", set_password=lambda *_: None)
    for _ in range(2):
        with pytest.raises(CredentialError, match="did not keep"):
            KeyringKey(folder, SafeKeyring(backend)).key()


def test_an_entry_that_is_no_key_is_refused(folder: Path, secret_service: Any) -> None:
    KeyringKey(folder, SafeKeyring(secret_service)).key()
    for name in secret_service.values:
        secret_service.values[name] = "no key"
    with pytest.raises(CredentialError, match="no key"):
        KeyringKey(folder, SafeKeyring(secret_service)).key()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"profile": 7}', '{"profile": "../x"}', "{}"])
def test_a_broken_profile_is_refused_and_left_alone(content: str, folder: Path, secret_service: Any) -> None:
    folder.mkdir()
    (folder / "profile.json").write_text(content)
    with pytest.raises(CredentialError, match=r"profile\.json"):
        KeyringKey(folder, SafeKeyring(secret_service)).key()
    assert (folder / "profile.json").read_text() == content


@posix_only
def test_files_beside_the_data_belong_to_their_owner_alone(folder: Path, secret_service: Any) -> None:
    KeyringKey(folder, SafeKeyring(secret_service)).key()
    PassphraseKey(folder, PASSPHRASE).key()
    assert mode(folder) == 0o700
    assert {path.name: mode(path) for path in folder.iterdir()} == dict.fromkeys(
        ("profile.json", "profile.lock", "unlock.json"), 0o600
    )


@pytest.mark.parametrize(
    "content",
    [
        KEY,
        KEY.hex().encode(),
        KEY.hex().upper().encode() + b"\r\n",
        base64.b64encode(KEY),
        b"  " + base64.b64encode(KEY) + b"\n",
    ],
)
def test_a_key_file_holds_bytes_hex_digits_or_base64(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    assert KeyFile(path).key() == KEY


@pytest.mark.parametrize(
    "content", [b"", b"short", KEY[:-1], KEY + b"x", KEY.hex().encode()[:-2], b"=" * 44, b"x" * 100_000]
)
def test_a_key_file_without_a_key_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(CredentialError, match="does not hold a key"):
        KeyFile(path).key()


@posix_only
@pytest.mark.parametrize("readable_by", [0o640, 0o604, 0o602])
def test_a_key_file_open_to_others_is_refused(readable_by: int, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(KEY)
    path.chmod(readable_by)
    with pytest.raises(CredentialError, match="Others on this computer"):
        KeyFile(path).key()


def test_a_key_file_that_is_missing_or_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(CredentialError, match="cannot be read"):
            KeyFile(path).key()


@posix_only
def test_a_pipe_is_no_key_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(CredentialError, match="cannot be read"):
        KeyFile(tmp_path / "pipe").key()


def test_a_key_file_is_made_private_random_and_never_over_another(tmp_path: Path) -> None:
    one, other = KeyFile.create(tmp_path / "new" / "one"), KeyFile.create(tmp_path / "other")
    assert one.key() != other.key()
    assert len(one.key()) == 32
    if os.name == "posix":
        assert mode(tmp_path / "other") == 0o600
    content = (tmp_path / "other").read_bytes()
    with pytest.raises(CredentialError, match="could not be made"):
        KeyFile.create(tmp_path / "other")
    assert (tmp_path / "other").read_bytes() == content


def test_a_passphrase_gives_the_same_key_again_and_another_one_none(folder: Path) -> None:
    assert not PassphraseKey.is_used(folder)
    key = PassphraseKey(folder, PASSPHRASE).key()
    assert PassphraseKey.is_used(folder)
    assert len(key) == 32
    assert PassphraseKey(folder, PASSPHRASE).key() == key
    with pytest.raises(StoreLocked) as raised:
        PassphraseKey(folder, PASSPHRASE + "!").key()
    assert PASSPHRASE not in "".join(traceback.format_exception(raised.value))


def test_two_folders_with_the_same_passphrase_have_different_keys(folder: Path) -> None:
    other = folder.with_name("other")
    assert PassphraseKey(folder, PASSPHRASE).key() != PassphraseKey(other, PASSPHRASE).key()


def test_a_passphrase_typed_on_another_system_is_the_same(folder: Path) -> None:
    composed, decomposed = "caf\u00e9 au lait", "cafe\u0301 au lait"
    assert PassphraseKey(folder, composed).key() == PassphraseKey(folder, decomposed).key()


def test_neither_passphrase_nor_key_is_written_down(folder: Path) -> None:
    key = PassphraseKey(folder, PASSPHRASE).key()
    [path] = folder.iterdir()
    kept = path.read_bytes()
    for spelled in (PASSPHRASE.encode(), key, key.hex().encode(), base64.b64encode(key)):
        assert spelled not in kept


def test_a_new_passphrase_has_at_least_eight_characters(folder: Path) -> None:
    with pytest.raises(InputError):
        PassphraseKey(folder, "seven 7").key()
    assert not PassphraseKey.is_used(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"kdf": "none"},
        {"version": 2},
        {"memory_kib": 10**9},
        {"iterations": 10**9},
        {"lanes": 0},
        {"lanes": "four"},
        {"salt": "AA=="},
        {"salt": "no base64!"},
        {"check": 7},
        {"extra": 1},
    ],
)
def test_a_broken_unlock_file_is_refused_at_once_and_left_alone(change: dict[str, Any], folder: Path) -> None:
    sound = {"salt": "V2aYPgQTgc2nfJPYxx1mzw==", "check": "00" * 32, "iterations": 3, "lanes": 4}
    sound |= {"memory_kib": 65536, "kdf": "argon2id", "version": 1}
    folder.mkdir()
    path, broken = folder / "unlock.json", json.dumps({**sound, **change})
    path.write_text(broken)
    with pytest.raises(CredentialError, match=r"unlock\.json"):
        PassphraseKey(folder, PASSPHRASE).key()
    assert path.read_text() == broken


def test_no_repr_shows_a_secret(folder: Path, secret_service: Any) -> None:
    passphrase = PassphraseKey(folder, PASSPHRASE)
    keyring = KeyringKey(folder, SafeKeyring(secret_service))
    key = keyring.key()
    shown = f"{passphrase!r} {keyring!r} {KeyFile(folder)!r}"
    assert PASSPHRASE not in shown
    assert key.hex() not in shown


def test_every_source_says_what_it_is() -> None:
    assert [each.kind for each in (KeyringKey, KeyFile, PassphraseKey)] == ["keyring", "key file", "passphrase"]

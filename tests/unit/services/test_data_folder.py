"""Where the data lie and what opens them: the order of the choices, and a clear no where none is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from pes_client.credentials.vault_key import KeyFile
from pes_client.errors import NoKeyring
from pes_client.services import data_folder as module
from pes_client.services.data_folder import data_folder, key_source


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a keyring and without a key file."""
    monkeypatch.delenv("PES_MASTER_KEY_FILE", raising=False)
    monkeypatch.setattr(module, "keyring_available", lambda: False)


def test_the_named_folder_goes_before_pes_home_and_that_before_the_platforms(monkeypatch, tmp_path):
    monkeypatch.setenv("PES_HOME", str(tmp_path / "from the environment"))
    assert data_folder(tmp_path / "named") == tmp_path / "named"
    assert data_folder() == tmp_path / "from the environment"
    monkeypatch.setenv("PES_HOME", "")
    assert data_folder().name == "PES Client"


def test_a_relative_folder_is_made_absolute_once(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert data_folder(Path("here")) == tmp_path / "here"


def test_a_key_file_goes_before_everything(monkeypatch, tmp_path):
    KeyFile.create(tmp_path / "master.key")
    monkeypatch.setenv("PES_MASTER_KEY_FILE", str(tmp_path / "master.key"))
    assert key_source(tmp_path, None).kind == "key file"


def test_without_a_keyring_a_passphrase_is_asked_for_first_as_a_new_one_then_as_the_known_one(no_keyring, tmp_path):
    asked = []

    def ask(is_new: bool) -> str:
        asked.append(is_new)
        return "a long passphrase that nobody knows"

    first = key_source(tmp_path, ask).key()
    assert key_source(tmp_path, ask).key() == first
    assert asked == [True, False]


@pytest.mark.parametrize("ask", [None, lambda _is_new: None, lambda _is_new: ""])
def test_where_nobody_can_be_asked_nothing_is_opened(no_keyring, tmp_path, ask):
    with pytest.raises(NoKeyring):
        key_source(tmp_path, ask)
    assert list(tmp_path.iterdir()) == []

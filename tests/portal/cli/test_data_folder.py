"""The data folder and its key by `pes`: what does not fit is refused in clear words, and nothing is changed."""

from __future__ import annotations

import os
import secrets
import shutil

import pytest

from pes_client.store.keys import StoreKeys
from pes_client.store.sqlcipher import CipherFile


@pytest.fixture(scope="module")
def opened_once(new_office, portal):
    """An office that was opened once and is closed."""
    opened = new_office(portal)
    assert opened.pes("status").code == 0
    return opened


@pytest.fixture
def office(new_office, portal, opened_once):
    """The same office on another computer, to be changed at will."""
    copied = new_office(portal)
    shutil.copytree(opened_once.folder, copied.folder, dirs_exist_ok=True)
    return copied


@pytest.fixture
def key_file(office):
    return office.folder / "master.key"


def test_pes_home_moves_the_data_and_the_option_goes_before_it(office, tmp_path):
    assert (office.home / "pes.db").is_file()
    elsewhere = tmp_path / "Ж & 李 100%"
    answer = office.pes("status", "--json", "--home", elsewhere)
    assert answer.document["home"] == str(elsewhere)
    assert (elsewhere / "pes.db").is_file()


def test_a_missing_key_file_is_named(office, key_file):
    key_file.unlink()
    answer = office.pes("status", "--json")
    assert answer.code == 4
    assert str(key_file) in answer.error["message"]
    assert "PES_MASTER_KEY_FILE" in answer.error["hint"]


def test_a_key_file_without_a_key_is_refused(office, key_file):
    key_file.write_bytes(b"too short")
    answer = office.pes("status", "--json")
    assert answer.code == 4
    assert "does not hold a key" in answer.error["message"]
    assert "too short" not in answer.out + answer.err


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_key_file_that_others_may_read_is_refused(office, key_file):
    key_file.chmod(0o644)
    answer = office.pes("status", "--json")
    assert answer.code == 4
    assert "chmod 600" in answer.error["hint"]


def test_another_key_opens_nothing_and_changes_nothing(office, key_file):
    before = (office.home / "pes.db").read_bytes()
    key_file.write_bytes(secrets.token_bytes(32))
    answer = office.pes("status", "--json")
    assert answer.code == 4
    assert answer.error["kind"] == "StoreLocked"
    assert (office.home / "pes.db").read_bytes() == before


def test_the_data_of_a_newer_version_are_refused(office, key_file):
    newer = CipherFile(office.home / "pes.db", StoreKeys.derive(key_file.read_bytes()).database).connect()
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    answer = office.pes("status", "--json")
    assert answer.code == 1
    assert answer.error["kind"] == "StoreNewer"
    assert "newer version" in answer.error["title"]

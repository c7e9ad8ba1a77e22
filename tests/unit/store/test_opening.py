"""Opening a data folder: new, locked, newer, damaged in every way; nothing is ever deleted."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from pes_client.domain.activity import Deed
from pes_client.domain.portals import Portal
from pes_client.errors import StoreDamaged, StoreLocked, StoreNewer
from pes_client.store import opening
from pes_client.store.keys import StoreKeys
from pes_client.store.sqlcipher import CipherFile
from pes_client.store.store import Store
from pes_client.wording import text

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file that holds data, with its content; locks and empty logs hold none."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", "-shm")) and path.stat().st_size
    }


@pytest.fixture
def backed_up(opened: Callable[[], Store], portal: Portal) -> Path:
    """A folder whose portal is in the last backup; more was written after it. Nothing is open."""
    store = opened()
    with store.write() as records:
        records.portals.add(portal)
    store.backup()
    with store.write() as records:
        for number in range(400):
            records.activity.append(portal.known_since, Deed.QUEUED, text("entry {n}", n=number))
    store.close()
    return store.folder


def test_a_new_folder_is_empty_and_nothing_out_of_the_ordinary(store: Store) -> None:
    assert store.opened_with == opening.OpenedWith()
    with store.read() as records:
        assert records.portals.all() == []
        assert records.activity.find() == []


@posix_only
def test_folders_and_files_belong_to_their_owner_alone(store: Store, portal: Portal) -> None:
    with store.write() as records:
        records.portals.add(portal)
    with store.documents.new() as draft:
        draft.write(b"x" * 300_000)
        draft.keep()
    with store.documents.resume("one") as draft:
        draft.write(b"x" * 1_500_000)
    store.backup()
    modes = {path: path.stat().st_mode & 0o777 for path in [store.folder, *store.folder.rglob("*")]}
    assert {path for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)} == set()
    assert any(path.name.endswith("-wal") for path in modes)


@posix_only
def test_a_folder_that_others_could_enter_is_closed_to_them(folder: Path, opened: Callable[[], Store]) -> None:
    folder.mkdir(mode=0o755)
    opened()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_wrong_key_is_refused_touches_nothing_and_prints_nothing(
    backed_up: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = files_of(backed_up)
    with pytest.raises(StoreLocked):
        Store.open(backed_up, b"\x07" * 32)
    assert files_of(backed_up) == before
    assert capfd.readouterr() == ("", "")


def test_a_wrong_key_is_told_from_damage_even_without_the_key_check(backed_up: Path) -> None:
    (backed_up / "pes.key-check").unlink()
    before = files_of(backed_up)
    with pytest.raises(StoreLocked):
        Store.open(backed_up, b"\x07" * 32)
    assert files_of(backed_up) == before


def test_damage_is_told_from_a_wrong_key_even_without_the_key_check(
    backed_up: Path, opened: Callable[[], Store]
) -> None:
    (backed_up / "pes.key-check").unlink()
    (backed_up / "pes.db").write_bytes(b"no database at all" * 500)
    assert opened().opened_with.damaged_kept_as is not None


def test_a_key_of_another_length_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Store.open(folder, b"short")


def test_a_database_of_a_newer_program_is_refused_and_stays_byte_for_byte(backed_up: Path, key: bytes) -> None:
    newer = CipherFile(backed_up / "pes.db", StoreKeys.derive(key).database).connect()
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    before = files_of(backed_up)
    with pytest.raises(StoreNewer):
        Store.open(backed_up, key)
    assert files_of(backed_up) == before


def test_documents_of_a_newer_program_are_refused(backed_up: Path, key: bytes) -> None:
    keys = StoreKeys.derive(key)
    newer = CipherFile(backed_up / "documents.db", keys.documents, page_size=16384).connect()
    newer.execute("PRAGMA user_version = 2")
    newer.close()
    before = files_of(backed_up)
    with pytest.raises(StoreNewer):
        Store.open(backed_up, key)
    assert files_of(backed_up) == before


def _emptied(database: Path) -> None:
    database.write_bytes(b"")


def _cut_in_half(database: Path) -> None:
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2 + 100])


def _cut_to_a_page(database: Path) -> None:
    database.write_bytes(database.read_bytes()[:4096])


def _first_page_damaged(database: Path) -> None:
    content = database.read_bytes()
    database.write_bytes(content[:50] + b"damaged!" + content[58:])


def _a_page_in_the_middle_damaged(database: Path) -> None:
    content = bytearray(database.read_bytes())
    start = random.Random(7).randrange(4096, len(content) - 4096)
    content[start : start + 64] = bytes(64)
    database.write_bytes(content)


def _a_picture(database: Path) -> None:
    database.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 64)


def _a_plain_sqlite_file(database: Path) -> None:
    import sqlite3

    database.unlink()
    plain = sqlite3.connect(database)
    plain.execute("CREATE TABLE someone_elses (x)")
    plain.close()


DAMAGE = [
    _emptied,
    _cut_in_half,
    _cut_to_a_page,
    _first_page_damaged,
    _a_page_in_the_middle_damaged,
    _a_picture,
    _a_plain_sqlite_file,
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_database_is_kept_and_the_backup_takes_its_place(
    damage: Callable[[Path], None], backed_up: Path, opened: Callable[[], Store], portal: Portal
) -> None:
    damage(backed_up / "pes.db")
    damaged, backups = (backed_up / "pes.db").read_bytes(), files_of(backed_up / "backups")

    store = opened()

    assert store.opened_with.damaged_kept_as is not None
    assert store.opened_with.damaged_kept_as.name.startswith("pes.db.damaged-")
    assert store.opened_with.damaged_kept_as.read_bytes() == damaged
    assert store.opened_with.restored_from is not None
    assert files_of(backed_up / "backups") == backups
    with store.write() as records:
        assert records.portals.all() == [portal]
        assert records.activity.find() == []


@pytest.mark.parametrize("damage", DAMAGE)
def test_without_a_backup_a_new_database_is_begun_beside_the_damaged_one(
    damage: Callable[[Path], None], backed_up: Path, opened: Callable[[], Store]
) -> None:
    for backup in (backed_up / "backups").iterdir():
        backup.unlink()
    damage(backed_up / "pes.db")
    damaged = (backed_up / "pes.db").read_bytes()

    opened_with = opened().opened_with

    assert opened_with.restored_from is None
    assert opened_with.damaged_kept_as is not None
    assert opened_with.damaged_kept_as.read_bytes() == damaged


def test_the_newest_backup_that_is_whole_is_taken(backed_up: Path, opened: Callable[[], Store]) -> None:
    whole, broken = sorted((backed_up / "backups").iterdir())[0], opened()
    newest = broken.backup()
    broken.close()
    newest.write_bytes(newest.read_bytes()[:8192])
    _first_page_damaged(backed_up / "pes.db")
    assert opened().opened_with.restored_from == whole


def test_a_lost_database_comes_back_from_the_backup(
    backed_up: Path, opened: Callable[[], Store], portal: Portal
) -> None:
    (backed_up / "pes.db").unlink()
    (backed_up / "pes.db-wal").write_bytes(b"a log without its database")
    store = opened()
    assert store.opened_with.restored_from is not None
    assert [path.read_bytes() for path in backed_up.glob("pes.db.damaged-*-wal")] == [b"a log without its database"]
    with store.read() as records:
        assert records.portals.all() == [portal]


def test_a_second_start_after_a_repair_is_an_ordinary_one(backed_up: Path, opened: Callable[[], Store]) -> None:
    _cut_in_half(backed_up / "pes.db")
    opened().close()
    assert opened().opened_with == opening.OpenedWith()


def test_damaged_documents_are_kept_and_begun_anew(backed_up: Path, opened: Callable[[], Store]) -> None:
    documents = backed_up / "documents.db"
    documents.write_bytes(b"no database at all" * 1000)
    store = opened()
    assert store.opened_with.documents_kept_as is not None
    assert store.opened_with.documents_kept_as.read_bytes() == b"no database at all" * 1000
    with store.documents.new() as draft:
        draft.write(b"again")
        assert store.documents.read(draft.keep(), at_most=10) == b"again"


def test_of_damaged_documents_all_that_can_be_read_is_saved(store: Store, opened: Callable[[], Store]) -> None:
    documents = []
    for number in range(30):
        with store.documents.new() as draft:
            draft.write(str(number).encode() * 5000)
            documents.append(draft.keep())
    store.close()
    path = store.folder / "documents.db"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 16384 * 16384
    content[middle + 100 : middle + 200] = bytes(100)
    path.write_bytes(content)

    def readable(store: Store) -> set[int]:
        found = set()
        for number, document in enumerate(documents):
            try:
                assert store.documents.read(document, at_most=20_000) == str(number).encode() * 5000
                found.add(number)
            except StoreDamaged:
                continue
        return found

    damaged = opened()
    assert damaged.opened_with.documents_kept_as is None
    before = readable(damaged)
    assert 20 < len(before) < 30
    damaged.close()

    repaired = opened()
    assert repaired.opened_with.documents_kept_as is not None
    assert repaired.opened_with.documents_kept_as.read_bytes() == bytes(content)
    assert readable(repaired) == before
    repaired.close()
    assert opened().opened_with == opening.OpenedWith()


def test_damage_that_shows_itself_during_work_is_repaired_at_the_next_start(
    backed_up: Path, opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "ALWAYS_READ_WHOLE", 0)  # as if the database were too large to read whole
    content = bytearray((backed_up / "pes.db").read_bytes())
    for page in range(len(content) // 4096 - 5, len(content) // 4096):  # where the newest entries lie
        content[page * 4096 + 50 : page * 4096 + 60] = bytes(10)
    (backed_up / "pes.db").write_bytes(content)
    store = opened()
    assert store.opened_with == opening.OpenedWith()
    with pytest.raises(StoreDamaged), store.read() as records:
        records.activity.find(limit=None)
    store.close()
    assert opened().opened_with.damaged_kept_as is not None


def test_a_suspicion_that_proves_unfounded_is_dropped(store: Store, opened: Callable[[], Store]) -> None:
    suspicions = [store.folder / "pes.db.suspect", store.folder / "documents.db.suspect"]
    for each in suspicions:
        each.touch()
    store.close()
    assert opened().opened_with == opening.OpenedWith()
    assert not any(each.exists() for each in suspicions)


def test_the_key_appears_in_no_repr(store: Store, key: bytes) -> None:
    keys = StoreKeys.derive(key)
    shown = f"{store!r} {keys!r} {store._database!r} {store.documents._vault!r} {vars(store)!r}"
    for secret in (key, keys.database, keys.documents, keys.vault):
        assert secret.hex() not in shown
        assert repr(secret) not in shown

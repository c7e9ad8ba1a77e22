"""Backups: proved readable before an older one makes room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pes_client.domain.activity import Deed
from pes_client.domain.portals import Portal
from pes_client.errors import StoreDamaged
from pes_client.store import backups
from pes_client.store.schema import HEAD, examine
from pes_client.store.store import Store
from pes_client.wording import text


def test_the_last_three_backups_are_kept(store: Store) -> None:
    made = [store.backup() for _ in range(5)]
    assert backups.newest_first(store.folder / "backups") == made[:1:-1]


def test_a_clock_that_was_set_back_does_not_make_a_new_backup_an_old_one(
    store: Store,
) -> None:
    import time_machine

    for _ in range(3):
        store.backup()
    with time_machine.travel("1976-11-22", tick=False):
        backup = store.backup()
    assert backups.newest_first(store.folder / "backups")[0] == backup


def test_a_backup_holds_what_was_committed_when_it_was_made(
    store: Store, opened: Callable[[], Store], portal: Portal
) -> None:
    with store.write() as records:
        records.portals.add(portal)
        with pytest.raises(AssertionError), store.read() as other:
            assert other.portals.all() == [portal]
    backup = store.backup()
    copy = store._database.at(backup).connect()
    assert copy.execute("SELECT name FROM portal").fetchall() == [("cmap",)]
    copy.close()


def test_a_backup_is_made_while_others_write(store: Store, portal: Portal) -> None:
    with store.write() as records:
        records.portals.add(portal)
        backup = store.backup()
    assert examine(store._database.at(backup), deep=True) == HEAD


def test_a_copy_that_does_not_prove_readable_replaces_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [store.backup() for _ in range(3)]
    copy_pages = backups.copy_pages

    def copy_onto_a_failing_disk(source: backups.CipherFile, target: backups.CipherFile) -> None:
        copy_pages(source, target)
        content = bytearray(target.path.read_bytes())
        content[8192:8256] = bytes(64)
        target.path.write_bytes(content)

    monkeypatch.setattr(backups, "copy_pages", copy_onto_a_failing_disk)
    with pytest.raises(StoreDamaged):
        store.backup()
    assert sorted((store.folder / "backups").iterdir()) == made


def test_a_damaged_database_is_never_backed_up_over_a_good_backup(store: Store, portal: Portal) -> None:
    with store.write() as records:
        for number in range(400):
            records.activity.append(portal.known_since, Deed.QUEUED, text("entry {n}", n=number))
    made = [store.backup() for _ in range(3)]
    store.close()
    content = bytearray((store.folder / "pes.db").read_bytes())
    content[-4000:-3900] = bytes(100)
    (store.folder / "pes.db").write_bytes(content)
    with pytest.raises(StoreDamaged):
        store.backup()
    assert sorted((store.folder / "backups").iterdir()) == made
    assert Path(store.folder / "pes.db.suspect").exists()

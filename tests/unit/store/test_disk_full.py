"""A full disk is a full disk: said so, nothing lost, nothing called damaged."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from pes_client.domain.activity import Deed
from pes_client.domain.portals import Portal
from pes_client.errors import DiskFull
from pes_client.store.opening import OpenedWith
from pes_client.store.store import Store
from pes_client.wording import text

needs_file_limits = pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file of this process may grow beyond this; writing on answers EFBIG."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill(disk: Path) -> Path:
    """Leave no byte on the disk."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        for step in (65536, 1):
            try:
                while True:
                    file.write(bytes(step))
            except OSError:
                continue
    return filler


def test_a_database_that_may_not_grow_says_that_the_disk_is_full(store: Store, portal: Portal, noon: datetime) -> None:
    with pytest.raises(DiskFull):
        _write_into_a_database_of_limited_size(store, portal, noon)
    with store.read() as records:
        assert records.portals.all() == []
    assert not (store.folder / "pes.db.suspect").exists()


@needs_file_limits
def test_a_draft_that_finds_no_room_says_so_and_leaves_nothing_behind(store: Store) -> None:
    with files_of_at_most(3 * 1024 * 1024), pytest.raises(DiskFull):
        _keep(store, 5 * 1024 * 1024)
    assert list((store.folder / "vault").iterdir()) == []


@needs_file_limits
def test_a_transfer_that_finds_no_room_goes_on_from_its_last_whole_frame(store: Store) -> None:
    content = bytes(range(256)) * 4096 * 5
    with files_of_at_most(3 * 1024 * 1024), pytest.raises(DiskFull), store.documents.resume("one") as draft:
        draft.write(content)
    with store.documents.resume("one") as draft:
        assert draft.size == 2 * 1024 * 1024
        draft.write(content[draft.size :])
        kept = draft.keep()
    assert store.documents.read(kept, at_most=len(content)) == content


@needs_file_limits
def test_a_disk_without_room_for_the_first_bytes_of_a_transfer_says_so(store: Store) -> None:
    with files_of_at_most(10), pytest.raises(DiskFull), store.documents.resume("one") as draft:
        draft.write(bytes(2 * 1024 * 1024))
    with store.documents.resume("one") as draft:
        assert draft.size == 0


def test_work_goes_on_when_there_is_room_again(small_disk: Path, key: bytes, portal: Portal, noon: datetime) -> None:
    store = Store.open(small_disk / "home", key)
    with store.write() as records:
        records.portals.add(portal)
    filler = fill(small_disk)

    with pytest.raises(DiskFull):
        _write_until_it_fails(store, noon)
    for size in (100_000, 600_000):
        with pytest.raises(DiskFull):
            _keep(store, size)
    with pytest.raises(DiskFull):
        store.backup()
    assert list((store.folder / "backups").iterdir()) == []
    with store.read() as records:
        assert records.portals.all() == [portal]

    filler.unlink()
    store.backup()
    store.close()
    again = Store.open(small_disk / "home", key)
    assert again.opened_with == OpenedWith()
    with again.write() as records:
        assert records.portals.all() == [portal]
        records.portals.remove(portal.name)
    again.close()


def test_opening_on_a_full_disk_changes_nothing(small_disk: Path, key: bytes, portal: Portal) -> None:
    store = Store.open(small_disk / "home", key)
    with store.write() as records:
        records.portals.add(portal)
    store.close()
    before = (small_disk / "home" / "pes.db").read_bytes()
    filler = fill(small_disk)
    with pytest.raises(DiskFull):
        _open_and_read(small_disk / "home", key)
    filler.unlink()
    assert (small_disk / "home" / "pes.db").read_bytes() == before
    assert _open_and_read(small_disk / "home", key) == [portal]


def test_a_repair_that_finds_no_room_leaves_everything_as_it_was(small_disk: Path, key: bytes, portal: Portal) -> None:
    folder = small_disk / "home"
    store = Store.open(folder, key)
    with store.write() as records:
        records.portals.add(portal)
    store.backup()
    store.close()
    damaged = (folder / "pes.db").read_bytes()[:50_000]
    (folder / "pes.db").write_bytes(damaged)
    filler = fill(small_disk)
    with pytest.raises(DiskFull):
        Store.open(folder, key)
    assert (folder / "pes.db").read_bytes() == damaged
    assert not list(folder.glob("*.damaged-*"))
    filler.unlink()
    assert _open_and_read(folder, key) == [portal]
    assert [kept.read_bytes() for kept in folder.glob("pes.db.damaged-*Z")] == [damaged]


def test_beginning_on_a_full_disk_is_said_and_can_be_done_later(small_disk: Path, key: bytes) -> None:
    (small_disk / "home").mkdir()
    filler = fill(small_disk)
    with pytest.raises(DiskFull):
        Store.open(small_disk / "home", key)
    filler.unlink()
    store = Store.open(small_disk / "home", key)
    assert store.opened_with == OpenedWith()
    store.close()


def _write_into_a_database_of_limited_size(store: Store, portal: Portal, noon: datetime) -> None:
    with store.write() as records:
        pages = records.portals._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        records.portals._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        records.portals.add(portal)
        for _ in range(5000):
            records.activity.append(noon, Deed.QUEUED, text("x" * 200))


def _write_until_it_fails(store: Store, noon: datetime) -> None:
    for _ in range(5000):
        with store.write() as records:
            records.activity.append(noon, Deed.QUEUED, text("x" * 2000))


def _keep(store: Store, size: int) -> str:
    with store.documents.new() as draft:
        draft.write(bytes(size))
        return draft.keep()


def _open_and_read(folder: Path, key: bytes) -> list[Portal]:
    store = Store.open(folder, key)
    try:
        with store.read() as records:
            return records.portals.all()
    finally:
        store.close()

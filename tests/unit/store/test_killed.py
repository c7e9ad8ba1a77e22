"""Killed at any moment: what was told as done is there, nothing is half there."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pes_client.store.opening import OpenedWith
from pes_client.store.store import Store

Started = Callable[[str, Path, bytes], subprocess.Popen[str]]
WRITE_FOR_EVER = """
number = 0
while True:
    with store.documents.new() as draft:
        draft.write(str(number).encode() * 1000)
        document = draft.keep()
    with store.write() as records:
        records.secrets.put(f"document {number}", document)
        records.activity.append(now, Deed.QUEUED, text("entry"), subject=str(number))
    print(number, flush=True)
    number += 1
"""
DOWNLOAD_FOR_EVER = """
with store.documents.resume("one") as draft:
    while True:
        draft.write(bytes(range(256)) * 1024)
        print(draft.size, flush=True)
"""


@pytest.mark.parametrize("told", [1, 20])
def test_everything_told_as_written_is_there_after_a_kill(
    told: int, folder: Path, key: bytes, started: Started, opened: Callable[[], Store]
) -> None:
    process = started(WRITE_FOR_EVER, folder, key)
    assert process.stdout is not None
    for _ in range(told):
        process.stdout.readline()
    process.kill()
    process.wait()

    store = opened()
    assert store.opened_with == OpenedWith()
    with store.read() as records:
        subjects = [entry.subject for entry in reversed(records.activity.find(limit=None))]
        documents = [records.secrets.get(f"document {subject}") for subject in subjects]
        assert records.secrets.get(f"document {len(subjects)}") is None
    assert len(subjects) >= told
    assert subjects == [str(number) for number in range(len(subjects))]
    for subject, document in zip(subjects, documents, strict=True):
        assert document is not None
        assert store.documents.read(document, at_most=10_000) == subject.encode() * 1000


@pytest.mark.parametrize("told", [1, 30])
def test_a_killed_download_goes_on_from_its_last_whole_frame(
    told: int, folder: Path, key: bytes, started: Started, opened: Callable[[], Store]
) -> None:
    process = started(DOWNLOAD_FOR_EVER, folder, key)
    assert process.stdout is not None
    for _ in range(told):
        size = int(process.stdout.readline())
    process.kill()
    process.wait()

    store = opened()
    pattern = bytes(range(256)) * 1024
    with store.documents.resume("one") as draft:
        assert draft.size % (1024 * 1024) == 0
        assert draft.size >= size - 1024 * 1024
        draft.write(pattern)
        total, document = draft.size, draft.keep()
    with store.documents.open(document) as reader:
        assert reader.size == total
        while block := reader.read(len(pattern)):
            assert block == pattern


def test_a_process_killed_while_it_begins_a_folder_leaves_one_that_can_be_begun(
    folder: Path, key: bytes, opened: Callable[[], Store]
) -> None:
    folder.mkdir()
    for name in ("pes.db.new", "pes.db.new-wal", "documents.db.new", "pes.key-check.new"):
        (folder / name).write_bytes(b"half written")
    assert opened().opened_with == OpenedWith()
    assert not list(folder.glob("*.new*"))


def test_an_unfinished_import_of_a_dead_process_is_swept_away_after_some_days(
    store: Store, opened: Callable[[], Store]
) -> None:
    import os

    old, young = (store.folder / "vault" / f"new-{name}.part" for name in ("old", "young"))
    resumable = store.folder / "vault" / "abc.part"
    for part in (old, young, resumable):
        part.write_bytes(b"half written")
    for part in (old, resumable):
        os.utime(part, (0, 0))
    opened()
    assert not old.exists()
    assert young.exists()
    assert resumable.exists()

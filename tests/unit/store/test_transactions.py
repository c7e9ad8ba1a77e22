"""Transactions: together or not at all, over threads and over our own processes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

from pes_client.domain.activity import Deed
from pes_client.domain.portals import Portal
from pes_client.domain.submissions import Submission, SubmissionState
from pes_client.errors import StoreError
from pes_client.store import sqlcipher
from pes_client.store.store import Store
from pes_client.wording import text

Started = Callable[[str, Path, bytes], subprocess.Popen[str]]
APPEND_FIFTY = """
print("open", flush=True)
sys.stdin.readline()
for number in range(50):
    with store.write() as records:
        records.activity.append(now, Deed.QUEUED, text("from the other process"))
store.close()
"""


def test_a_change_and_the_entry_that_tells_of_it_are_undone_together(
    store: Store, submission: Submission, noon: datetime
) -> None:
    with store.write() as records:
        records.submissions.add(submission)

    def receive_and_fail() -> None:
        with store.write() as records:
            records.submissions.update(submission.key, state=SubmissionState.RECEIVED)
            records.activity.append(noon, Deed.RECEIVED, text("received"))
            raise ConnectionError("the caller's own trouble passes through")

    with pytest.raises(ConnectionError):
        receive_and_fail()

    with store.read() as records:
        assert records.submissions.get(submission.key) == submission
        assert records.activity.find() == []


def test_a_reader_sees_one_moment_while_others_write(store: Store, portal: Portal) -> None:
    with store.read() as reading:
        assert reading.portals.all() == []
        with store.write() as writing:
            writing.portals.add(portal)
        assert reading.portals.all() == []
    with store.read() as reading:
        assert reading.portals.all() == [portal]


def test_threads_share_a_store(store: Store, noon: datetime) -> None:
    def work() -> None:
        for _ in range(20):
            with store.write() as records:
                before = len(records.activity.find(limit=None))
                records.activity.append(noon, Deed.QUEUED, text("{n}", n=before))

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.read() as records:
        told = [str(entry.words) for entry in records.activity.find(limit=None)]
    assert told == [str(number) for number in reversed(range(80))]


def test_two_processes_write_to_one_folder_at_the_same_time(
    store: Store, started: Started, key: bytes, noon: datetime
) -> None:
    other = started(APPEND_FIFTY, store.folder, key)
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    assert other.stdin is not None
    other.stdin.write("go\n")
    other.stdin.flush()
    for _ in range(50):
        with store.write() as records:
            records.activity.append(noon, Deed.QUEUED, text("from here"))
    assert other.wait() == 0
    with store.read() as records:
        assert len(records.activity.find(limit=None)) == 100


def test_a_folder_that_another_process_keeps_locked_is_an_error_in_words(
    store: Store, monkeypatch: pytest.MonkeyPatch, key: bytes
) -> None:
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0)
    impatient = Store.open(store.folder, key)
    with store.write(), pytest.raises(StoreError, match="busy"), impatient.write():
        pass
    impatient.close()


def test_a_store_goes_on_with_the_file_that_another_process_put_in_place(
    store: Store, opened: Callable[[], Store], portal: Portal
) -> None:
    with store.write() as records:
        records.portals.add(portal)
    store.backup()
    database = store.folder / "pes.db"
    database.rename(database.with_name("pes.db.damaged-by-hand"))
    opened().close()  # the other process finds no database and restores the backup

    with store.write() as records:
        assert records.portals.all() == [portal]
        records.portals.remove(portal.name)
    with opened().read() as records:
        assert records.portals.all() == []


def test_what_is_wrong_in_our_own_statements_is_not_dressed_up_as_bad_data(
    store: Store, submission: Submission
) -> None:
    from sqlalchemy.exc import IntegrityError

    with store.write() as records:
        records.submissions.add(submission)
    with pytest.raises(IntegrityError) as raised, store.write() as records:
        records.submissions.add(submission)
    assert submission.file_name not in str(raised.value)

"""One sender at a time per data folder: the other one queues, watches, and never sends a second time."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.portal.cli.conftest import Office

HOLD = """
import sys
from pathlib import Path
from pes_client.transfer.sender_lock import SenderLock
with SenderLock(Path(sys.argv[1])).held():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def another_sender(office: Office) -> Iterator[subprocess.Popen[str]]:
    """Another process that is the sender of the office's data folder until its input ends."""
    command = [sys.executable, "-c", HOLD, str(office.home)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=office.environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_run_leaves_the_work_to_the_other_one_and_says_so(office, another_sender):
    answer = office.pes("run", "--json")
    assert answer.code == 9
    assert answer.error["kind"] == "SenderBusy"
    assert answer.error["retryable"] is True
    assert office.pes("status", "--json").document["sending_elsewhere"] is True


def test_upload_waits_for_the_other_one_and_then_sends_once(office, portal, claim, another_sender):
    upload = office.start("upload", claim("watched.x12"), *office.at("provider1"), "--json")
    assert upload.stderr is not None
    first = upload.stderr.readline()
    while "Another window or command" not in first:
        assert first, "the remark never came"
        first = upload.stderr.readline()
    assert office.outbox()["watched.x12"]["state"] == "queued"
    another_sender.communicate("done\n")

    answer = office.end(upload)
    assert answer.code == 0
    assert answer.only_file["receipt"] is not None
    assert [row["file_name"] for row in portal.ledger()].count("watched.x12") == 1


def test_a_person_may_stop_watching_and_the_file_stays_in_the_outbox(office, portal, claim, another_sender):
    upload = office.start("upload", claim("left.x12"), *office.at("provider1"), "--json")
    assert upload.stderr is not None
    while "Another window or command" not in upload.stderr.readline():
        assert upload.poll() is None
    upload.send_signal(signal.SIGINT)
    answer = office.end(upload)
    assert answer.code == 130
    assert "Traceback" not in answer.err
    assert office.outbox()["left.x12"]["state"] == "queued"
    another_sender.communicate("done\n")
    assert office.pes("run").code == 0
    assert [row["file_name"] for row in portal.ledger()].count("left.x12") == 1


@pytest.mark.long
def test_upload_does_not_watch_for_ever(office, claim, another_sender):
    upload = office.start("upload", claim("patient.x12"), *office.at("provider1"), "--json")
    out, _err = upload.communicate(timeout=100)
    assert upload.returncode == 9
    assert '"state": "queued"' in out
    another_sender.communicate("done\n")
    assert office.pes("run").code == 0


def test_two_commands_with_the_same_file_at_once_send_it_once(office, portal, claim):
    path = claim("together.x12")
    both = [office.start("upload", path, *office.at("provider1")) for _command in range(2)]
    assert sorted(office.end(each).code for each in both) == [0, 7]
    assert [row["file_name"] for row in portal.ledger()].count("together.x12") == 1

"""What survives when the portal ends, however it ends."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

SECOND_PART = 2_000_000
WHOLE = 5_000_000


def test_an_upload_goes_on_after_the_portal_was_killed(start_portal, tmp_path, announcement):
    content = bytes(range(250)) * (WHOLE // 250)
    said = announcement(content)
    before = start_portal(tmp_path)
    location = before.sign_in("clerktf01").announce(said, content[:SECOND_PART]).headers["Location"]
    before.kill()

    clerk = start_portal(tmp_path).sign_in("clerktf01")
    assert clerk.offset(location).headers["Upload-Offset"] == str(SECOND_PART)
    assert clerk.send(location, SECOND_PART, content[SECOND_PART:]).status_code == 204
    receipt = clerk.get(f"/v1/submissions/{said.key}").json()["receipt"]
    assert (receipt["sha256"], receipt["size"]) == (said.metadata["sha256"], WHOLE)


def test_receipts_accounts_letters_and_answers_survive_and_nothing_is_answered_twice(
    start_portal, tmp_path, announcement
):
    before = start_portal(tmp_path)
    clerk = before.sign_in("clerktf01")
    said = announcement(b"not an interchange")
    receipt = clerk.announce(said, said.content)
    answers = clerk.answers_to(said.key)
    listed, accounts, ca = clerk.trade_files(), before.accounts(), before.ca_file
    before.kill()

    after = start_portal(tmp_path)
    clerk = after.sign_in("clerktf01")
    assert after.accounts() == accounts
    assert after.ca_file == ca
    assert clerk.announce(said, said.content).content == receipt.content
    second = announcement(b"nor is this")
    clerk.announce(second, second.content)
    clerk.answers_to(second.key)
    assert [item for item in clerk.trade_files()["items"] if item["in_reply_to"] == said.key] == answers
    assert clerk.trade_files()["items"][: len(listed["items"])] == listed["items"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_portal_with_0_also_with_open_connections(start_portal, tmp_path, number):
    running = start_portal(tmp_path)
    idle = running.visitor()
    assert idle.get("/v1/policy").status_code == 200
    running.process.send_signal(number)
    assert running.process.wait(timeout=10) == 0
    assert running.process.stdout.read() == "", "the ready line is the only line"
    running.process.stdout.close()


def test_one_folder_is_served_by_one_process(start_portal, tmp_path):
    start_portal(tmp_path)
    second = subprocess.run(
        [sys.executable, "-m", "pes_portal", "serve", "--practice", "--port", "0", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert "serves" in second.stderr
    assert second.stdout == ""


def test_the_ready_line_and_the_accounts_command_agree(portal):
    assert set(portal.ready) == {"url", "ca_file", "accounts_file"}
    listed = portal.report("accounts")
    assert {account["user_id"]: account for account in listed["accounts"]} == portal.accounts()
    assert listed["pin_letter"]["npi"] == "1234567893"

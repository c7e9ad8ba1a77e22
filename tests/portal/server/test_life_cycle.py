"""An account's life over months, lived through with the portal's movable clock."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime

import pytest

RIGHT = {"answer_1": "dinghy SEVEN", "answer_2": " marbles "}


def account(caller) -> dict[str, object]:
    shown: dict[str, object] = caller.get("/v1/session").json()["account"]
    return shown


def test_an_account_lives_through_60_and_90_days(start_portal, tmp_path):
    portal = start_portal(tmp_path)
    first, clerk = portal.accounts()["provider1"]["password"], portal.accounts()["clerktf01"]["password"]
    before = account(portal.sign_in("provider1"))
    assert before["next_step"] == "none"

    # ACC-5: the password was 3 days old.
    portal.advance(days=57)
    caller = portal.sign_in("provider1")
    assert account(caller)["next_step"] == "password_change"
    assert account(caller)["password_expires_at"] == before["password_expires_at"]
    change = {"current_password": first, "new_password": "Lantern-Road-53", "confirm_password": "Lantern-Road-53"}
    assert caller.put("/v1/account/password", json=change).json()["account"]["next_step"] == "none"
    assert account(caller)["idle_disables_at"] > before["idle_disables_at"]

    # ACC-4: 90 days without an access, while somebody else goes on working.
    portal.advance(days=45)
    assert portal.try_sign_in("clerktf01", clerk).json()["code"] == "account.disabled"
    portal.advance(days=45)
    assert portal.try_sign_in("provider1", "Lantern-Road-53").json()["code"] == "account.disabled"
    assert portal.try_sign_in("provider1", "wrong-one-1").json()["code"] == "sign_in.wrong"

    visitor = portal.visitor()
    ticket = visitor.post("/v1/self-service", json={"user_id": "provider1"}).json()["ticket"]
    done = visitor.post("/v1/self-service/answers", json={"ticket": ticket, **RIGHT}).json()
    assert (done["unlocked"], done["reactivated"], done["password_change_due"]) == (False, True, True)
    assert done["ticket"] == ticket
    assert account(portal.sign_in("provider1", "Lantern-Road-53"))["next_step"] == "password_change"

    # ACC-2: or a new one right away, with the ticket.
    reset = {"ticket": ticket, "new_password": "Lantern-Road-54", "confirm_password": "Lantern-Road-54"}
    saved = visitor.post("/v1/self-service/password", json=reset)
    assert saved.json()["messages"][0]["panel"] == "Reset Password"
    assert account(portal.sign_in("provider1", "Lantern-Road-54"))["next_step"] == "none"


def clock(data, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pes_portal", "clock", "--data", str(data), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_clock_command_moves_the_clock_of_a_running_portal_and_a_second_time_adds_to_it(module_portal):
    for how_far, hours in (("2d", 48), ("5h", 53), ("30m", 53.5)):
        moved = json.loads(clock(module_portal.data, "--advance", how_far, "--json").stdout)
        assert moved["offset_seconds"] == hours * 3600
    ahead = datetime.fromisoformat(moved["now"])
    while module_portal.now() < ahead:
        assert module_portal.process.poll() is None


@pytest.mark.parametrize("how_far", ["-1d", "1", "d", "1w", "1.5d", ""])
def test_time_is_moved_forward_by_days_hours_or_minutes_only(portal, how_far):
    refused = clock(portal.data, f"--advance={how_far}")
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_only_a_practice_portals_clock_moves(portal, tmp_path):
    refused = clock(tmp_path, "--advance", "1d")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "practice" in refused.stderr
    assert "ahead of this machine" in clock(portal.data).stdout

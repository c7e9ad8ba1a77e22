"""Files that cannot go now: they wait with a reason, and go once, the moment they can."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.portal.cli.conftest import Office, Portal

MOST_ROUNDS = 30


@pytest.fixture(scope="module")
def portal(open_portal: Callable[[], Portal]) -> Portal:
    """A portal that may be stopped, and whose accounts may be locked."""
    return open_portal()


@pytest.fixture(scope="module")
def office(new_office: Callable[[Portal], Office], portal: Portal) -> Office:
    """An office of that portal's master user."""
    opened = new_office(portal)
    assert opened.sign_in("provider1").code == 0
    return opened


@pytest.fixture
def portal_away(portal: Portal):
    """The portal does not answer; the test starts it again."""
    portal.stop()
    yield portal
    portal.start()


def run_until_nothing_waits(office: Office) -> dict[str, Any]:
    """`pes run` again and again, as a scheduler would; what the last one said."""
    for _round in range(MOST_ROUNDS):
        answer = office.pes("run", "--json")
        if answer.code == 0:
            return answer.document
    raise AssertionError(answer)


def test_with_the_portal_away_a_file_waits_and_goes_once_when_it_is_back(office, portal_away, claim):
    waiting = office.pes("upload", claim("waits.x12"), *office.at("provider1"), "--json")
    assert waiting.code == 5
    row = waiting.only_file
    assert (row["state"], row["waits_for"], row["receipt"]) == ("queued", "portal", None)
    assert "no connection to the portal" in row["reason"]
    assert datetime.fromisoformat(row["next_try"]) < datetime.now(UTC) + timedelta(minutes=10)
    assert office.pes("upload", claim("more.x12"), *office.at("provider1"), "--queue-only").code == 0
    assert set(office.outbox()) >= {"waits.x12", "more.x12"}
    assert office.pes("run").code == 5

    portal_away.start()
    assert run_until_nothing_waits(office)["waiting"] == 0
    ledger = [each["file_name"] for each in portal_away.ledger()]
    assert (ledger.count("waits.x12"), ledger.count("more.x12")) == (1, 1)


def test_trf_7_what_is_here_stays_here_when_the_portal_is_away(office, portal, tmp_path):
    letters = ("download", "--all", "--transaction-type", "E-Delivery", "--to")
    assert office.pes(*letters, tmp_path / "first").code == 0
    portal.stop()
    try:
        again = office.pes(*letters, tmp_path / "second", "--json")
        listed = office.pes("list", "--json")
        doctor = office.pes("doctor", "--json")
    finally:
        portal.start()
    assert again.document["kept"] == 12
    assert "may be old" in again.err
    assert listed.code == 0
    assert listed.document["fresh"] is False
    assert len(listed.document["files"]) >= 13
    assert doctor.code == 10
    assert [each["what"] for each in doctor.document["checks"] if not each["ok"]] == [portal.name]


def test_acc_3_an_account_that_was_locked_elsewhere_stops_its_queue_after_one_try(new_office, portal, claim):
    office = new_office(portal)
    office.sign_in("clerktf01")
    guess_wrong(portal, "clerktf01", times=7)
    asked = portal.requests("POST /v1/session")
    waiting = office.pes("upload", claim(), *office.at("clerktf01"), "--json")
    assert waiting.code == 4
    assert (waiting.only_file["state"], waiting.only_file["waits_for"]) == ("queued", "sign_in")
    assert "locked" in waiting.only_file["reason"]
    assert office.pes("run").code == 4
    assert portal.requests("POST /v1/session") == asked + 1


def guess_wrong(portal: Portal, user_id: str, *, times: int) -> None:
    """Somebody else tries passwords."""
    trusted = ssl.create_default_context(cafile=str(portal.ca_file))
    connection = HTTPSConnection(portal.name, context=trusted, timeout=30)
    for _time in range(times):
        body = f'{{"user_id": "{user_id}", "password": "a guess"}}'
        connection.request("POST", "/v1/session", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 401
    connection.close()

"""Signing in with `pes`: one attempt, a clear answer, and nothing of the password left behind."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.portal.cli.conftest import Office, Portal

SIGN_IN = "POST /v1/session"


@pytest.fixture(scope="module")
def newcomer(new_office: Callable[[Portal], Office], portal: Portal) -> Office:
    """An office that knows no account yet."""
    return new_office(portal)


def test_a_right_password_signs_in_is_shown_nowhere_and_lies_nowhere_in_clear(new_office, portal):
    office = new_office(portal)
    password = str(portal.account("clerktf01")["password"])
    answer = office.sign_in("clerktf01")
    assert answer.code == 0
    assert answer.document["account"] == office.account("clerktf01")
    assert answer.document["signed_in"] is True
    assert answer.document["next_step"] == "none"
    assert answer.document["organisations"] != []
    assert password not in answer.out + answer.err
    everything = office.bytes_on_disk()
    assert len(everything) > 10_000
    for spelled in (password.encode(), password.encode("utf-16-le"), base64.b64encode(password.encode())):
        assert spelled not in everything


def test_a_wrong_password_is_tried_exactly_once_and_the_account_stays_unknown(newcomer, portal):
    asked = portal.requests(SIGN_IN)
    answer = newcomer.sign_in("clerktf01", "Nobody-Knows-1")
    assert answer.code == 4
    assert portal.requests(SIGN_IN) == asked + 1
    assert answer.error["kind"] == "WrongPassword"
    assert answer.error["retryable"] is False
    assert "It was tried once" in answer.error["message"]
    assert "Nobody-Knows-1" not in answer.out + answer.err
    assert newcomer.pes("status", "--json").document["accounts"] == []


def test_acc_3_a_stopped_account_is_left_alone_until_a_person_signs_in_and_then_its_files_go(new_office, portal, claim):
    office = new_office(portal)
    office.sign_in("clerktf01")
    assert office.sign_in("clerktf01", "Nobody-Knows-1").code == 4
    asked = portal.requests(SIGN_IN)

    sent = office.pes("upload", claim(), *office.at("clerktf01"), "--json")
    assert sent.code == 4
    assert (sent.only_file["state"], sent.only_file["waits_for"]) == ("queued", "sign_in")
    assert "did not accept" in sent.only_file["reason"]
    for _round in range(7):
        assert office.pes("run").code == 4
    assert portal.requests(SIGN_IN) == asked

    assert office.sign_in("clerktf01").code == 0
    assert office.pes("run", "--json").document["received"] == 1
    assert sent.only_file["sha256"] in [row["sha256"] for row in portal.ledger()]


@pytest.mark.parametrize(
    ("user_id", "kind", "words"),
    [("lockedusr", "AccountLocked", "locked"), ("disabled1", "AccountDisabled", "disabled")],
)
def test_acc_6_a_locked_or_disabled_account_is_told_so(newcomer, user_id, kind, words):
    answer = newcomer.sign_in(user_id)
    assert answer.code == 4
    assert answer.error["kind"] == kind
    assert words in answer.error["message"]
    assert answer.err.startswith("pes: ")


@pytest.mark.parametrize(("user_id", "step"), [("expired01", "password_change"), ("clerknew1", "clerk_first_sign_on")])
def test_sec_9_where_a_step_is_due_files_wait_and_say_so(new_office, portal, claim, user_id, step):
    office = new_office(portal)
    answer = office.sign_in(user_id)
    assert answer.code == 0
    assert answer.document["next_step"] == step
    assert "one step first" in answer.err
    sent = office.pes("upload", claim(), *office.at(user_id), "--json")
    assert sent.code == 4
    assert (sent.only_file["state"], sent.only_file["waits_for"]) == ("queued", "sign_in")
    assert "asks for one step" in sent.only_file["reason"]


def test_a_password_is_no_argument(newcomer, portal):
    answer = newcomer.pes("sign-in", "--portal", portal.url, "--user", "clerktf01", "--password=Canary-Argument-7")
    assert answer.code == 2
    assert "Canary-Argument-7" not in answer.out + answer.err


@pytest.mark.parametrize("typed", ["\n", "\udcff\udcfe\n"], ids=["an empty line", "not UTF-8"])
def test_without_a_usable_password_nothing_is_tried(newcomer, portal, typed):
    asked = portal.requests(SIGN_IN)
    answer = newcomer.pes(
        *("sign-in", "--portal", portal.url, "--ca", portal.ca_file, "--user", "clerktf01", "--password-stdin"),
        stdin=typed,
    )
    assert answer.code == 2
    assert "nothing was tried" in answer.err
    assert portal.requests(SIGN_IN) == asked


def test_a_portal_whose_authority_is_not_trusted_gets_no_password(newcomer, portal):
    asked = portal.requests(SIGN_IN)
    answer = newcomer.pes(
        *("sign-in", "--portal", portal.url.replace("127.0.0.1", "localhost"), "--user", "clerktf01"),
        *("--password-stdin", "--json"),
        stdin="Nobody-Knows-1\n",
    )
    assert answer.code == 5
    assert answer.error["kind"] == "CertificateRejected"
    assert portal.requests(SIGN_IN) == asked


def test_signing_out_drops_the_password_and_keeps_the_files(new_office, portal, claim):
    office = new_office(portal)
    office.sign_in("clerktf01")
    assert office.pes("sign-out").code == 0

    asked = portal.requests(SIGN_IN)
    sent = office.pes("upload", claim("later.x12"), *office.at("clerktf01"), "--json")
    assert sent.code == 4
    assert "signed out" in sent.only_file["reason"]
    assert portal.requests(SIGN_IN) == asked
    assert sent.only_file["waits_for"] == "sign_in"
    refused = office.pes("forget")
    assert refused.code == 2
    assert "of this account still wait" in refused.err

    assert office.sign_in("clerktf01").code == 0
    assert office.pes("run", "--json").document["received"] == 1
    assert office.pes("forget").code == 0
    assert office.pes("status", "--json").document["accounts"] == []
    assert set(office.outbox()) == {"later.x12"}


def test_an_authority_that_is_no_pem_file_is_refused(newcomer, portal, tmp_path: Path):
    wrong = tmp_path / "ca.pem"
    wrong.write_bytes(b"\xff no certificate")
    answer = newcomer.pes(
        *("sign-in", "--portal", portal.url, "--ca", wrong, "--user", "clerktf01", "--password-stdin"), stdin="x\n"
    )
    assert answer.code == 3
    assert "PEM" in answer.err

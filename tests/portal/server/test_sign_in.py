"""Signing in, what is due then, and what is closed until it is done."""

from __future__ import annotations

import ssl
from http.client import HTTPSConnection
from urllib.parse import urlsplit

import pytest
import requests


def code_of(answer: requests.Response) -> str:
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert isinstance(problem["messages"], list)
    return problem["code"]


@pytest.mark.parametrize(
    ("user_id", "steps"),
    [
        ("tpmaster1", ["site_security"]),
        ("provider1", []),
        ("clerktf01", []),
        ("clerkedo1", []),
        ("clerknew1", ["clerk_first_sign_on", "site_security"]),
        ("expired01", ["password_change"]),
    ],
)
def test_asm_5_each_sample_account_is_told_what_is_due_in_order(portal, user_id, steps):
    account = portal.sign_in(user_id).get("/v1/session").json()["account"]
    assert account["steps_due"] == steps
    assert account["next_step"] == (steps[0] if steps else "none")


@pytest.mark.parametrize(
    ("user_id", "status", "code"),
    [("lockedusr", 423, "account.locked"), ("disabled1", 403, "account.disabled")],
)
def test_acc_6_a_right_password_learns_why_the_account_is_closed(portal, visitor, user_id, status, code):
    password = portal.accounts()[user_id]["password"]
    answer = visitor.post("/v1/session", json={"user_id": user_id, "password": password})
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert "1-800-842-8440" in answer.json()["detail"]


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(visitor):
    answers = [
        visitor.post("/v1/session", json={"user_id": user_id, "password": "not-the-one-1"})
        for user_id in ("provider1", "nobody-at-all", "lockedusr")
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert code_of(answers[0]) == "sign_in.wrong"


def test_a_user_id_is_the_same_in_capitals(portal, visitor):
    password = portal.accounts()["provider1"]["password"]
    answer = visitor.post("/v1/session", json={"user_id": "PROVIDER1", "password": password})
    assert answer.json()["account"]["user_id"] == "provider1"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/trade-files?avrs_id=009900111"),
        ("GET", "/v1/trade-files/x/content"),
        ("GET", "/v1/submissions/3f8a1c52-6d0e-4b7a-9c41-2e5d8f7b6a90"),
        ("HEAD", "/v1/uploads/x"),
        ("DELETE", "/v1/uploads/x"),
    ],
)
def test_sec_1_nothing_else_is_open_while_site_security_is_due(portal, method, path):
    answer = portal.sign_in("tpmaster1").request(method, path, headers={"Tus-Resumable": "1.0.0"})
    assert answer.status_code == 403
    if method != "HEAD":
        assert code_of(answer) == "step.due"
        assert answer.json()["next_step"] == "site_security"


def test_asm_5_site_security_waits_for_the_clerks_first_sign_on(portal):
    answer = portal.sign_in("clerknew1").get("/v1/account/security-profile")
    assert code_of(answer) == "step.due"
    assert answer.json()["next_step"] == "clerk_first_sign_on"


def test_policy_session_and_the_step_itself_stay_open(portal):
    partner = portal.sign_in("tpmaster1")
    for path in ("/v1/policy", "/v1/session", "/v1/account/security-profile"):
        assert partner.get(path).status_code == 200


def test_after_signing_out_the_token_is_worth_nothing(portal):
    caller = portal.sign_in("provider1")
    assert caller.request("DELETE", "/v1/session").status_code == 204
    assert code_of(caller.get("/v1/session")) == "session.ended"


def test_without_a_token_nothing_is_shown(visitor):
    assert code_of(visitor.get("/v1/trade-files?avrs_id=009900111")) == "session.ended"


@pytest.mark.parametrize(
    ("user_id", "avrs_ids", "role"),
    [
        ("clerkedo1", ["009900111"], "trade_files_e_delivery_only"),
        ("clerktf01", ["009900111", "009900222"], "trade_files_includes_e_delivery"),
    ],
)
def test_clk_7_an_account_sees_its_organizations_and_its_roles_there(portal, user_id, avrs_ids, role):
    account = portal.sign_in(user_id).get("/v1/session").json()["account"]
    assert [place["avrs_id"] for place in account["organisations"]] == avrs_ids
    assert {shown for place in account["organisations"] for shown in place["roles"]} == {role}
    assert account["can_administer"] is False


def test_policy_needs_no_sign_in_and_is_not_sent_twice(visitor):
    first = visitor.get("/v1/policy")
    assert first.json()["practice"] is True
    again = visitor.get("/v1/policy", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_portal_names_no_versions_and_forbids_caching(visitor):
    answer = visitor.get("/v1/session")
    assert "Server" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("GET", "/nowhere", {}, 404, "request.not_found"),
        ("PUT", "/v1/session", {}, 405, "request.method_not_allowed"),
        (
            "POST",
            "/v1/session",
            {"data": b"{", "headers": {"Content-Type": "application/json"}},
            400,
            "request.invalid",
        ),
        ("POST", "/v1/session", {"json": {"user_id": "provider1"}}, 422, "request.invalid"),
        ("POST", "/v1/session", {"json": {"user_id": "a", "password": "b", "more": 1}}, 422, "request.invalid"),
        ("POST", "/v1/session", {"json": {"user_id": "a" * 70_000, "password": "b"}}, 413, "request.too_large"),
    ],
)
def test_every_refusal_is_a_problem(visitor, method, path, options, status, code):
    answer = visitor.request(method, path, **options)
    assert (answer.status_code, code_of(answer)) == (status, code)


def test_a_refusal_never_repeats_what_was_sent(visitor):
    answer = visitor.post("/v1/session", json={"user_id": ["S3cret-9"], "password": {"S3cret-9": 1}})
    assert answer.status_code == 422
    assert "S3cret-9" not in answer.text


def test_the_certificate_is_signed_by_the_portals_own_ca_for_this_host(portal):
    address = urlsplit(portal.url)
    strict = ssl.create_default_context(cafile=portal.ca_file)
    strict.verify_flags |= ssl.VERIFY_X509_STRICT
    for host in ("localhost", "127.0.0.1"):
        connection = HTTPSConnection(host, address.port, context=strict, timeout=10)
        connection.request("GET", "/v1/policy")
        assert connection.getresponse().status == 200
        connection.close()
    stranger = requests.Session()
    stranger.trust_env = False
    with pytest.raises(requests.exceptions.SSLError):
        stranger.get(portal.url + "/v1/policy", timeout=10)

"""The portal's audit trail: what people did, appended, and never a secret."""

from __future__ import annotations

import json

CLERK = {
    "avrs_id": "009900111",
    "user_id": "audited01",
    "first_name": "Audra",
    "last_name": "Sample",
    "email": "audra@example.org",
    "initial_password": "First-Day-2026",
    "roles": ["claim"],
}
PROFILE = {
    "question_1": "What is on the wall?",
    "answer_1": "a hidden boat",
    "question_2": "Which number did I draw?",
    "answer_2": "hidden seven",
    "email": "office@example.org",
    "confirm_email": "office@example.org",
}
SETUP = {
    "user_id": "lighthouse1",
    "new_password": "Beam-Over-Water-1",
    "confirm_password": "Beam-Over-Water-1",
    "first_name": "Lena",
    "last_name": "Sample",
    "phone": "860-555-0142",
}


def test_every_chore_leaves_a_line_that_says_who_whom_where_and_when(start_portal, tmp_path):
    portal = start_portal(tmp_path)
    visitor, letter = portal.visitor(), json.loads((tmp_path / "practice-accounts.json").read_text())["pin_letter"]
    portal.try_sign_in("Stranger-Typed-This", "wrong-one-1")
    master = portal.sign_in("provider1")
    first = portal.accounts()["provider1"]["password"]
    master.put("/v1/account/security-profile", json=PROFILE)
    change = {"current_password": first, "new_password": "Lantern-Road-53", "confirm_password": "Lantern-Road-53"}
    master.put("/v1/account/password", json=change)
    created = master.post("/v1/clerks", json=CLERK).json()["clerk"]
    master.put(
        "/v1/clerks/audited01/roles?avrs_id=009900111", json={"roles": []}, headers={"If-Match": created["etag"]}
    )
    reset = {"avrs_id": "009900111", "initial_password": "Second-Day-2026"}
    master.post("/v1/clerks/audited01/password", json=reset)
    for _ in range(7):
        portal.try_sign_in("audited01", "wrong-one-1")
    master.put("/v1/clerks/review?avrs_id=009900111", json={})
    master.delete("/v1/clerks/audited01?avrs_id=009900111")
    ticket = visitor.post("/v1/self-service", json={"user_id": "provider1"}).json()["ticket"]
    answers = {"ticket": ticket, "answer_1": PROFILE["answer_1"], "answer_2": "not this"}
    visitor.post("/v1/self-service/answers", json=answers)
    visitor.post("/v1/self-service/answers", json={**answers, "answer_2": PROFILE["answer_2"]})
    new = {"ticket": ticket, "new_password": "Lantern-Road-54", "confirm_password": "Lantern-Road-54"}
    visitor.post("/v1/self-service/password", json=new)
    visitor.post("/v1/account-setup/verify", json={"identifier": letter["npi"], "pin": "000000000"})
    verify = {"identifier": letter["npi"], "pin": letter["pin"]}
    ticket = visitor.post("/v1/account-setup/verify", json=verify).json()["ticket"]
    assert visitor.post("/v1/account-setup", json={"ticket": ticket, **SETUP, **PROFILE}).status_code == 201

    rows = portal.report("audit")["rows"]
    told = [(row["event"], row["who"], row["whom"], row["avrs_id"]) for row in rows]
    harbor = "009900111"
    assert told == [
        ("sign_in.failed", None, None, None),
        ("sign_in.ok", "provider1", None, None),
        ("profile.saved", "provider1", None, None),
        ("password.changed", "provider1", None, None),
        ("clerk.created", "provider1", "audited01", harbor),
        ("clerk.roles", "provider1", "audited01", harbor),
        ("clerk.reset", "provider1", "audited01", harbor),
        *[("sign_in.failed", "audited01", None, None)] * 7,
        ("sign_in.locked", "audited01", None, None),
        ("clerk.review", "provider1", None, harbor),
        ("clerk.deleted", "provider1", "audited01", harbor),
        ("self_service.wrong", None, "provider1", None),
        ("self_service.answered", None, "provider1", None),
        ("password.reset", None, "provider1", None),
        ("setup.wrong", None, None, letter["organisation"]["avrs_id"]),
        ("setup.done", "lighthouse1", None, letter["organisation"]["avrs_id"]),
    ]
    assert {row["source"] for row in rows} == {"127.0.0.1"}
    assert all(row["at"].endswith("Z") for row in rows)
    written = json.dumps(rows)
    for secret in (
        "Stranger-Typed-This",
        "wrong-one-1",
        first,
        "Lantern-Road",
        "First-Day",
        "Second-Day",
        "hidden",
        "Beam-Over",
        letter["pin"],
    ):
        assert secret not in written

"""Clerk Maintenance at the running portal: creating, roles, reset, removal, review, and who may do what."""

from __future__ import annotations

import uuid
from itertools import count
from typing import Any

import pytest

HARBOR, RIVERBEND = "009900111", "009900222"
TRADE_FILES, LETTERS_ONLY = "trade_files_includes_e_delivery", "trade_files_e_delivery_only"
NUMBERS = count(1)


class ClerkPanel:
    """Clerk Maintenance as one administrator sees it."""

    def __init__(self, caller: Any, avrs_id: str = HARBOR) -> None:
        self.caller = caller
        self.avrs_id = avrs_id

    def add(self, **changes: Any) -> Any:
        clerk = {
            "avrs_id": self.avrs_id,
            "user_id": f"fresh{next(NUMBERS):03d}",
            "first_name": "Fresh",
            "last_name": "Sample",
            "email": "fresh@example.org",
            "initial_password": "First-Day-2026",
            "roles": ["claim"],
        }
        return self.caller.post("/v1/clerks", json={**clerk, **changes})

    def added(self, **changes: Any) -> dict[str, Any]:
        answer = self.add(**changes)
        assert answer.status_code == 201, answer.text
        clerk: dict[str, Any] = answer.json()["clerk"]
        return clerk

    def list(self) -> dict[str, Any]:
        listed: dict[str, Any] = self.caller.get("/v1/clerks", params={"avrs_id": self.avrs_id}).json()
        return listed

    def item(self, user_id: str) -> Any:
        return self.caller.get(f"/v1/clerks/{user_id}", params={"avrs_id": self.avrs_id})

    def give(self, clerk: dict[str, Any], roles: list[str], etag: str | None = None) -> Any:
        return self.caller.put(
            f"/v1/clerks/{clerk['user_id']}/roles",
            params={"avrs_id": self.avrs_id},
            json={"roles": roles},
            headers={"If-Match": etag or clerk["etag"]},
        )

    def reset(self, user_id: str, password: str = "Second-Day-2026") -> Any:
        return self.caller.post(
            f"/v1/clerks/{user_id}/password", json={"avrs_id": self.avrs_id, "initial_password": password}
        )

    def remove(self, user_id: str) -> Any:
        return self.caller.delete(f"/v1/clerks/{user_id}", params={"avrs_id": self.avrs_id})


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def settle_in(portal: Any, user_id: str, initial: str = "First-Day-2026") -> Any:
    """A clerk's first sign-on, done."""
    caller = portal.sign_in(user_id, initial)
    new = {"new_password": "Own-Password-1", "confirm_password": "Own-Password-1"}
    assert caller.put("/v1/account/password", json={"current_password": initial, **new}).status_code == 200
    profile = {"question_1": "q", "answer_1": "a", "question_2": "q", "answer_2": "a"}
    email = {"email": "fresh@example.org", "confirm_email": "fresh@example.org"}
    assert caller.put("/v1/account/security-profile", json={**profile, **email}).status_code == 200
    return caller


@pytest.fixture(scope="module")
def panel(module_portal) -> ClerkPanel:
    """Clerk Maintenance of a master user."""
    return ClerkPanel(module_portal.sign_in("provider1"))


@pytest.fixture(scope="module")
def clerks_panel(module_portal) -> ClerkPanel:
    """Clerk Maintenance of a clerk with administrator rights."""
    return ClerkPanel(module_portal.sign_in("clerkadm1"))


def test_clk_6_the_list_shows_each_clerk_with_roles_last_sign_in_and_status(panel):
    clerks = {clerk["user_id"]: clerk for clerk in panel.list()["items"]}
    assert {"clerktf01", "clerkedo1", "clerknew1", "clerkold1", "clerkadm1"} <= set(clerks)
    assert "provider1" not in clerks
    assert clerks["clerkold1"]["roles"] == ["claim", "eligibility"]
    assert clerks["clerknew1"]["status"] == "first_sign_on"
    assert clerks["clerknew1"]["last_sign_in_at"] is None
    assert clerks["clerktf01"]["status"] == "active"
    assert (clerks["clerktf01"]["first_name"], clerks["clerktf01"]["last_name"]) == ("Clara", "Fileman")
    assert [clerks[user_id]["other_organisations"] for user_id in ("clerktf01", "clerkedo1")] == [1, 0]


def test_clk_1_and_3_a_created_clerk_signs_on_changes_the_password_and_works(module_portal, panel):
    clerk = panel.added(roles=[TRADE_FILES])
    assert (clerk["status"], clerk["kind"]) == ("first_sign_on", "clerk")
    caller = settle_in(module_portal, clerk["user_id"])
    assert caller.trade_files()["items"]
    assert panel.item(clerk["user_id"]).json()["status"] == "active"


def test_set_7_a_clerk_without_roles_manages_its_own_account_and_nothing_else(module_portal, panel):
    caller = settle_in(module_portal, panel.added(roles=[])["user_id"])
    assert caller.get("/v1/account/security-profile").status_code == 200
    assert refusal(caller.get("/v1/trade-files?avrs_id=009900111")) == (403, "role.missing")
    assert refusal(caller.get("/v1/clerks?avrs_id=009900111")) == (403, "role.missing")


@pytest.mark.parametrize("taken", ["clerktf01", "CLERKTF01", "provider1"])
def test_set_3_a_user_id_is_given_once(panel, taken):
    answer = panel.add(user_id=taken)
    assert refusal(answer) == (422, "input.invalid")
    assert [message["field"] for message in answer.json()["messages"]] == ["user_id"]


def test_clk_2_the_trade_files_roles_exclude_each_other_also_later(panel):
    clerk = panel.added(roles=[TRADE_FILES])
    both = panel.give(clerk, [TRADE_FILES, LETTERS_ONLY])
    assert [message["field"] for message in both.json()["messages"]] == ["roles"]
    unknown = panel.give(clerk, ["claim", "file_transfer"])
    assert [(message["field"], message["row"]) for message in unknown.json()["messages"]] == [("roles", 2)]
    assert panel.give(clerk, [LETTERS_ONLY]).json()["clerk"]["roles"] == [LETTERS_ONLY]


def test_roles_apply_at_once_in_open_sessions_and_an_old_cursor_starts_over(module_portal, panel):
    clerk = panel.added(roles=[LETTERS_ONLY])
    caller = settle_in(module_portal, clerk["user_id"])
    letters = caller.trade_files()
    assert {item["transaction_type"] for item in letters["items"]} == {"EDELIVERY"}
    assert caller.trade_files(after=letters["next"])["items"] == []

    given = panel.give(panel.item(clerk["user_id"]).json(), [TRADE_FILES]).json()["clerk"]
    everything = caller.trade_files(after=letters["next"])
    assert {"EDELIVERY", "RA", "835"} <= {item["transaction_type"] for item in everything["items"]}
    assert caller.trade_files(after=everything["next"])["items"] == []

    panel.give(given, ["claim"])
    assert refusal(caller.get("/v1/trade-files?avrs_id=009900111")) == (403, "role.missing")


def test_two_people_edit_one_clerk_and_the_second_is_shown_the_difference(panel):
    clerk = panel.added(roles=["claim"])
    assert panel.give(clerk, ["claim", "eligibility"]).status_code == 200
    second = panel.give(clerk, ["prior_authorization"])
    assert refusal(second) == (412, "clerk.changed")
    shown = second.json()["clerk"]
    assert shown["roles"] == ["claim", "eligibility"]
    assert panel.give(shown, ["prior_authorization"]).status_code == 200


def test_roles_are_not_changed_blindly(panel):
    clerk = panel.added()
    answer = panel.caller.put(f"/v1/clerks/{clerk['user_id']}/roles", params={"avrs_id": HARBOR}, json={"roles": []})
    assert refusal(answer) == (428, "precondition.required")


def test_the_etag_is_the_one_of_the_header_and_a_sign_in_does_not_change_it(module_portal, panel):
    clerk = panel.added()
    settle_in(module_portal, clerk["user_id"])
    answer = panel.item(clerk["user_id"])
    assert answer.headers["ETag"] == f'"{answer.json()["etag"]}"'
    assert answer.json()["etag"] == clerk["etag"]
    assert panel.give(clerk, ["eligibility"], etag=answer.headers["ETag"]).status_code == 200


def test_a_reset_signs_the_clerk_out_and_begins_its_first_sign_on_again(module_portal, panel):
    user_id = panel.added()["user_id"]
    caller = settle_in(module_portal, user_id)
    answer = panel.reset(user_id)
    assert answer.json()["clerk"]["status"] == "first_sign_on"
    assert caller.get("/v1/session").json()["code"] == "session.ended"
    assert module_portal.try_sign_in(user_id, "Own-Password-1").json()["code"] == "sign_in.wrong"
    account = module_portal.sign_in(user_id, "Second-Day-2026").get("/v1/session").json()["account"]
    assert account["steps_due"] == ["clerk_first_sign_on"]


def test_a_reset_unlocks(module_portal, panel):
    user_id = panel.added()["user_id"]
    for _ in range(7):
        module_portal.try_sign_in(user_id, "wrong-one-1")
    assert panel.item(user_id).json()["status"] == "locked"
    assert panel.reset(user_id).json()["clerk"]["status"] == "first_sign_on"
    assert module_portal.try_sign_in(user_id, "Second-Day-2026").status_code == 201


def test_asm_1_a_reset_keeps_the_rules_of_passwords(panel):
    answer = panel.reset(panel.added()["user_id"], "short")
    assert [message["field"] for message in answer.json()["messages"]] == ["initial_password"]


def test_clk_5_a_deleted_clerk_is_gone_for_ever_and_its_id_is_never_free_again(module_portal, panel):
    user_id = panel.added()["user_id"]
    caller = settle_in(module_portal, user_id)
    assert panel.remove(user_id).json()["deleted"] is True
    assert caller.get("/v1/session").json()["code"] == "session.ended"
    unknown = module_portal.try_sign_in("nobody-at-all", "Own-Password-1")
    assert module_portal.try_sign_in(user_id, "Own-Password-1").content == unknown.content
    assert refusal(panel.item(user_id)) == refusal(panel.remove(user_id)) == (404, "clerk.unknown")
    assert refusal(panel.reset(user_id)) == (404, "clerk.unknown")
    for spelling in (user_id, user_id.upper()):
        assert [message["field"] for message in panel.add(user_id=spelling).json()["messages"]] == ["user_id"]
    asked = module_portal.visitor().post("/v1/self-service", json={"user_id": user_id}).json()
    answers = {"ticket": asked["ticket"], "answer_1": "a", "answer_2": "a"}
    answer = module_portal.visitor().post("/v1/self-service/answers", json=answers)
    assert refusal(answer) == (422, "self_service.wrong")


def test_clk_5_a_clerk_of_two_organizations_leaves_one_and_works_on_in_the_other(start_portal, tmp_path):
    portal = start_portal(tmp_path)
    master, clerk = portal.sign_in("provider1"), portal.sign_in("clerktf01")
    assert ClerkPanel(master, HARBOR).remove("clerktf01").json()["deleted"] is False
    assert refusal(clerk.get(f"/v1/trade-files?avrs_id={HARBOR}")) == (404, "organisation.unknown")
    assert clerk.trade_files(RIVERBEND)["items"]
    assert ClerkPanel(master, RIVERBEND).remove("clerktf01").json()["deleted"] is True
    assert clerk.get("/v1/session").json()["code"] == "session.ended"


def test_clk_4_a_clerk_with_administrator_rights_creates_and_updates_clerks(clerks_panel):
    clerk = clerks_panel.added(roles=["claim"])
    assert clerks_panel.give(clerk, ["eligibility"]).status_code == 200
    assert clerks_panel.reset(clerk["user_id"]).status_code == 200
    assert clerks_panel.remove(clerk["user_id"]).json()["deleted"] is True


def test_clk_4_only_a_master_user_gives_or_takes_administrator_rights(panel, clerks_panel):
    assert refusal(clerks_panel.add(roles=["administrator"])) == (403, "role.missing")
    plain, chief = panel.added(roles=["claim"]), panel.added(roles=["administrator"])
    for answer in (
        clerks_panel.give(plain, ["claim", "administrator"]),
        clerks_panel.give(chief, []),
        clerks_panel.reset(chief["user_id"]),
        clerks_panel.remove(chief["user_id"]),
    ):
        assert refusal(answer) == (403, "role.missing")
        assert answer.json()["messages"][0]["panel"] == "Clerk Maintenance"
    assert clerks_panel.give(chief, ["administrator", "claim"]).status_code == 200
    assert panel.give(panel.item(chief["user_id"]).json(), []).status_code == 200


def test_nobody_works_on_his_own_account_here(clerks_panel):
    own = clerks_panel.item("clerkadm1").json()
    for answer in (clerks_panel.give(own, []), clerks_panel.reset("clerkadm1"), clerks_panel.remove("clerkadm1")):
        assert refusal(answer) == (403, "clerk.own_account")


def test_a_reset_never_opens_the_door_of_another_organization(clerks_panel, panel):
    answer = clerks_panel.reset("clerktf01")
    assert refusal(answer) == (403, "role.missing")
    assert "another organization" in answer.json()["messages"][0]["description"]
    assert panel.reset("clerktf01").status_code == 200, "who administers both may"


@pytest.mark.parametrize("user_id", ["provider1", "lockedusr", "nobody-at-all"])
def test_master_users_and_strangers_are_no_clerks(panel, user_id):
    assert refusal(panel.item(user_id)) == refusal(panel.remove(user_id)) == (404, "clerk.unknown")


def test_another_organizations_clerks_do_not_exist(clerks_panel):
    elsewhere = ClerkPanel(clerks_panel.caller, RIVERBEND)
    assert refusal(elsewhere.item("clerktf01")) == refusal(elsewhere.add()) == (404, "organisation.unknown")


def test_without_administrator_rights_nothing_of_clerk_maintenance_is_open(module_portal):
    other = ClerkPanel(module_portal.sign_in("clerkedo1"))
    review = other.caller.put("/v1/clerks/review", params={"avrs_id": HARBOR}, json={})
    clerk = {"user_id": "clerkold1", "etag": "x"}
    for answer in (other.item("clerkold1"), other.add(), other.give(clerk, []), other.remove("clerkold1"), review):
        assert refusal(answer) == (403, "role.missing")


def test_a_clerk_asked_for_twice_with_one_key_is_created_once(panel):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    clerk = {
        "avrs_id": HARBOR,
        "user_id": "askedtwice",
        "first_name": "Once",
        "last_name": "Only",
        "email": "once@example.org",
        "initial_password": "First-Day-2026",
        "roles": [],
    }
    first, again = (panel.caller.post("/v1/clerks", json=clerk, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)


def test_clk_5_a_review_is_noted_with_its_day_and_who_did_it(start_portal, tmp_path):
    panel = ClerkPanel(start_portal(tmp_path).sign_in("provider1"))
    assert (panel.list()["reviewed_on"], panel.list()["reviewed_by"]) == (None, None)
    noted = panel.caller.put("/v1/clerks/review", params={"avrs_id": HARBOR}, json={}).json()
    listed = panel.list()
    assert (listed["reviewed_on"], listed["reviewed_by"]) == (noted["reviewed_on"], "provider1")
    assert ClerkPanel(panel.caller, RIVERBEND).list()["reviewed_on"] is None

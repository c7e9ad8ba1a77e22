"""Self-service: right answers help, wrong ones end it for their source, and nobody learns who exists."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from pes_portal.accounts.book import find_by_user_id
from pes_portal.accounts.invented_questions import _QUESTIONS, invented_questions
from pes_portal.accounts.self_service import SelfServiceDesk
from pes_portal.accounts.sign_in import SignInDesk
from pes_portal.accounts.tries import TryCounter, TryLimits
from pes_portal.database.tables import audit
from pes_portal.secret_key import SecretKey
from pes_portal.wire.problems import PortalProblem
from pes_portal.wire.self_service import PasswordReset, SelfServiceAnswers

RIGHT = {"answer_1": "Dinghy seven", "answer_2": "Marbles"}
WRONG = {"answer_1": "Dinghy seven", "answer_2": "no idea"}
HOME, STRANGER = "192.0.2.1", "203.0.113.9"
NEW = "Brand-New-Day-1"


@pytest.fixture
def desk(database, clock, hasher, policy, key) -> SelfServiceDesk:
    return SelfServiceDesk(database, hasher, clock, policy, key)


@pytest.fixture
def sign_in(database, clock, hasher, policy):
    desk = SignInDesk(database, hasher, clock, policy)

    def try_it(user_id: str, password: str) -> str:
        return code_of(lambda: desk.sign_in(user_id, password, HOME))

    return try_it


def code_of(act) -> str:
    try:
        act()
    except PortalProblem as refusal:
        return refusal.problem.code
    return "done"


def answer(desk: SelfServiceDesk, user_id: str, source: str = HOME, **answers: str):
    ticket = desk.start(user_id, source).ticket
    return desk.answer(SelfServiceAnswers(ticket=ticket, **answers), source)


def reset(desk: SelfServiceDesk, ticket: str, password: str = NEW, confirm: str | None = None) -> str:
    said = PasswordReset(ticket=ticket, new_password=password, confirm_password=confirm or password)
    return code_of(lambda: desk.reset_password(said, HOME))


def test_acc_3_right_answers_unlock(desk, sign_in, passwords):
    assert sign_in("lockedusr", passwords["lockedusr"]) == "account.locked"
    done = answer(desk, "lockedusr", **RIGHT)
    assert (done.unlocked, done.reactivated, done.password_change_due) == (True, False, False)
    assert sign_in("lockedusr", passwords["lockedusr"]) == "done"


def test_acc_4_right_answers_reactivate_and_a_new_password_is_due(desk, database, sign_in, passwords):
    done = answer(desk, "disabled1", **RIGHT)
    assert (done.unlocked, done.reactivated, done.password_change_due) == (False, True, True)
    with database.reading() as connection:
        account, _ = find_by_user_id(connection, "disabled1")
    assert account.password_must_change
    assert sign_in("disabled1", passwords["disabled1"]) == "done"


def test_acc_2_right_answers_allow_one_new_password(desk, sign_in, passwords):
    done = answer(desk, "provider1", **RIGHT)
    assert reset(desk, done.ticket, "short") == "input.invalid"
    assert reset(desk, done.ticket) == "done"
    assert reset(desk, done.ticket, "Another-Day-2") == "ticket.ended"
    assert sign_in("provider1", passwords["provider1"]) == "sign_in.wrong"
    assert sign_in("provider1", NEW) == "done"


def test_asm_1_a_reset_keeps_the_history(desk, passwords):
    assert reset(desk, answer(desk, "provider1", **RIGHT).ticket, passwords["provider1"]) == "input.invalid"


def test_a_ticket_without_right_answers_resets_nothing(desk):
    assert reset(desk, desk.start("provider1", HOME).ticket) == "ticket.ended"
    assert reset(desk, desk.start("nobody-at-all", HOME).ticket) == "ticket.ended"


@pytest.mark.parametrize("minutes", [15, 16])
def test_a_ticket_ends_after_15_minutes(desk, clock, minutes):
    ticket = desk.start("provider1", HOME).ticket
    clock.pass_time(minutes=minutes)
    assert code_of(lambda: desk.answer(SelfServiceAnswers(ticket=ticket, **RIGHT), HOME)) == "ticket.ended"


def test_an_opened_ticket_ends_15_minutes_after_the_answers(desk, clock):
    ticket = desk.start("provider1", HOME).ticket
    clock.pass_time(minutes=14)
    desk.answer(SelfServiceAnswers(ticket=ticket, **RIGHT), HOME)
    clock.pass_time(minutes=14)
    assert reset(desk, ticket) == "done"


def test_an_opened_ticket_cannot_be_answered_again(desk):
    done = answer(desk, "provider1", **RIGHT)
    again = SelfServiceAnswers(ticket=done.ticket, **RIGHT)
    assert code_of(lambda: desk.answer(again, HOME)) == "ticket.ended"


def test_asm_3_answers_count_without_case_outer_and_repeated_blanks(desk):
    assert answer(desk, "lockedusr", answer_1="  DINGHY   Seven ", answer_2="marbles").unlocked


@pytest.mark.parametrize("one", ["answer_1", "answer_2"])
def test_both_answers_have_to_be_right(desk, one):
    assert code_of(lambda: answer(desk, "provider1", **{**RIGHT, one: "no idea"})) == "self_service.wrong"


def test_asm_3_the_fifth_wrong_answer_ends_it_for_its_source_for_24_hours(desk, clock):
    wrong = [code_of(lambda: answer(desk, "provider1", **WRONG)) for _ in range(5)]
    assert wrong == ["self_service.wrong"] * 4 + ["self_service.over"]
    assert code_of(lambda: answer(desk, "provider1", **RIGHT)) == "self_service.over"
    clock.pass_time(hours=23, minutes=59)
    assert code_of(lambda: answer(desk, "provider1", **RIGHT)) == "self_service.over"
    clock.pass_time(minutes=1)
    assert code_of(lambda: answer(desk, "provider1", **RIGHT)) == "done"


def test_asm_3_the_pause_is_whole_however_slowly_one_guesses(desk, clock):
    for _ in range(5):
        code_of(lambda: answer(desk, "provider1", **WRONG))
        clock.pass_time(hours=5)
    clock.pass_time(hours=18)
    assert code_of(lambda: answer(desk, "provider1", **RIGHT)) == "self_service.over"


def test_a_stranger_out_of_tries_does_not_keep_the_owner_away(desk):
    for _ in range(7):
        code_of(lambda: answer(desk, "lockedusr", STRANGER, **WRONG))
    assert code_of(lambda: answer(desk, "lockedusr", STRANGER, **RIGHT)) == "self_service.over"
    assert answer(desk, "lockedusr", HOME, **RIGHT).unlocked


def test_asm_3_25_wrong_answers_from_everywhere_end_it_for_all_and_only_for_24_hours(desk, clock):
    codes = [code_of(lambda n=n: answer(desk, "provider1", f"203.0.113.{n // 4}", **WRONG)) for n in range(25)]
    assert codes == ["self_service.wrong"] * 24 + ["self_service.over"]
    assert code_of(lambda: answer(desk, "provider1", HOME, **RIGHT)) == "self_service.over"
    # What is tried meanwhile makes the pause no longer.
    for n in range(30):
        code_of(lambda n=n: answer(desk, "provider1", f"198.51.100.{n}", **WRONG))
    clock.pass_time(hours=24)
    assert code_of(lambda: answer(desk, "provider1", HOME, **RIGHT)) == "done"


def test_a_right_answer_starts_the_count_of_its_source_again(desk):
    for _ in range(2):
        codes = [code_of(lambda: answer(desk, "provider1", **WRONG)) for _ in range(4)]
        assert codes == ["self_service.wrong"] * 4
        assert code_of(lambda: answer(desk, "provider1", **RIGHT)) == "done"


def test_an_office_with_an_ipv6_network_is_one_source(database, clock):
    limits = TryLimits(from_one_source=1, pause=clock.now() - clock.now().replace(hour=7))
    with database.writing() as connection:
        assert TryCounter("x", "2001:db8:1:2::1", limits).take(connection, clock.now())
        assert not TryCounter("x", "2001:db8:1:2:ffff::9", limits).take(connection, clock.now())
        assert TryCounter("x", "2001:db8:1:3::1", limits).take(connection, clock.now())


UNHELPED = ["nobody-at-all", "tpmaster1"]


@pytest.mark.parametrize("user_id", UNHELPED)
def test_who_does_not_exist_gets_the_same_shape_for_the_same_argon2(desk, hasher, user_id):
    def work(asked: str) -> tuple[set[str], int, int]:
        before = hasher.computations
        said = desk.start(asked, HOME)
        started = hasher.computations - before
        refusal = code_of(lambda: desk.answer(SelfServiceAnswers(ticket=said.ticket, **WRONG), HOME))
        assert refusal == "self_service.wrong"
        return set(said.model_dump()), started, hasher.computations - before

    assert work(user_id) == work("provider1")
    assert work(user_id)[2] == 2, "one argon2 for each answer"


@pytest.mark.parametrize("user_id", UNHELPED)
def test_who_does_not_exist_has_five_tries_as_well(desk, user_id):
    codes = [code_of(lambda: answer(desk, user_id, **RIGHT)) for _ in range(6)]
    assert codes == ["self_service.wrong"] * 4 + ["self_service.over"] * 2


def test_invented_questions_are_always_the_same_for_a_user_id_in_any_case(desk):
    asked = [desk.start(user_id, HOME) for user_id in ("somebody42", "SomeBody42", "somebody43", "otherbody")]
    assert (asked[0].question_1, asked[0].question_2) == (asked[1].question_1, asked[1].question_2)
    assert len({(said.question_1, said.question_2) for said in asked}) == 3


def test_invented_questions_come_from_at_least_40_and_keep_the_rules_of_real_ones(policy):
    assert len(set(_QUESTIONS)) >= 40
    characters = policy.security_profile.question_characters.others
    for question in _QUESTIONS:
        assert len(question) <= policy.security_profile.question_max
        assert all((mark.isascii() and mark.isalnum()) or mark in characters for mark in question)


def test_without_the_portals_key_invented_questions_cannot_be_foretold():
    keys = [SecretKey(bytes([number])) for number in range(20)]
    pairs = {invented_questions(key, "somebody42") for key in keys}
    assert len(pairs) > 10
    assert all(first != second for first, second in pairs)


def test_acc_6_the_end_of_self_service_says_the_same_to_everybody(desk):
    def over(user_id: str) -> object:
        for _ in range(5):
            code_of(lambda: answer(desk, user_id, **WRONG))
        with pytest.raises(PortalProblem) as refusal:
            desk.start(user_id, HOME)
        return refusal.value.problem.model_dump()

    said = over("provider1")
    assert said == over("clerkedo1") == over("nobody-at-all")
    assert set(said["contacts"]) == {"master_user", "clerk", "provider_assistance"}
    assert "1-800-842-8440" in said["contacts"]["master_user"]
    assert "master user" in said["contacts"]["clerk"]
    assert "Provider Assistance Center" in said["contacts"]["clerk"]


def test_the_audit_trail_names_owners_and_never_what_a_stranger_typed(desk, database):
    code_of(lambda: answer(desk, "MyPassword1", **WRONG))
    answer(desk, "lockedusr", **RIGHT)
    with database.reading() as connection:
        rows = connection.execute(select(audit.c.event, audit.c.whom).order_by(audit.c.number)).all()
        everything = connection.execute(select(func.count()).select_from(audit)).scalar_one()
    assert [tuple(row) for row in rows] == [("self_service.wrong", None), ("self_service.answered", "lockedusr")]
    assert everything == 2

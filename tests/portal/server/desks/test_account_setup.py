"""Account setup with the PIN letter: once, whole or not at all, and of no use to those who guess."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select

from pes_portal.accounts.account_setup import AccountSetupDesk
from pes_portal.accounts.book import find_by_user_id, organisations_of
from pes_portal.accounts.sign_in import SignInDesk
from pes_portal.accounts.steps import steps_due
from pes_portal.database.tables import accounts, memberships, organisations, pin_letters
from pes_portal.practice.people import LIGHTHOUSE, PIN_LETTER_PIN
from pes_portal.wire.account_setup import AccountSetupInput, PinLetterInput
from pes_portal.wire.problems import PortalProblem

HERE = "192.0.2.1"
SETUP = {
    "user_id": "lighthouse1",
    "new_password": "Beam-Over-Water-1",
    "confirm_password": "Beam-Over-Water-1",
    "first_name": "Lena",
    "last_name": "Sample",
    "phone": "860-555-0142",
    "question_1": "What is on the wall?",
    "answer_1": "a blue boat",
    "question_2": "Which number did I draw?",
    "answer_2": "Seven 7",
    "email": "lena@example.org",
    "confirm_email": "lena@example.org",
}


@pytest.fixture
def desk(database, clock, hasher, policy, key) -> AccountSetupDesk:
    return AccountSetupDesk(database, hasher, clock, policy, key)


def code_of(act) -> str:
    try:
        act()
    except PortalProblem as refusal:
        return refusal.problem.code
    return "done"


def verify(desk: AccountSetupDesk, pin: str = PIN_LETTER_PIN, identifier: str = LIGHTHOUSE.npi, source: str = HERE):
    return desk.verify(PinLetterInput(identifier=identifier, pin=pin), source)


def set_up(desk: AccountSetupDesk, ticket: str, **changes: str) -> str:
    return desk.set_up(AccountSetupInput(ticket=ticket, **{**SETUP, **changes}), HERE)


def test_set_2_the_letter_makes_a_master_user_with_nothing_left_to_do(desk, database, clock, hasher, policy):
    verified = verify(desk)
    assert verified.organisation.avrs_id == LIGHTHOUSE.avrs_id
    assert set_up(desk, verified.ticket) == "lighthouse1"
    SignInDesk(database, hasher, clock, policy).sign_in("lighthouse1", SETUP["new_password"], HERE)
    with database.reading() as connection:
        account, _ = find_by_user_id(connection, "lighthouse1")
        places = organisations_of(connection, account)
    assert (account.kind, account.name, account.email) == ("master", "Lena Sample", "lena@example.org")
    assert [place.avrs_id for place in places] == [LIGHTHOUSE.avrs_id]
    assert steps_due(account, policy.password, clock.now()) == []


def test_set_4_after_the_setup_the_identifier_and_the_pin_never_work_again(desk):
    early, late = verify(desk).ticket, verify(desk).ticket
    set_up(desk, early)
    assert code_of(lambda: verify(desk)) == "setup.wrong"
    assert code_of(lambda: set_up(desk, late, user_id="lighthouse2")) == "ticket.ended"


def test_a_setup_whose_answer_got_lost_is_answered_the_same_and_made_once(desk, database):
    ticket = verify(desk).ticket
    assert set_up(desk, ticket) == set_up(desk, ticket) == "lighthouse1"
    assert code_of(lambda: set_up(desk, ticket, user_id="lighthouse2")) == "ticket.ended"
    other = {"new_password": "Guess-Guess-1", "confirm_password": "Guess-Guess-1"}
    assert code_of(lambda: set_up(desk, ticket, **other)) == "ticket.ended"
    with database.reading() as connection:
        made = select(func.count()).select_from(accounts).where(accounts.c.user_id.like("lighthouse%"))
        assert connection.execute(made).scalar_one() == 1


def test_a_refused_setup_leaves_nothing_behind_and_the_letter_unused(desk, database):
    def rows() -> list[int]:
        with database.reading() as connection:
            return [
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (accounts, memberships)
            ]

    before, ticket = rows(), verify(desk).ticket
    assert code_of(lambda: set_up(desk, ticket, phone="none")) == "input.invalid"
    assert rows() == before
    assert set_up(desk, ticket) == "lighthouse1"


@pytest.mark.parametrize("taken", ["provider1", "PROVIDER1"])
def test_set_3_a_user_id_that_is_taken_in_any_case_is_refused_at_its_field(desk, taken):
    ticket = verify(desk).ticket
    with pytest.raises(PortalProblem) as refusal:
        set_up(desk, ticket, user_id=taken)
    assert [message.field for message in refusal.value.problem.messages] == ["user_id"]


@pytest.mark.parametrize(
    ("identifier", "pin"),
    [
        (LIGHTHOUSE.npi, "000000000"),
        (LIGHTHOUSE.npi, PIN_LETTER_PIN[:-1]),
        (LIGHTHOUSE.npi, "٤٠٢٧١٨٦٥٣"),
        ("1999999984", PIN_LETTER_PIN),
        ("nobody", PIN_LETTER_PIN),
    ],
)
def test_set_1_wrong_letters_all_get_the_same_answer_for_one_argon2(desk, hasher, identifier, pin):
    before = hasher.computations
    with pytest.raises(PortalProblem) as refusal:
        verify(desk, pin, identifier)
    assert (refusal.value.problem.status, refusal.value.problem.code) == (401, "setup.wrong")
    assert hasher.computations - before == 1


@pytest.mark.parametrize(("days", "code"), [(59, "done"), (60, "setup.wrong")])
def test_asm_2_a_pin_is_good_for_60_days(desk, clock, days, code):
    clock.pass_time(days=days)
    assert code_of(lambda: verify(desk)) == code


def test_set_6_a_new_letter_makes_the_earlier_one_worthless(desk, database, clock, hasher):
    with database.writing() as connection:
        connection.execute(
            insert(pin_letters).values(
                identifier=LIGHTHOUSE.npi,
                avrs_id=LIGHTHOUSE.avrs_id,
                pin_hash=hasher.hash("111222333"),
                issued_at=clock.now(),
            )
        )
    assert code_of(lambda: verify(desk)) == "setup.wrong"
    assert code_of(lambda: verify(desk, "111222333")) == "done"


def test_set_1_a_provider_without_an_npi_uses_the_identifier_of_the_letter(desk, database, clock, hasher):
    with database.writing() as connection:
        connection.execute(insert(organisations).values(avrs_id="009900555", name="Sample Rides", npi=""))
        connection.execute(
            insert(pin_letters).values(
                identifier="NM4471902", avrs_id="009900555", pin_hash=hasher.hash("444555666"), issued_at=clock.now()
            )
        )
    assert verify(desk, "444555666", "NM4471902").organisation.name == "Sample Rides"


def test_ten_wrong_pins_of_a_source_end_it_for_a_day_and_for_this_source_only(desk, clock):
    codes = [code_of(lambda: verify(desk, "000000000")) for _ in range(11)]
    assert codes == ["setup.wrong"] * 10 + ["rate.limited"]
    assert code_of(lambda: verify(desk)) == "rate.limited"
    assert code_of(lambda: verify(desk, source="203.0.113.9")) == "done"
    clock.pass_time(days=1)
    assert code_of(lambda: verify(desk)) == "done"

"""A password change leaves no moment without a kept password that works, whatever step the process dies at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pes_client.domain.accounts import AccountId, AccountKind, NextStep, Standing
from pes_client.domain.portals import Portal
from pes_client.errors import (
    AccountLocked,
    PasswordMissing,
    PesError,
    PortalBusy,
    PortalRefused,
    PortalUnreachable,
    WrongPassword,
)
from pes_client.policy.passwords import CHANGE_PASSWORD, PasswordEntries, check_new_password
from pes_client.portal.account_gateway import SavedPanel
from pes_client.portal.gateway import Session, SignedIn
from pes_client.services.password_changes import PasswordChanges
from pes_client.services.portals import Portals
from pes_client.services.signing_in import SigningIn
from pes_client.store.store import Store
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.clock import SystemClock
from pes_client.transfer.open_sessions import OpenSessions
from pes_client.transfer.passwords import candidates
from pes_client.wording import text

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ACCOUNT = AccountId("robot01", "portal.invalid")
OLD, NEW = "Old-Harbor-41", "New-Harbor-42"
WORDS = text("trouble")


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Steps:
    """Counts the steps of a change, and ends the process at one of them."""

    die_before: int | None = None
    die_after: int | None = None
    done: int = 0

    def before(self) -> None:
        if self.done == self.die_before:
            raise Killed

    def after(self) -> None:
        self.done += 1
        if self.done - 1 == self.die_after:
            raise Killed


@dataclass
class Passwords:
    """A keyring in memory; every write is a step."""

    steps: Steps
    kept: dict[AccountId, str] = field(default_factory=lambda: {ACCOUNT: OLD})

    def get(self, account: AccountId) -> str | None:
        return self.kept.get(account)

    def put(self, account: AccountId, password: str) -> None:
        self.steps.before()
        self.kept[account] = password
        self.steps.after()

    def forget(self, account: AccountId) -> None:
        self.steps.before()
        self.kept.pop(account, None)
        self.steps.after()


@dataclass
class AccountPortal:
    """Both sides of a portal that knows one account; signing in and changing are steps."""

    steps: Steps
    password: str = OLD
    wrong: int = 0
    trouble: PesError | None = None
    trouble_afterwards: PesError | None = None

    def close(self) -> None:
        """Nothing to let go of."""

    def sign_in(self, user_id: str, password: str) -> SignedIn:
        self.steps.before()
        if password != self.password:
            self.wrong += 1
            raise WrongPassword(WORDS)
        self.steps.after()
        return SignedIn(Session("token-of-robot-1", NOON), standing())

    def change_password(self, session: Session, entries: PasswordEntries, *, request_key: str) -> SavedPanel:
        self.steps.before()
        if self.trouble is not None:
            raise self.trouble
        assert entries.current_password == self.password
        self.password = entries.new_password
        if self.trouble_afterwards is not None:
            raise self.trouble_afterwards
        self.steps.after()
        return SavedPanel((), standing())


def standing() -> Standing:
    return Standing(ACCOUNT, AccountKind.TRADING_PARTNER, "Robot", "", NextStep.NONE, (), None, None, NOON)


@dataclass
class World:
    """One data folder, one keyring, one portal; `fresh` is the program started anew."""

    store: Store
    steps: Steps = field(default_factory=Steps)

    def __post_init__(self) -> None:
        self.passwords = Passwords(self.steps)
        self.portal = AccountPortal(self.steps)
        self.fresh()

    def fresh(self) -> None:
        clock = SystemClock()
        portals = Portals(self.store, clock, lambda portal: self.portal)  # type: ignore[arg-type,return-value]
        self.signing_in = SigningIn(
            store=self.store,
            portals=portals,
            passwords=self.passwords,
            sessions=OpenSessions(),
            gateway_to=lambda portal: self.portal,  # type: ignore[arg-type,return-value]
            account_gateway_to=lambda portal: self.portal,  # type: ignore[arg-type,return-value]
            clock=clock,
            announcements=Announcements(),
        )
        self.changes = PasswordChanges(portals=portals, passwords=self.passwords, signing_in=self.signing_in)

    def next_morning(self) -> None:
        """The program starts again and signs in by itself, as the engine does."""
        self.steps.die_before = self.steps.die_after = None
        self.fresh()
        self.signing_in.with_gateway(ACCOUNT, lambda gateway: self.signing_in.session(ACCOUNT, gateway).open())


@pytest.fixture
def signed_in(tmp_path: Path) -> Iterator[World]:
    """A script's account whose password is kept and works."""
    store = Store.open(tmp_path / "home", bytes(range(32)))
    with store.write() as records:
        records.portals.add(Portal(ACCOUNT.portal, "https://portal.invalid", "cmap", "Practice", True, None, NOON))
        records.accounts.save_standing(standing())
        records.accounts.set_signed_in(ACCOUNT, signed_in=True)
    yield World(store)
    store.close()


def test_an_unattended_change_makes_a_password_within_the_policy_and_keeps_only_it(signed_in: World) -> None:
    signed_in.changes.rotate(ACCOUNT)
    made = signed_in.portal.password
    assert made != OLD
    assert list(signed_in.passwords.kept.values()) == [made]
    policy = Portals(signed_in.store, SystemClock(), lambda portal: signed_in.portal).policy(ACCOUNT.portal)  # type: ignore[arg-type,return-value]
    entries = PasswordEntries(OLD, made, made)
    assert check_new_password(entries, ACCOUNT.user_id, policy, panel=CHANGE_PASSWORD) == ()
    assert signed_in.portal.wrong == 0


def test_the_program_knows_how_many_steps_a_change_has(signed_in: World) -> None:
    signed_in.changes.rotate(ACCOUNT)
    assert signed_in.steps.done == 6


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("moment", ["die_before", "die_after"])
def test_a_kill_at_any_step_leaves_a_password_that_works_and_costs_at_most_one_wrong_try(
    signed_in: World, step: int, moment: str
) -> None:
    setattr(signed_in.steps, moment, step)
    with pytest.raises(Killed):
        signed_in.changes.rotate(ACCOUNT)
    signed_in.next_morning()
    assert signed_in.portal.wrong <= 1
    assert list(signed_in.passwords.kept.values()) == [signed_in.portal.password]


def test_a_change_that_was_interrupted_can_simply_be_done_again(signed_in: World) -> None:
    signed_in.portal.trouble_afterwards = PortalUnreachable(WORDS)
    with pytest.raises(PortalUnreachable):
        signed_in.changes.rotate(ACCOUNT)
    assert len(candidates(signed_in.passwords, ACCOUNT)) == 2
    signed_in.portal.trouble_afterwards = None
    signed_in.fresh()
    signed_in.changes.rotate(ACCOUNT)
    assert list(signed_in.passwords.kept.values()) == [signed_in.portal.password]
    assert signed_in.portal.wrong == 0


@pytest.mark.parametrize(
    "refusal",
    [PortalRefused(WORDS), AccountLocked(WORDS), PortalUnreachable(WORDS, may_have_arrived=False)],
    ids=["refused", "locked", "never left"],
)
def test_a_change_that_surely_did_not_happen_leaves_the_old_password_alone(signed_in: World, refusal: PesError) -> None:
    signed_in.portal.trouble = refusal
    with pytest.raises(type(refusal)):
        signed_in.changes.change(ACCOUNT, PasswordEntries("mistyped 1", NEW, NEW))
    assert signed_in.passwords.kept == {ACCOUNT: OLD}


def test_a_change_whose_end_is_unclear_keeps_both_and_finds_out_by_signing_in(signed_in: World) -> None:
    signed_in.portal.trouble = PortalBusy(WORDS)
    with pytest.raises(PortalBusy):
        signed_in.changes.change(ACCOUNT, PasswordEntries(OLD, NEW, NEW))
    assert set(candidates(signed_in.passwords, ACCOUNT)) == {OLD, NEW}
    signed_in.next_morning()
    assert signed_in.passwords.kept == {ACCOUNT: OLD}
    assert signed_in.portal.wrong == 1


def test_two_kept_passwords_that_are_both_wrong_are_tried_once_each_and_never_again(signed_in: World) -> None:
    signed_in.portal.trouble_afterwards = PortalUnreachable(WORDS)
    with pytest.raises(PortalUnreachable):
        signed_in.changes.change(ACCOUNT, PasswordEntries(OLD, NEW, NEW))
    signed_in.portal.password = "changed by a colleague 1"
    for _morning in range(3):
        with pytest.raises(WrongPassword):
            signed_in.next_morning()
    assert signed_in.portal.wrong == 2


def test_without_a_kept_password_nothing_can_change_unattended(signed_in: World) -> None:
    signed_in.passwords.kept.clear()
    with pytest.raises(PasswordMissing):
        signed_in.changes.rotate(ACCOUNT)
    assert signed_in.portal.password == OLD

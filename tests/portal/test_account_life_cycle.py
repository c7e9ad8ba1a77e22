"""Whatever clerks and master users do in whatever order, the portal and the client keep their promises.

No path signs in without its due step, none revives a deleted clerk, none holds both trade-files roles, none
leaves the program without a password that works.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, multiple, rule, run_state_machine_as_test

from pes_client.credentials.vault_key import KeyFile
from pes_client.domain.accounts import AccountId, NextStep, Role
from pes_client.errors import PortalRefused, RoleMissing, SignInError, StepDue, WrongPassword
from pes_client.policy.clerks import ClerkEntries
from pes_client.policy.passwords import PasswordEntries
from pes_client.policy.security_profile import SecurityProfile
from pes_client.services.workspace import Workspace, open_workspace

PROJECT = Path(__file__).resolve().parents[2]
BOTH = frozenset({Role.TRADE_FILES, Role.TRADE_FILES_E_DELIVERY_ONLY})
PROFILE = SecurityProfile("Which bird?", "Heron", "Which van?", "Blue", "a@example.org", "a@example.org")
ROLES = st.frozensets(st.sampled_from([Role.CLAIM, Role.ELIGIBILITY, *BOTH]))

_numbers = count(1)


@dataclass
class KnownClerk:
    """A clerk as the test knows it."""

    user_id: str
    password: str
    step: NextStep
    roles: frozenset[Role]
    is_known_here: bool = False


class Organisation(RuleBasedStateMachine):
    """A master user and clerks, all at one desk; `workspace` and `portal` are given by the test."""

    workspace: Workspace
    portal: str
    avrs_id: str
    clerks = Bundle("clerks")

    @property
    def master(self) -> AccountId:
        """The account that maintains the clerks."""
        return AccountId("provider1", self.portal)

    def account(self, clerk: KnownClerk) -> AccountId:
        """The clerk's account."""
        return AccountId(clerk.user_id, self.portal)

    @rule(target=clerks, roles=ROLES)
    def add(self, roles: frozenset[Role]) -> object:
        clerk = KnownClerk(f"prop{next(_numbers)}x", "Begin-Here-12", NextStep.CLERK_FIRST_SIGN_ON, roles)
        entries = ClerkEntries(clerk.user_id, "Pat", "Property", "pat@example.org", clerk.password, roles)
        findings = self.workspace.clerks.check(self.master, entries)
        if roles >= BOTH:
            assert [each.field for each in findings] == ["roles"]
            with pytest.raises(PortalRefused):
                self.workspace.clerks.add(self.master, self.avrs_id, entries)
            return multiple()
        assert findings == ()
        assert self.workspace.clerks.add(self.master, self.avrs_id, entries).clerk.roles == roles
        return clerk

    @rule(clerk=clerks, roles=ROLES)
    def change_roles(self, clerk: KnownClerk, roles: frozenset[Role]) -> None:
        shown = self.workspace.clerks.refresh(self.master, self.avrs_id).clerk(clerk.user_id)
        assert shown is not None
        assert shown.roles == clerk.roles
        if roles >= BOTH:
            with pytest.raises(PortalRefused):
                self.workspace.clerks.change_roles(self.master, self.avrs_id, shown, roles)
            return
        self.workspace.clerks.change_roles(self.master, self.avrs_id, shown, roles)
        clerk.roles = roles

    @rule(clerk=clerks)
    def reset(self, clerk: KnownClerk) -> None:
        clerk.password = f"Again-{next(_numbers)}-Now"
        self.workspace.clerks.reset(self.master, self.avrs_id, clerk.user_id, clerk.password)
        clerk.step = NextStep.CLERK_FIRST_SIGN_ON
        clerk.is_known_here = False

    @rule(clerk=consumes(clerks))
    def delete(self, clerk: KnownClerk) -> None:
        assert self.workspace.clerks.delete(self.master, self.avrs_id, clerk.user_id).for_ever
        with pytest.raises(WrongPassword):
            self.workspace.accounts.sign_in(self.portal, clerk.user_id, clerk.password)
        revived = ClerkEntries(clerk.user_id, "Pat", "Property", "pat@example.org", "Begin-Here-12", frozenset())
        with pytest.raises(PortalRefused):
            self.workspace.clerks.add(self.master, self.avrs_id, revived)

    @rule(clerk=clerks)
    def sign_in(self, clerk: KnownClerk) -> None:
        standing = self.workspace.accounts.sign_in(self.portal, clerk.user_id, clerk.password)
        clerk.is_known_here = True
        assert standing.next_step is clerk.step

    @rule(clerk=clerks)
    def work(self, clerk: KnownClerk) -> None:
        """Nothing works before the due step is done, and then exactly what the roles allow."""
        if not clerk.is_known_here:
            return
        refusal = self.refusal_of_work(clerk)
        if clerk.step is not NextStep.NONE:
            assert isinstance(refusal, StepDue | RoleMissing)
        elif not clerk.roles & BOTH:
            assert isinstance(refusal, RoleMissing)
        else:
            assert refusal is None or self.roles_are_stale(clerk)

    def refusal_of_work(self, clerk: KnownClerk) -> StepDue | RoleMissing | None:
        """What keeps the clerk from reading the list of trade files, if anything does."""
        try:
            self.workspace.trade_files.refresh(self.account(clerk), self.avrs_id)
        except (StepDue, RoleMissing) as error:
            return error
        return None

    def roles_are_stale(self, clerk: KnownClerk) -> bool:
        """Whether this machine has not heard yet which roles the clerk has now."""
        known = self.workspace.accounts.get(self.account(clerk)).standing
        return known is not None and known.organisations[0].roles != clerk.roles

    @rule(clerk=clerks)
    def choose_a_password(self, clerk: KnownClerk) -> None:
        if not clerk.is_known_here:
            return
        coming = f"Chosen-{next(_numbers)}-Now"
        self.workspace.password_changes.change(self.account(clerk), PasswordEntries(clerk.password, coming, coming))
        clerk.password = coming
        if clerk.step is NextStep.CLERK_FIRST_SIGN_ON:
            clerk.step = NextStep.SITE_SECURITY

    @rule(clerk=clerks)
    def answer_the_questions(self, clerk: KnownClerk) -> None:
        if not clerk.is_known_here:
            return
        try:
            self.workspace.accounts.save_security_profile(self.account(clerk), PROFILE)
        except StepDue:
            assert clerk.step is NextStep.CLERK_FIRST_SIGN_ON
        else:
            clerk.step = NextStep.NONE

    @rule(clerk=clerks)
    def change_unattended(self, clerk: KnownClerk) -> None:
        """Afterwards nobody knows the password, and the program still gets in."""
        if not clerk.is_known_here or clerk.step is not NextStep.NONE:
            return
        self.workspace.password_changes.rotate(self.account(clerk))
        with pytest.raises(SignInError):
            self.workspace.accounts.sign_in(self.portal, clerk.user_id, clerk.password)
        self.reset(clerk)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A practice portal of this module's own."""
    data = tmp_path_factory.mktemp("life") / "data"
    command = [sys.executable, "-m", "pes_portal", "serve", "--practice", "--port", "0", "--data", str(data)]
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()


@pytest.fixture
def desk(practice: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A data folder where the master user is signed in."""
    KeyFile.create(tmp_path / "key")
    monkeypatch.setenv("PES_MASTER_KEY_FILE", str(tmp_path / "key"))
    with open_workspace(tmp_path / "home") as workspace:
        portal = workspace.portals.connect(practice["url"], Path(practice["ca_file"]).read_text("ascii"))
        accounts = json.loads(Path(practice["accounts_file"]).read_text("utf-8"))["accounts"]
        password = next(each["password"] for each in accounts if each["user_id"] == "provider1")
        workspace.accounts.sign_in(portal.name, "provider1", password)
        yield workspace


def test_no_order_of_deeds_breaks_a_promise(desk: Workspace) -> None:
    [known] = desk.accounts.known()
    assert known.standing is not None

    class HereAndNow(Organisation):
        workspace = desk
        portal = known.account.portal
        avrs_id = known.standing.organisations[0].avrs_id if known.standing else ""

    run_state_machine_as_test(
        HereAndNow,
        settings=settings(
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )

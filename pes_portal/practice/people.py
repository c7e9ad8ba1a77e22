"""The invented organisations and accounts of a practice portal; no such person or practice exists."""

from __future__ import annotations

from dataclasses import dataclass

from pes_portal.wire.session import AccountKind, Role


@dataclass(frozen=True)
class SampleOrganisation:
    """An invented provider; its NPI has a right check digit and an unmistakable pattern."""

    avrs_id: str
    name: str
    npi: str


HARBOR = SampleOrganisation("009900111", "Sample Harbor Family Practice", "1999999984")
RIVERBEND = SampleOrganisation("009900222", "Sample Riverbend Pediatrics", "1888888884")
LIGHTHOUSE = SampleOrganisation("009900333", "Sample Lighthouse Dental", "1234567893")
ORGANISATIONS = (HARBOR, RIVERBEND, LIGHTHOUSE)

# A letter that nobody has used yet; who sets the account up becomes the master user of that organisation (SET-1).
PIN_LETTER_TO = LIGHTHOUSE
PIN_LETTER_PIN = "402718653"


@dataclass(frozen=True)
class SampleProfile:
    """Two questions with their answers."""

    question_1: str
    answer_1: str
    question_2: str
    answer_2: str


SAMPLE_PROFILE = SampleProfile(
    "Which boat did you sail first?", "Dinghy seven", "What was on the blue shelf?", "Marbles"
)


@dataclass(frozen=True)
class SampleAccount:
    """An invented account: who it is, and what a person meets when signing in with it."""

    user_id: str
    password: str
    kind: AccountKind
    name: str
    email: str | None
    role: str
    shows: str
    organisations: tuple[SampleOrganisation, ...] = (HARBOR,)
    clerk_roles: tuple[Role, ...] = ()
    password_age_days: int = 3
    last_access_days_ago: int = 1
    is_locked: bool = False
    has_site_security: bool = True
    first_sign_on_due: bool = False

    def __repr__(self) -> str:
        return f"SampleAccount({self.user_id})"

    @property
    def security_profile(self) -> SampleProfile | None:
        """The questions and answers to practise self-service with, where there are any."""
        return SAMPLE_PROFILE if self.has_site_security else None


ACCOUNTS = (
    SampleAccount(
        user_id="tpmaster1",
        password="Harbor-Light-41",  # noqa: S106  (invented, for practice)
        kind=AccountKind.TRADING_PARTNER,
        name="Tessa Partnerly",
        email=None,
        role="Trading partner",
        shows="Site security is due: two questions, two answers and an e-mail address, once.",
        has_site_security=False,
    ),
    SampleAccount(
        user_id="provider1",
        password="Lantern.Road.52",  # noqa: S106
        kind=AccountKind.MASTER,
        name="Paul Provisor",
        email="provider1@sample.example",
        role="Master user",
        organisations=(HARBOR, RIVERBEND),
        shows="Everything is done: letters of five kinds for two organizations wait, one still being posted.",
    ),
    SampleAccount(
        user_id="clerktf01",
        password="Copper-Kettle-63",  # noqa: S106
        kind=AccountKind.CLERK,
        name="Clara Fileman",
        email="clerktf01@sample.example",
        role="Clerk: Trade Files Includes E-Delivery",
        organisations=(HARBOR, RIVERBEND),
        shows="A clerk of two organizations who may send and fetch every trade file.",
        clerk_roles=(Role.TRADE_FILES,),
    ),
    SampleAccount(
        user_id="clerkedo1",
        password="Willow-Gate-74",  # noqa: S106
        kind=AccountKind.CLERK,
        name="Edwin Lettermore",
        email="clerkedo1@sample.example",
        role="Clerk: Trade Files E-Delivery Only",
        shows="A clerk who sees letters and no other trade file.",
        clerk_roles=(Role.LETTERS_ONLY,),
    ),
    SampleAccount(
        user_id="clerknew1",
        password="First-Morning-85",  # noqa: S106
        kind=AccountKind.CLERK,
        name="Nora Beginwell",
        email=None,
        role="Clerk: Trade Files Includes E-Delivery",
        shows="First sign-on: the initial password has to be changed, then site security.",
        clerk_roles=(Role.TRADE_FILES, Role.CLAIM),
        has_site_security=False,
        first_sign_on_due=True,
    ),
    SampleAccount(
        user_id="lockedusr",
        password="Quiet-Anchor-96",  # noqa: S106
        kind=AccountKind.MASTER,
        name="Lucas Lockhart-Sample",
        email="lockedusr@sample.example",
        role="Master user",
        shows="Locked after more than six wrong passwords.",
        is_locked=True,
    ),
    SampleAccount(
        user_id="disabled1",
        password="Winter-Meadow-17",  # noqa: S106
        kind=AccountKind.MASTER,
        name="Dora Idleson",
        email="disabled1@sample.example",
        role="Master user",
        shows="Disabled: not used for more than 90 days.",
        password_age_days=120,
        last_access_days_ago=120,
    ),
    SampleAccount(
        user_id="expired01",
        password="Amber-Ferry-28",  # noqa: S106
        kind=AccountKind.MASTER,
        name="Ernest Oldpass",
        email="expired01@sample.example",
        role="Master user",
        shows="The password is older than 60 days and has to be changed.",
        password_age_days=75,
        last_access_days_ago=20,
    ),
    SampleAccount(
        user_id="clerkold1",
        password="Dusty-Ledger-39",  # noqa: S106
        kind=AccountKind.CLERK,
        name="Olga Longaway",
        email="clerkold1@sample.example",
        role="Clerk: Claim, Eligibility",
        shows="A clerk who has not signed in for 75 days; the clerk review points it out.",
        clerk_roles=(Role.CLAIM, Role.ELIGIBILITY),
        password_age_days=80,
        last_access_days_ago=75,
    ),
    SampleAccount(
        user_id="clerkadm1",
        password="Maple-Desk-40",  # noqa: S106
        kind=AccountKind.CLERK,
        name="Adrian Helpwell",
        email="clerkadm1@sample.example",
        role="Clerk: Administrator, Provider Profile",
        shows="A clerk with administrator rights: creates and updates clerks, but gives no such rights.",
        clerk_roles=(Role.PROVIDER_PROFILE, Role.ADMINISTRATOR),
    ),
)

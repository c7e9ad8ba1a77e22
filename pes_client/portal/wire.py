"""The portal's JSON, read strictly into models and at once turned into the program's own objects.

Unknown fields are ignored (a newer portal may say more); wrong types are refused (DESIGN §5).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from pes_client.domain.accounts import AccountId, AccountKind, NextStep, Organisation, Role, Standing
from pes_client.domain.findings import Finding, Severity
from pes_client.domain.submissions import Receipt
from pes_client.domain.tradefiles import ListedFile
from pes_client.errors import PortalAnswerInvalid
from pes_client.wording import text, verbatim

# Controls of terminals (C0, C1) and of writing direction: they would show another text than was sent.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_YEARS = range(1970, 3000)


def _without_controls(words: str) -> str:
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", words)


def _plain(name: str) -> str:
    if _UNSEEN.search(name):
        raise ValueError("control characters in a name")
    return name


def _in_our_times(moment: datetime) -> datetime:
    if moment.year not in _YEARS:
        raise ValueError("a time that no clock here can show")
    return moment.astimezone(UTC)


Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_plain)]
Words = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_without_controls)]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_our_times)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Wire(BaseModel):
    """Every shape on the wire: frozen, strict about types, silent about extras and about what it refused."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, hide_input_in_errors=True)


class WireMessage(Wire):
    """One row of the portal's message table (SEC-6)."""

    description: Words
    panel: Words | None = None
    field: Words | None = None
    row: Count | None = None

    def finding(self, severity: Severity) -> Finding:
        """The row in the program's own terms."""
        return Finding(
            description=verbatim(self.description),
            panel=verbatim(self.panel or ""),
            field=self.field or "",
            row=self.row,
            severity=severity,
        )


class WireOrganisation(Wire):
    """An organisation with what the account may do there."""

    avrs_id: Name
    name: Words
    npi: Words = ""
    roles: tuple[str, ...]


class WireAccount(Wire):
    """An account as the portal sees it."""

    user_id: Name
    kind: str
    name: Words = ""
    email: Words | None = ""
    next_step: str
    password_expires_at: Moment | None = None
    last_sign_in_at: Moment | None = None
    idle_disables_at: Moment | None = None
    organisations: tuple[WireOrganisation, ...]

    def standing(self, portal: str, told_at: datetime) -> Standing:
        """The account in the program's own terms. Raises ValueError for a kind or step we do not know."""
        return Standing(
            account=AccountId(self.user_id, portal),
            kind=AccountKind(self.kind),
            name=self.name,
            email=self.email or "",
            next_step=NextStep(self.next_step),
            organisations=tuple(
                Organisation(each.avrs_id, each.name, each.npi, known_roles(each.roles)) for each in self.organisations
            ),
            password_expires_at=self.password_expires_at,
            last_sign_in_at=self.last_sign_in_at,
            told_at=told_at,
            idle_disables_at=self.idle_disables_at,
        )


class WireSignIn(Wire):
    """The answer to a sign-in."""

    token: Annotated[str, StringConstraints(min_length=16, max_length=1000, pattern=r"^[\x21-\x7e]+$")]
    expires_at: Moment
    account: WireAccount


class WireSession(Wire):
    """The open session's account, as the portal sees it now."""

    expires_at: Moment
    account: WireAccount


class WireReceipt(Wire):
    """The portal's proof that it has a file."""

    receipt: Name
    submission_key: Name
    sha256: Sha256
    size: Count
    received_at: Moment
    user_id: Name
    avrs_id: Name
    file_name: Words

    def proof(self) -> Receipt:
        """The receipt in the program's own terms."""
        return Receipt(
            number=self.receipt,
            submission_key=self.submission_key,
            sha256=self.sha256,
            size=self.size,
            received_at=self.received_at,
            user_id=self.user_id,
            avrs_id=self.avrs_id,
            file_name=self.file_name,
        )


class WireSubmission(Wire):
    """What the portal knows of a submission key."""

    state: str
    receipt: WireReceipt | None = None
    location: Words | None = None
    offset: Count | None = None


class WireTradeFile(Wire):
    """One row of the trade-file list."""

    id: Name
    avrs_id: Name
    transaction_type: Name
    letter_kind: Words | None = None
    name: Words
    status: str
    size: Count | None = None
    sha256: Sha256 | None = None
    posted_at: Moment
    available_until: Moment | None = None
    in_reply_to: Name | None = None

    def listed(self) -> ListedFile:
        """The row in the program's own terms."""
        return ListedFile(
            remote_id=self.id,
            avrs_id=self.avrs_id,
            transaction_type=self.transaction_type,
            letter_kind=self.letter_kind or "",
            name=self.name,
            posting=self.status == "posting",
            size=self.size,
            sha256=self.sha256,
            posted_at=self.posted_at,
            available_until=self.available_until,
            in_reply_to=self.in_reply_to,
        )


class WireTradeFilePage(Wire):
    """One page of the trade-file list."""

    items: tuple[WireTradeFile, ...]
    next: Annotated[str, StringConstraints(max_length=500)]
    more: bool


Shape = TypeVar("Shape", bound=Wire)


def read(shape: type[Shape], body: bytes) -> Shape:
    """The answer in this shape. Raises PortalAnswerInvalid, without quoting the answer, where it has another."""
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        raise not_the_portal() from error


def not_the_portal() -> PortalAnswerInvalid:
    """The error for an answer that a portal would not give."""
    return PortalAnswerInvalid(
        text("What came back is not an answer of the portal; nothing of it was used."),
        text("If you are on a guest or hotel network, sign in to it in a browser first. The program tries again."),
    )


def known_roles(codes: tuple[str, ...]) -> frozenset[Role]:
    """The roles among these codes that this client knows; one that only a newer client knows gives nothing here."""
    known = {role.value for role in Role}
    return frozenset(Role(code) for code in codes if code in known)

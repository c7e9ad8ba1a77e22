"""The JSON of the account panels: self-service, account setup, clerks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from pes_client.domain.clerks import Clerk, ClerkBook, ClerkStatus
from pes_client.portal.account_gateway import Notice, Recovered, SecretQuestions, SetupTicket
from pes_client.portal.wire import Moment, Name, Wire, WireAccount, WireMessage, Words, known_roles

Ticket = Annotated[str, StringConstraints(min_length=16, max_length=1000)]
Etag = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class WirePanel(Wire):
    """A stored panel; the account comes along where somebody is signed in."""

    messages: tuple[WireMessage, ...]
    account: WireAccount | None = None


class WireQuestions(Wire):
    """The questions of self-service, or of the account's own profile."""

    ticket: Ticket
    question_1: Words
    question_2: Words

    def questions(self) -> SecretQuestions:
        """The questions in the program's own terms."""
        return SecretQuestions(self.ticket, self.question_1, self.question_2)


class WireProfile(Wire):
    """The account's own questions; the portal never tells the answers."""

    question_1: Words | None = None
    question_2: Words | None = None


class WireRecovered(Wire):
    """What right answers brought about."""

    ticket: Ticket
    unlocked: bool
    reactivated: bool
    password_change_due: bool

    def recovered(self) -> Recovered:
        """The same in the program's own terms."""
        return Recovered(self.ticket, self.unlocked, self.reactivated, self.password_change_due)


class WireSetupOrganisation(Wire):
    """The organisation of a PIN letter."""

    avrs_id: Name
    name: Words
    npi: Words = ""


class WireSetupTicket(Wire):
    """A PIN letter that was accepted."""

    ticket: Ticket
    organisation: WireSetupOrganisation

    def accepted(self) -> SetupTicket:
        """The same in the program's own terms."""
        place = self.organisation
        return SetupTicket(self.ticket, place.avrs_id, place.name, place.npi)


class WireClerk(Wire):
    """One row of Clerk Maintenance."""

    user_id: Name
    first_name: Words = ""
    last_name: Words = ""
    email: Words | None = ""
    roles: tuple[str, ...]
    status: str
    last_sign_in_at: Moment | None = None
    other_organisations: int = 0
    etag: Etag

    def clerk(self) -> Clerk:
        """The clerk in the program's own terms; a status that only a newer client knows counts as active."""
        known = {each.value for each in ClerkStatus}
        return Clerk(
            user_id=self.user_id,
            first_name=self.first_name,
            last_name=self.last_name,
            email=self.email or "",
            roles=known_roles(self.roles),
            status=ClerkStatus(self.status) if self.status in known else ClerkStatus.ACTIVE,
            last_sign_in_at=self.last_sign_in_at,
            other_organisations=self.other_organisations,
            etag=self.etag,
            other_roles=frozenset(self.roles) - known_roles(self.roles),
        )


class WireClerks(Wire):
    """The clerks of an organisation."""

    items: tuple[WireClerk, ...]
    reviewed_on: Moment | None = None
    reviewed_by: Words | None = None

    def book(self, portal: str, avrs_id: str, told_at: datetime) -> ClerkBook:
        """The clerks in the program's own terms."""
        clerks = tuple(each.clerk() for each in self.items)
        return ClerkBook(portal, avrs_id, clerks, self.reviewed_on, self.reviewed_by or "", told_at)


class WireClerkSaved(Wire):
    """A stored clerk."""

    messages: tuple[WireMessage, ...]
    clerk: WireClerk


class WireClerkDeleted(Wire):
    """A clerk that left."""

    messages: tuple[WireMessage, ...]
    deleted: bool


class WireMail(Wire):
    """One mail of the practice mailbox."""

    sent_at: Moment
    subject: Words
    text: Annotated[str, StringConstraints(max_length=100_000)]

    def notice(self) -> Notice:
        """The same in the program's own terms."""
        return Notice(self.sent_at, self.subject, self.text)


class WireMailbox(Wire):
    """The practice mailbox of an account."""

    items: tuple[WireMail, ...]

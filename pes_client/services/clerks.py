"""Clerk Maintenance: who works for the organisation, with which roles; reviewed, never forgotten (CLK)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from pes_client.domain.accounts import AccountId, Role
from pes_client.domain.activity import Deed
from pes_client.domain.clerks import Clerk, ClerkBook
from pes_client.domain.findings import Finding
from pes_client.policy.clerks import ClerkEntries, check_clerk, check_initial_password, check_roles
from pes_client.portal.account_gateway import ClerkDeleted, ClerkSaved
from pes_client.services.portals import Portals
from pes_client.services.signing_in import SigningIn
from pes_client.store.store import Store
from pes_client.transfer.clock import Clock
from pes_client.wording import Text, text


class Clerks:
    """What a master user, or a clerk with administrator rights, does for the clerks of an organisation."""

    def __init__(self, *, store: Store, portals: Portals, signing_in: SigningIn, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._portals = portals
        self._signing_in = signing_in

    def last_told(self, account: AccountId, avrs_id: str) -> ClerkBook | None:
        """The clerks as the portal last told them, for reading offline; None if it never did."""
        with self._store.read() as records:
            return records.clerks.get(account.portal, avrs_id)

    def refresh(self, account: AccountId, avrs_id: str) -> ClerkBook:
        """The clerks as the portal tells them now. Raises RoleMissing without administrator rights."""
        book = self._signing_in.in_session(account, lambda panels, session: panels.clerks(session, avrs_id))
        with self._store.write() as records:
            records.clerks.put(book)
        return book

    def check(self, account: AccountId, entries: ClerkEntries) -> tuple[Finding, ...]:
        """What the portal would find wrong with a new clerk, without asking it."""
        return check_clerk(entries, self._portals.policy(account.portal))

    def check_roles(self, account: AccountId, roles: frozenset[Role]) -> tuple[Finding, ...]:
        """What is wrong with these roles together (CLK-2)."""
        finding = check_roles(roles, self._portals.policy(account.portal))
        return (finding,) if finding else ()

    def check_initial_password(self, account: AccountId, user_id: str, password: str) -> tuple[Finding, ...]:
        """What the portal would find wrong with an initial password."""
        finding = check_initial_password(password, user_id, self._portals.policy(account.portal))
        return (finding,) if finding else ()

    def add(self, account: AccountId, avrs_id: str, entries: ClerkEntries) -> ClerkSaved:
        """Make a clerk (CLK-1). Raises PortalRefused with the portal's findings."""
        request_key = str(uuid4())
        saved = self._signing_in.in_session(
            account,
            lambda panels, session: panels.add_clerk(session, avrs_id, entries, request_key=request_key),
        )
        return self._stored(account, avrs_id, saved, text("Clerk {user} was created.", user=entries.user_id))

    def change_roles(self, account: AccountId, avrs_id: str, clerk: Clerk, roles: frozenset[Role]) -> ClerkSaved:
        """Give the clerk exactly these roles, and leave those that this client does not know.

        Raises ChangedMeanwhile, carrying the clerk as it now is, where somebody else was quicker.
        """
        saved = self._signing_in.in_session(
            account,
            lambda panels, session: panels.change_roles(
                session, avrs_id, clerk.user_id, roles | clerk.other_roles, etag=clerk.etag
            ),
        )
        return self._stored(account, avrs_id, saved, text("The roles of {user} were changed.", user=clerk.user_id))

    def reset(self, account: AccountId, avrs_id: str, user_id: str, initial_password: str) -> ClerkSaved:
        """Give the clerk a new initial password; the first sign-on is due again."""
        request_key = str(uuid4())
        saved = self._signing_in.in_session(
            account,
            lambda panels, session: panels.reset_clerk(
                session, avrs_id, user_id, initial_password, request_key=request_key
            ),
        )
        return self._stored(account, avrs_id, saved, text("The password of {user} was reset.", user=user_id))

    def delete(self, account: AccountId, avrs_id: str, user_id: str) -> ClerkDeleted:
        """Take the clerk out of the organisation; an ID without another organisation never works again (CLK-5)."""
        deleted = self._signing_in.in_session(
            account, lambda panels, session: panels.delete_clerk(session, avrs_id, user_id)
        )
        words = text("Clerk {user} was deleted.", user=user_id)
        self._note(account, avrs_id, user_id, words)
        self._keep(account, avrs_id, lambda clerks: tuple(each for each in clerks if each.user_id != user_id))
        return deleted

    def idle(self, book: ClerkBook, days: int) -> tuple[Clerk, ...]:
        """The clerks that did not sign in for so many days, longest first; never-signed-in ones come first."""
        now = self._clock.now()

        def longest_first(clerk: Clerk) -> tuple[bool, int, str]:
            since = clerk.idle_days(now)
            return since is not None, -(since or 0), clerk.user_id

        idle = (each for each in book.clerks if (since := each.idle_days(now)) is None or since >= days)
        return tuple(sorted(idle, key=longest_first))

    def note_review(self, account: AccountId, avrs_id: str) -> ClerkBook:
        """Note that the clerks were reviewed today (CLK-5); the book with the note."""
        self._signing_in.in_session(account, lambda panels, session: panels.note_review(session, avrs_id))
        self._note(account, avrs_id, account.user_id, text("The clerks were reviewed."))
        return self.refresh(account, avrs_id)

    def _stored(self, account: AccountId, avrs_id: str, saved: ClerkSaved, words: Text) -> ClerkSaved:
        clerk = saved.clerk
        self._note(account, avrs_id, clerk.user_id, words)

        def with_saved(clerks: tuple[Clerk, ...]) -> tuple[Clerk, ...]:
            others = tuple(each for each in clerks if each.user_id != clerk.user_id)
            return tuple(sorted((*others, clerk), key=lambda each: each.user_id.casefold()))

        self._keep(account, avrs_id, with_saved)
        return saved

    def _keep(self, account: AccountId, avrs_id: str, change: Callable[[tuple[Clerk, ...]], tuple[Clerk, ...]]) -> None:
        """Bring the kept book up to date with one change, without asking the portal for all of it."""
        with self._store.write() as records:
            book = records.clerks.get(account.portal, avrs_id)
            if book is not None:
                records.clerks.put(replace(book, clerks=change(book.clerks)))

    def _note(self, account: AccountId, avrs_id: str, subject: str, words: Text) -> None:
        self._signing_in.note(account, Deed.CLERK_MAINTAINED, words, avrs_id=avrs_id, subject=subject)

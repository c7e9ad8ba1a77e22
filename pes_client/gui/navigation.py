"""The pages as data: what they are called, who sees them, which one comes first. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pes_client.domain.accounts import KnownAccount, NextStep, Organisation
from pes_client.wording import NOTHING, Text, text


class PageId(StrEnum):
    """Every page of the window."""

    START = "start"
    SIGN_IN = "sign_in"
    SITE_SECURITY = "site_security"
    STEP_DUE = "step_due"
    HOME = "home"
    UPLOAD = "upload"
    DOWNLOAD = "download"
    ACTIVITY = "activity"
    LETTERS = "letters"
    SETTINGS = "settings"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - the name of a page
    ACCOUNT_MAINTENANCE = "account_maintenance"
    SELF_SERVICE = "self_service"
    ACCOUNT_SETUP = "account_setup"
    CLERKS = "clerks"
    CLERK_ADD = "clerk_add"
    CLERK_ROLES = "clerk_roles"
    CLERK_RESET = "clerk_reset"
    CLERK_DELETE = "clerk_delete"
    CLERK_REVIEW = "clerk_review"
    CLOCK = "clock"


ALWAYS_OPEN = frozenset({PageId.START, PageId.SIGN_IN, PageId.SETTINGS, PageId.SELF_SERVICE, PageId.ACCOUNT_SETUP})
FOR_EVERY_ACCOUNT = frozenset({PageId.HOME, PageId.CHANGE_PASSWORD})

# Rooms without a door of their own: they open wherever the page before them does.
BEHIND: Mapping[PageId, PageId] = MappingProxyType(
    {
        PageId.CLERK_ADD: PageId.CLERKS,
        PageId.CLERK_ROLES: PageId.CLERKS,
        PageId.CLERK_RESET: PageId.CLERKS,
        PageId.CLERK_DELETE: PageId.CLERKS,
        PageId.CLERK_REVIEW: PageId.CLERKS,
    }
)


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One door in the left rail. `group` is the heading above it; `shown_to` decides by the roles."""

    page: PageId
    label: Text
    icon: str
    shown_to: Callable[[Organisation], bool]
    group: Text = NOTHING


def _everybody(_organisation: Organisation) -> bool:
    return True


def _transfers(organisation: Organisation) -> bool:
    return organisation.may_transfer


def _reads_letters(organisation: Organisation) -> bool:
    return organisation.may_read_letters


def _administers(organisation: Organisation) -> bool:
    return organisation.may_administer


TRADE_FILES = text("Trade Files")
RAIL: tuple[RailEntry, ...] = (
    RailEntry(PageId.HOME, text("Home"), "home", _everybody),
    RailEntry(PageId.UPLOAD, text("Upload"), "upload", _transfers, TRADE_FILES),
    RailEntry(PageId.DOWNLOAD, text("Download"), "download", _reads_letters, TRADE_FILES),
    RailEntry(PageId.ACTIVITY, text("Activity"), "activity", _everybody, TRADE_FILES),
    RailEntry(PageId.LETTERS, text("Letters"), "letter", _reads_letters),
    RailEntry(PageId.CLERKS, text("Clerk Maintenance"), "clerks", _administers),
    RailEntry(PageId.ACCOUNT_MAINTENANCE, text("Account Maintenance"), "user", _everybody),
    RailEntry(PageId.CLOCK, text("Deadlines"), "wait", _everybody),
)


def rail_for(organisation: Organisation | None) -> tuple[RailEntry, ...]:
    """The doors that the last known roles open; a missing one is absent, not dead (CLK-2)."""
    if organisation is None:
        return ()
    return tuple(entry for entry in RAIL if entry.shown_to(organisation))


def first_page(*, knows_a_portal: bool, account: KnownAccount | None) -> PageId:
    """Where the window begins, and where it goes after sign-in: steps that are due come first (SEC-1)."""
    if account is None or account.standing is None:
        return PageId.SIGN_IN if knows_a_portal else PageId.START
    match account.standing.next_step:
        case NextStep.NONE:
            return PageId.HOME
        case NextStep.PASSWORD_CHANGE | NextStep.CLERK_FIRST_SIGN_ON:
            return PageId.CHANGE_PASSWORD
        case NextStep.SITE_SECURITY:
            return PageId.SITE_SECURITY
        case _:
            return PageId.STEP_DUE


def may_open(page: PageId, *, account: KnownAccount | None, organisation: Organisation | None) -> bool:
    """Whether a page may be shown now; nothing opens while a step is due (SEC-1)."""
    if page in ALWAYS_OPEN:
        return True
    if account is None or account.standing is None:
        return False
    first = first_page(knows_a_portal=True, account=account)
    if first is not PageId.HOME:
        return page is first
    return page in FOR_EVERY_ACCOUNT or any(entry.page is BEHIND.get(page, page) for entry in rail_for(organisation))

"""`pes clerks`: Clerk Maintenance for terminals and scripts (CLK)."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from pes_client.cli import panels
from pes_client.cli.context import Choice, chosen_account, chosen_organisation, common_options, workspace
from pes_client.cli.documents import clerk_row
from pes_client.cli.output import columns
from pes_client.domain.accounts import AccountId, Role
from pes_client.domain.clerks import Clerk, ClerkBook
from pes_client.errors import InputError, PortalUnreachable
from pes_client.policy.clerks import FIELD_LABELS, ClerkEntries
from pes_client.services.workspace import Workspace
from pes_client.wording import _, text

_TYPED = {name: label for name, label in FIELD_LABELS.items() if name != "roles"}
_PASSWORD = {"initial_password": FIELD_LABELS["initial_password"]}


@click.group("clerks", help=_("Clerk Maintenance: list, add, roles, reset, delete, review."))
def clerks() -> None:
    """The commands of Clerk Maintenance."""


@clerks.command("list", help=_("The organization's clerks; the last known ones where the portal is away."))
@common_options
def list_clerks(*, choice: Choice) -> None:
    """User ID, name, e-mail, roles, last sign-in and status."""
    with workspace(choice) as opened:
        account, avrs_id = _place(opened, choice)
        book, fresh = _book(opened, choice, account, avrs_id)
        choice.output.result(_document(book, fresh=fresh), _table(opened, account, book.clerks))


@clerks.command("add", help=_("Create a clerk with an initial password and roles."))
@click.option("--answers-stdin", is_flag=True, help=_("Read the clerk as a JSON object from standard input."))
@common_options
def add(*, choice: Choice, answers_stdin: bool) -> None:
    """From stdin: user_id, first_name, last_name, email, initial_password, roles."""
    with workspace(choice) as opened:
        account, avrs_id = _place(opened, choice)
        entries = _entries_from_stdin() if answers_stdin else _entries_typed()
        panels.require_sound(choice, opened.clerks.check(account, entries), FIELD_LABELS)
        saved = panels.send(choice, lambda: opened.clerks.add(account, avrs_id, entries), FIELD_LABELS)
        panels.show(choice, saved.findings, FIELD_LABELS, clerk=clerk_row(saved.clerk))


@clerks.command("roles", help=_("Give a clerk exactly these roles."))
@click.argument("user_id")
@click.argument("roles", nargs=-1)
@common_options
def roles(*, choice: Choice, user_id: str, roles: tuple[str, ...]) -> None:
    """No role at all leaves the clerk with nothing but its own account."""
    with workspace(choice) as opened:
        account, avrs_id = _place(opened, choice)
        wanted = _roles(roles)
        panels.require_sound(choice, opened.clerks.check_roles(account, wanted), FIELD_LABELS)
        clerk = _one(opened.clerks.refresh(account, avrs_id), user_id)
        saved = panels.send(choice, lambda: opened.clerks.change_roles(account, avrs_id, clerk, wanted), FIELD_LABELS)
        panels.show(choice, saved.findings, FIELD_LABELS, clerk=clerk_row(saved.clerk))


@clerks.command("reset", help=_("Give a clerk a new initial password; the first sign-on is due again."))
@click.argument("user_id")
@click.option("--answers-stdin", is_flag=True, help=_("Read initial_password as a JSON object from standard input."))
@common_options
def reset(*, choice: Choice, user_id: str, answers_stdin: bool) -> None:
    """It also unlocks the clerk and ends its sessions."""
    with workspace(choice) as opened:
        account, avrs_id = _place(opened, choice)
        password = panels.entries(_PASSWORD, from_stdin=answers_stdin)["initial_password"]
        found = opened.clerks.check_initial_password(account, user_id, password)
        panels.require_sound(choice, found, FIELD_LABELS)
        saved = panels.send(choice, lambda: opened.clerks.reset(account, avrs_id, user_id, password), FIELD_LABELS)
        panels.show(choice, saved.findings, FIELD_LABELS, clerk=clerk_row(saved.clerk))


@clerks.command("delete", help=_("Take a clerk out of the organization. The user ID never works again."))
@click.argument("user_id")
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@common_options
def delete(*, choice: Choice, user_id: str, yes: bool) -> None:
    """A deleted clerk can never be reactivated: a new clerk ID has to be created (CLK-5)."""
    with workspace(choice) as opened:
        account, avrs_id = _place(opened, choice)
        if not yes:
            _confirm(user_id)
        deleted = panels.send(choice, lambda: opened.clerks.delete(account, avrs_id, user_id), FIELD_LABELS)
        panels.show(choice, deleted.findings, FIELD_LABELS, user_id=user_id, deleted=deleted.for_ever)


@clerks.command("review", help=_("Who has not signed in for a while, who has which rights; --done notes the review."))
@click.option("--days", type=click.IntRange(min=0), default=0, help=_("Only clerks idle for so many days or longer."))
@click.option("--done", is_flag=True, help=_("Note on the portal that the clerks were reviewed."))
@common_options
def review(*, choice: Choice, days: int, done: bool) -> None:
    """The regular look that a master user owes (CLK-5)."""
    with workspace(choice) as opened:
        account, avrs_id = _place(opened, choice)
        book, fresh = _book(opened, choice, account, avrs_id)
        if done:
            book = opened.clerks.note_review(account, avrs_id)
        idle = opened.clerks.idle(book, days)
        reviewed = book.reviewed_on.astimezone().strftime("%Y-%m-%d") if book.reviewed_on else _("never")
        choice.output.result(
            _document(book, fresh=fresh, shown=idle),
            [*_table(opened, account, idle), _("Last reviewed: {day}", day=reviewed)],
        )


def _place(opened: Workspace, choice: Choice) -> tuple[AccountId, str]:
    known = chosen_account(opened, choice)
    return known.account, chosen_organisation(known, choice).avrs_id


def _book(opened: Workspace, choice: Choice, account: AccountId, avrs_id: str) -> tuple[ClerkBook, bool]:
    """The clerks as they are now; the last known ones, with a remark, where the portal is away."""
    try:
        return opened.clerks.refresh(account, avrs_id), True
    except PortalUnreachable as error:
        last = opened.clerks.last_told(account, avrs_id)
        if last is None:
            raise
        choice.output.say(_("The list may be old: {reason}", reason=str(error.message)))
        return last, False


def _document(book: ClerkBook, *, fresh: bool, shown: Sequence[Clerk] | None = None) -> dict[str, object]:
    return {
        "avrs_id": book.avrs_id,
        "fresh": fresh,
        "told_at": book.told_at,
        "reviewed_on": book.reviewed_on,
        "reviewed_by": book.reviewed_by,
        "clerks": [clerk_row(each) for each in (book.clerks if shown is None else shown)],
    }


def _table(opened: Workspace, account: AccountId, shown: Sequence[Clerk]) -> list[str]:
    policy = opened.portals.policy(account.portal)
    return columns(
        [
            (
                each.user_id,
                each.name,
                each.email,
                ", ".join(policy.role_label(role) for role in sorted(each.roles)),
                each.last_sign_in_at.astimezone().strftime("%Y-%m-%d") if each.last_sign_in_at else "—",
                each.status.value,
            )
            for each in shown
        ]
    )


def _one(book: ClerkBook, user_id: str) -> Clerk:
    clerk = book.clerk(user_id)
    if clerk is None:
        raise InputError(text("There is no clerk {user} in this organization.", user=user_id))
    return clerk


def _roles(codes: Sequence[str]) -> frozenset[Role]:
    known = {role.value for role in Role}
    strange = sorted(set(codes) - known)
    if strange:
        raise InputError(
            text("There is no role {role}.", role=strange[0]),
            text("The roles are: {roles}.", roles=", ".join(sorted(known))),
        )
    return frozenset(Role(each) for each in codes)


def _entries_from_stdin() -> ClerkEntries:
    told = panels.json_object()
    given = {name: told.get(name, "") for name in _TYPED}
    codes = told.get("roles", [])
    texts = isinstance(codes, list) and all(isinstance(each, str) for each in (*given.values(), *codes))
    if not texts:
        raise panels.not_an_object()
    return ClerkEntries(**given, roles=frozenset(codes))


def _entries_typed() -> ClerkEntries:
    given = panels.entries(_TYPED, from_stdin=False)
    codes = click.prompt(str(FIELD_LABELS["roles"]), default="", show_default=False, err=True)
    return ClerkEntries(**given, roles=frozenset(codes.replace(",", " ").split()))


def _confirm(user_id: str) -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError(text("Deleting a clerk is final. Say --yes to do it from a script."))
    question = _("Delete {user} for ever? A deleted clerk can never be reactivated.", user=user_id)
    click.confirm(question, abort=True, err=True)

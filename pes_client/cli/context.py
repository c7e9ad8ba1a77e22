"""What every command shares: where the data lie, which account is meant, how to speak."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from pes_client.cli.exit_codes import ExitCode
from pes_client.cli.output import Output
from pes_client.domain.accounts import AccountId, KnownAccount, Organisation
from pes_client.errors import InputError, PesError, SenderBusy
from pes_client.services.workspace import Workspace, open_workspace
from pes_client.transfer.engine import RunSummary
from pes_client.wording import _, text

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Choice:
    """The options that every command takes."""

    home: Path | None
    account: str | None
    avrs: str | None
    output: Output


def common_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--account`, `--avrs`, `--json`, `--quiet` and `--home`, handed over as one `Choice`."""

    @click.option("--account", metavar="USER@PORTAL", help=_("The account; not needed where there is only one."))
    @click.option("--avrs", metavar="ID", help=_("The organization's AVRS ID; not needed where there is only one."))
    @click.option("--json", "as_json", is_flag=True, help=_("One JSON document on standard output."))
    @click.option("--quiet", "-q", is_flag=True, help=_("No progress, no remarks."))
    @click.option("--home", type=click.Path(path_type=Path), envvar="PES_HOME", help=_("The data folder."))
    @wraps(command)
    def wrapped(
        *, account: str | None, avrs: str | None, as_json: bool, quiet: bool, home: Path | None, **rest: Any
    ) -> None:
        output = Output(as_json=as_json, quiet=quiet)
        try:
            command(choice=Choice(home, account, avrs, output), **rest)
        except PesError as error:
            output.fail(error)
            raise click.exceptions.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            raise click.exceptions.Exit(ExitCode.INTERRUPTED) from error

    return wrapped


@contextmanager
def workspace(choice: Choice) -> Iterator[Workspace]:
    """The opened data folder; what has to be told about it goes to stderr."""
    with open_workspace(choice.home, ask_passphrase=_ask_passphrase) as opened:
        for notice in opened.notices:
            choice.output.say(str(notice))
        yield opened


def chosen_account(opened: Workspace, choice: Choice) -> KnownAccount:
    """The account that is meant. Raises InputError where that is not clear."""
    if choice.account is not None:
        try:
            return opened.accounts.get(AccountId.parse(choice.account))
        except ValueError as error:
            raise InputError(text("Write the account as USER@PORTAL.")) from error
    known = opened.accounts.known()
    if len(known) == 1:
        return known[0]
    if not known:
        raise InputError(
            text("No account is known here yet."),
            text("Sign in first: pes sign-in --portal URL --user USER --password-stdin"),
        )
    listed = ", ".join(str(each.account) for each in known)
    raise InputError(text("Say which account is meant with --account: {accounts}.", accounts=listed))


def chosen_organisation(known: KnownAccount, choice: Choice) -> Organisation:
    """The organisation that is meant. Raises InputError where that is not clear."""
    organisations = known.standing.organisations if known.standing else ()
    if choice.avrs is not None:
        for each in organisations:
            if each.avrs_id == choice.avrs:
                return each
        raise InputError(text("{account} has no organization {avrs}.", account=str(known.account), avrs=choice.avrs))
    if len(organisations) == 1:
        return organisations[0]
    listed = ", ".join(f"{each.avrs_id} ({each.name})" for each in organisations)
    raise InputError(text("Say which organization is meant with --avrs: {organizations}.", organizations=listed))


def run_transfers(opened: Workspace, choice: Choice, account: AccountId) -> RunSummary | None:
    """Do what can be done now; None where another program is the sender and does it."""
    try:
        return opened.transfers.run({account})
    except SenderBusy as error:
        choice.output.say(str(error))
        return None


def _ask_passphrase(is_new: bool) -> str | None:
    """Ask on the terminal, where there is one at both ends."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    question = _("Choose a passphrase for the data on this computer") if is_new else _("Passphrase")
    return str(click.prompt(question, hide_input=True, confirmation_prompt=is_new, err=True))

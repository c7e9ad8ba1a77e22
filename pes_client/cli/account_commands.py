"""`pes sign-in`, `sign-out` and `forget`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pes_client.cli.context import Choice, chosen_account, common_options, workspace
from pes_client.cli.documents import account_row
from pes_client.domain.accounts import NextStep
from pes_client.errors import FileError, InputError
from pes_client.services.workspace import Workspace
from pes_client.wording import _, text

LONGEST_SECRET = 10_000


@click.command("sign-in", help=_("Sign in to a portal; the password is kept in the keyring."))
@click.option("--portal", metavar="URL", help=_("The portal's address, or the name of a known one."))
@click.option("--ca", "ca_file", type=click.Path(path_type=Path), help=_("The portal's certificate authority (PEM)."))
@click.option("--user", metavar="USER", help=_("The user ID."))
@click.option("--password-stdin", is_flag=True, help=_("Read the password from standard input."))
@common_options
def sign_in(
    *, choice: Choice, portal: str | None, ca_file: Path | None, user: str | None, password_stdin: bool
) -> None:
    """Sign in once; a wrong password is never tried again by the program."""
    with workspace(choice) as opened:
        name, user_id = _whom(opened, choice, portal, ca_file, user)
        standing = opened.accounts.sign_in(name, user_id, _password(from_stdin=password_stdin))
        if standing.next_step is NextStep.SITE_SECURITY:
            choice.output.say(_("The portal asks for Increased Site Security first: pes site-security"))
        elif standing.next_step is not NextStep.NONE:
            choice.output.say(_("The portal asks for one step first: {step}.", step=standing.next_step.value))
        document = account_row(opened.accounts.get(standing.account))
        choice.output.result(document, [_("Signed in as {account}.", account=str(standing.account))])


@click.command("sign-out", help=_("End the session and drop the kept password. Files and the outbox stay."))
@common_options
def sign_out(*, choice: Choice) -> None:
    """End the session here and on the portal."""
    with workspace(choice) as opened:
        account = chosen_account(opened, choice).account
        opened.accounts.sign_out(account)
        choice.output.result({"account": str(account)}, [_("Signed out: {account}.", account=str(account))])


@click.command("forget", help=_("Sign out and forget the account. Files and letters stay."))
@common_options
def forget(*, choice: Choice) -> None:
    """Forget an account that has nothing waiting."""
    with workspace(choice) as opened:
        account = chosen_account(opened, choice).account
        opened.accounts.forget(account)
        choice.output.result({"account": str(account)}, [_("Forgotten: {account}.", account=str(account))])


def _whom(
    opened: Workspace, choice: Choice, portal: str | None, ca_file: Path | None, user: str | None
) -> tuple[str, str]:
    """The portal's name and the user ID, from `--portal` and `--user` or from `--account`."""
    if portal is None and user is None:
        account = chosen_account(opened, choice).account
        return account.portal, account.user_id
    if portal is None or not user:
        raise InputError(text("Name both the portal (--portal) and the user ID (--user)."))
    if ca_file is None and any(each.name == portal for each in opened.portals.known()):
        return portal, user
    return opened.portals.connect(portal, _authority(ca_file)).name, user


def _authority(ca_file: Path | None) -> str | None:
    if ca_file is None:
        return None
    try:
        return ca_file.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(
            text("The file {file} with the portal's authority cannot be read.", file=str(ca_file)),
            text("Ask the portal's operator for the authority as a PEM file."),
        ) from error


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        password = _line_from_stdin()
    elif sys.stdin.isatty() and sys.stderr.isatty():
        password = str(click.prompt(_("Password"), hide_input=True, err=True))
    else:
        raise InputError(text("Give the password with --password-stdin; it is never an argument."))
    if not password:
        raise InputError(text("No password was given, so nothing was tried."))
    return password


def _line_from_stdin() -> str:
    try:
        return sys.stdin.buffer.readline(LONGEST_SECRET).decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InputError(text("The password on standard input is not UTF-8 text, so nothing was tried.")) from None

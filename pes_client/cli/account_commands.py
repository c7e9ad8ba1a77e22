"""`pes sign-in`, `sign-out`, `forget` and `site-security`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from pes_client.cli.context import Choice, chosen_account, common_options, workspace
from pes_client.cli.documents import account_row, finding_row
from pes_client.cli.exit_codes import ExitCode
from pes_client.cli.output import columns
from pes_client.domain.accounts import AccountId, NextStep
from pes_client.domain.findings import Finding
from pes_client.errors import FileError, InputError, PortalRefused
from pes_client.policy.security_profile import FIELD_LABELS, SecurityProfile
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


@click.command("site-security", help=_("Increased Site Security: two secret questions, their answers, an e-mail."))
@click.option(
    "--answers-stdin",
    is_flag=True,
    help=_("Read a JSON object with {fields} from standard input.", fields=", ".join(FIELD_LABELS)),
)
@common_options
def site_security(*, choice: Choice, answers_stdin: bool) -> None:
    """Complete the one-time panel, or replace what was given before (SEC-7)."""
    with workspace(choice) as opened:
        account = chosen_account(opened, choice).account
        profile = _profile_from_stdin() if answers_stdin else _profile_from_terminal()
        findings = opened.accounts.check_security_profile(account, profile)
        if findings:
            _show(choice, account, findings)
            raise click.exceptions.Exit(ExitCode.USAGE)
        for advice in opened.accounts.advise_security_profile(account, profile):
            choice.output.say(str(advice.description))
        try:
            _show(choice, account, opened.accounts.save_security_profile(account, profile))
        except PortalRefused as error:
            if not error.findings:
                raise
            _show(choice, account, error.findings)
            raise click.exceptions.Exit(ExitCode.REFUSED) from error


def _show(choice: Choice, account: AccountId, findings: tuple[Finding, ...]) -> None:
    """The message table (SEC-6)."""
    head = (_("Message Description"), _("Panel"), _("Field"), _("Row"))
    rows = [
        (str(each.description), str(each.panel), _label(each.field), "" if each.row is None else str(each.row))
        for each in findings
    ]
    document = {"account": str(account), "messages": [finding_row(each) for each in findings]}
    choice.output.result(document, columns([head, *rows]))


def _label(field: str) -> str:
    return str(FIELD_LABELS[field]) if field in FIELD_LABELS else field


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


def _profile_from_stdin() -> SecurityProfile:
    try:
        told = json.loads(sys.stdin.buffer.read(LONGEST_SECRET))
    except (ValueError, RecursionError):
        raise InputError(text("Standard input holds no JSON object with the answers.")) from None
    if not isinstance(told, dict) or not all(isinstance(told.get(name, ""), str) for name in FIELD_LABELS):
        raise InputError(text("Standard input holds no JSON object with the answers."))
    return SecurityProfile(**{name: told.get(name, "") for name in FIELD_LABELS})


def _profile_from_terminal() -> SecurityProfile:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError(text("Give the answers with --answers-stdin; they are never arguments."))
    typed = {
        name: str(click.prompt(str(label), default="", show_default=False, hide_input="answer" in name, err=True))
        for name, label in FIELD_LABELS.items()
    }
    return SecurityProfile(**typed)

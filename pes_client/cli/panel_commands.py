"""`pes site-security`, `account`, `self-service`, `setup`, `mailbox`: the account panels for terminals and scripts."""

from __future__ import annotations

import click

from pes_client.cli import panels
from pes_client.cli.context import Choice, chosen_account, common_options, workspace
from pes_client.cli.documents import account_row, deadline_row
from pes_client.cli.output import columns
from pes_client.domain.accounts import AccountId
from pes_client.errors import InputError
from pes_client.policy.account_setup import FIELD_LABELS as SETUP_LABELS
from pes_client.policy.account_setup import PIN_FIELD_LABELS, AccountSetup, PinEntries
from pes_client.policy.passwords import FIELD_LABELS as PASSWORD_LABELS
from pes_client.policy.passwords import PasswordEntries
from pes_client.policy.security_profile import FIELD_LABELS as PROFILE_LABELS
from pes_client.policy.security_profile import SecurityProfile
from pes_client.portal.account_gateway import Recovered
from pes_client.services.workspace import Workspace
from pes_client.wording import _, text

_RESET_LABELS = {name: label for name, label in PASSWORD_LABELS.items() if name != "current_password"}
_ANSWER_LABELS = {name: PROFILE_LABELS[name] for name in ("answer_1", "answer_2")}
_answers_stdin = click.option(
    "--answers-stdin", is_flag=True, help=_("Read the entries as a JSON object from standard input.")
)


@click.group("account", help=_("Account Maintenance: what the portal knows of the account, and changing it."))
def account() -> None:
    """The commands of Account Maintenance."""


@account.command("show", help=_("Roles, next step, and how many days are left. Asks no portal."))
@common_options
def show(*, choice: Choice) -> None:
    """Every known account, or the chosen one, with its deadlines."""
    with workspace(choice) as opened:
        wanted = chosen_account(opened, choice).account if choice.account else None
        lines = [each for each in opened.deadlines.lines() if wanted in {None, each.known.account}]
        choice.output.result(
            {"accounts": [{**account_row(each.known), **deadline_row(each)} for each in lines]},
            columns(
                [
                    (
                        str(each.known.account),
                        _days(_("password"), each.deadlines.password_days_left if each.deadlines else None),
                        _days(_("idle"), each.deadlines.idle_days_left if each.deadlines else None),
                        each.known.standing.next_step.value if each.known.standing else "",
                    )
                    for each in lines
                ]
            ),
        )


@account.command("set", help=_("Replace the secret questions, their answers and the e-mail address."))
@_answers_stdin
@common_options
def set_profile(*, choice: Choice, answers_stdin: bool) -> None:
    """Questions, answers and e-mail, at any time (ACC-1)."""
    _save_profile(choice, answers_stdin=answers_stdin)


@click.command("site-security", help=_("Increased Site Security: two secret questions, their answers, an e-mail."))
@_answers_stdin
@common_options
def site_security(*, choice: Choice, answers_stdin: bool) -> None:
    """Complete the one-time panel (SEC-1)."""
    _save_profile(choice, answers_stdin=answers_stdin)


@account.command("password", help=_("Change the password; also where it has ended, and at a clerk's first sign-on."))
@_answers_stdin
@common_options
def password(*, choice: Choice, answers_stdin: bool) -> None:
    """The *Change Password* panel."""
    with workspace(choice) as opened:
        who = chosen_account(opened, choice).account
        entries = PasswordEntries(**panels.entries(PASSWORD_LABELS, from_stdin=answers_stdin))
        panels.require_sound(choice, opened.password_changes.check(who, entries), PASSWORD_LABELS, account=str(who))
        saved = panels.send(
            choice, lambda: opened.password_changes.change(who, entries), PASSWORD_LABELS, account=str(who)
        )
        panels.show(choice, saved, PASSWORD_LABELS, account=str(who))


@account.command("rotate", help=_("Change the password unattended: made, changed, proven, kept; nobody sees it."))
@common_options
def rotate(*, choice: Choice) -> None:
    """The change for accounts that only scripts use."""
    with workspace(choice) as opened:
        who = chosen_account(opened, choice).account
        opened.password_changes.rotate(who)
        known = opened.accounts.get(who)
        choice.output.result(account_row(known), [_("The password of {account} was changed.", account=str(who))])


@click.command("self-service", help=_("Unlock, reactivate or reset an account by its two secret questions."))
@click.argument("purpose", type=click.Choice(["unlock", "reactivate", "reset"]))
@click.option("--portal", metavar="NAME", help=_("A known portal; not needed with --account."))
@click.option("--user", metavar="USER", help=_("The user ID; not needed with --account."))
@_answers_stdin
@common_options
def self_service(*, choice: Choice, purpose: str, portal: str | None, user: str | None, answers_stdin: bool) -> None:
    """Ask the questions, send the answers; for *reset* set the new password with the same input.

    From stdin: answer_1, answer_2 and, for a reset, new_password and confirm_password.
    """
    with workspace(choice) as opened:
        who = _whom(opened, choice, portal, user)
        labels = {**_ANSWER_LABELS, **(_RESET_LABELS if purpose == "reset" else {})}
        questions = opened.self_service.begin(who)
        choice.output.say(questions.question_1)
        choice.output.say(questions.question_2)
        given = panels.entries(labels, from_stdin=answers_stdin)
        entries = PasswordEntries("", given.get("new_password", ""), given.get("confirm_password", ""))
        if purpose == "reset":
            panels.require_sound(choice, opened.self_service.check(who, entries), labels, account=str(who))
        recovered = panels.send(
            choice,
            lambda: opened.self_service.answer(who, questions, given["answer_1"], given["answer_2"]),
            labels,
            account=str(who),
        )
        if purpose == "reset":
            saved = panels.send(
                choice, lambda: opened.self_service.reset(who, recovered, entries), labels, account=str(who)
            )
            panels.show(choice, saved, labels, account=str(who))
            return
        _tell_recovered(choice, who, recovered)


@click.command("setup", help=_("Account Setup: from the PIN letter to the local administrator."))
@click.option("--portal", metavar="URL", required=True, help=_("A known portal's name or address."))
@_answers_stdin
@common_options
def setup(*, choice: Choice, portal: str, answers_stdin: bool) -> None:
    """Identifier, PIN and the administrator's entries in one object."""
    with workspace(choice) as opened:
        name = portal if any(each.name == portal for each in opened.portals.known()) else ""
        name = name or opened.portals.connect(portal).name
        labels = {**PIN_FIELD_LABELS, **SETUP_LABELS}
        given = panels.entries(labels, from_stdin=answers_stdin)
        pin = PinEntries(given.pop("identifier"), given.pop("pin"))
        entries = AccountSetup(**given)
        found = opened.account_setups.check_pin(name, pin)
        found += opened.account_setups.check(name, entries, initial_id=pin.identifier)
        panels.require_sound(choice, found, labels)
        note = opened.account_setups.user_id_note(name, entries.user_id)
        if note is not None:
            choice.output.say(str(note))

        def create() -> None:
            ticket = opened.account_setups.verify(name, pin)
            panels.show(choice, opened.account_setups.create(name, ticket, entries), labels, user_id=entries.user_id)

        panels.send(choice, create, labels)


@click.command("mailbox", help=_("The mails of a practice portal to this account."))
@common_options
def mailbox(*, choice: Choice) -> None:
    """What a real portal would have sent by e-mail (TRF-5)."""
    with workspace(choice) as opened:
        who = chosen_account(opened, choice).account
        mails = opened.notice_box.mailbox(who)
        choice.output.result(
            {
                "account": str(who),
                "mails": [{"sent_at": each.sent_at, "subject": each.subject, "text": each.text} for each in mails],
            },
            columns([(each.sent_at.astimezone().strftime("%Y-%m-%d %H:%M"), each.subject) for each in mails]),
        )


def _save_profile(choice: Choice, *, answers_stdin: bool) -> None:
    """The *Account Security* panel: what was given before is replaced (SEC-7)."""
    with workspace(choice) as opened:
        who = chosen_account(opened, choice).account
        profile = SecurityProfile(**panels.entries(PROFILE_LABELS, from_stdin=answers_stdin))
        found = opened.accounts.check_security_profile(who, profile)
        panels.require_sound(choice, found, PROFILE_LABELS, account=str(who))
        for advice in opened.accounts.advise_security_profile(who, profile):
            choice.output.say(str(advice.description))
        saved = panels.send(
            choice, lambda: opened.accounts.save_security_profile(who, profile), PROFILE_LABELS, account=str(who)
        )
        panels.show(choice, saved, PROFILE_LABELS, account=str(who))


def _tell_recovered(choice: Choice, who: AccountId, recovered: Recovered) -> None:
    lines = []
    if recovered.unlocked:
        lines.append(_("The account is unlocked."))
    if recovered.reactivated:
        lines.append(_("The account works again."))
    if recovered.password_change_due:
        lines.append(_("Sign in and change the password: pes account password"))
    choice.output.result(
        {
            "account": str(who),
            "unlocked": recovered.unlocked,
            "reactivated": recovered.reactivated,
            "password_change_due": recovered.password_change_due,
        },
        lines or [_("The answers are right; there was nothing to unlock.")],
    )


def _whom(opened: Workspace, choice: Choice, portal: str | None, user: str | None) -> AccountId:
    """The account that self-service is for; it need not be known here."""
    if portal is None and user is None:
        return chosen_account(opened, choice).account
    if portal is None or not user:
        raise InputError(text("Name both the portal (--portal) and the user ID (--user)."))
    return AccountId(user, opened.portals.get(portal).name)


def _days(what: str, days: int | None) -> str:
    return f"{what}: —" if days is None else _("{what}: {n} days", what=what, n=days)

"""What the account panels share on the command line: entries from stdin or typed, and the message table (SEC-6)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from pes_client.cli.context import Choice
from pes_client.cli.documents import finding_row
from pes_client.cli.exit_codes import ExitCode
from pes_client.cli.output import columns
from pes_client.domain.findings import Finding
from pes_client.errors import InputError, PortalRefused
from pes_client.wording import Text, _, text

LONGEST_INPUT = 100_000

Labels = Mapping[str, Text]
Result = TypeVar("Result")
_SECRET = ("password", "answer", "pin")


def entries(labels: Labels, *, from_stdin: bool) -> dict[str, str]:
    """The panel's entries: a JSON object on standard input, or typed at the terminal."""
    if from_stdin:
        told = json_object()
        given = {name: told.get(name, "") for name in labels}
        if not all(isinstance(each, str) for each in given.values()):
            raise not_an_object()
        return given
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError(text("Give the answers with --answers-stdin; they are never arguments."))
    return {
        name: str(
            click.prompt(
                str(label),
                default="",
                show_default=False,
                hide_input=any(each in name for each in _SECRET),
                err=True,
            )
        )
        for name, label in labels.items()
    }


def json_object() -> dict[str, Any]:
    """The JSON object on standard input. Raises InputError for anything else, without quoting it."""
    try:
        told = json.loads(sys.stdin.buffer.read(LONGEST_INPUT))
    except (ValueError, RecursionError) as error:
        raise not_an_object() from error
    if not isinstance(told, dict):
        raise not_an_object()
    return told


def not_an_object() -> InputError:
    """The error for answers that are not a JSON object of texts."""
    return InputError(text("Standard input holds no JSON object with the answers."))


def require_sound(choice: Choice, findings: tuple[Finding, ...], labels: Labels, **about: object) -> None:
    """Show the message table and leave, exit 2, where the check found something before anything was sent."""
    if findings:
        show(choice, findings, labels, **about)
        raise click.exceptions.Exit(ExitCode.USAGE)


def send(choice: Choice, action: Callable[[], Result], labels: Labels, **about: object) -> Result:
    """Do what the portal may refuse; its message table and exit 6 where it does."""
    try:
        return action()
    except PortalRefused as error:
        if not error.findings:
            raise
        show(choice, error.findings, labels, **about)
        raise click.exceptions.Exit(ExitCode.REFUSED) from error


def show(choice: Choice, findings: tuple[Finding, ...], labels: Labels, **about: object) -> None:
    """The message table."""
    head = (_("Message Description"), _("Panel"), _("Field"), _("Row"))
    rows = [
        (
            str(each.description),
            str(each.panel),
            str(labels.get(each.field, each.field)),
            "" if each.row is None else str(each.row),
        )
        for each in findings
    ]
    choice.output.result({**about, "messages": [finding_row(each) for each in findings]}, columns([head, *rows]))

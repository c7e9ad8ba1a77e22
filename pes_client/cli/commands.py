"""Puts the commands of `pes` together and turns whatever ends one into an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from pes_client.cli import (
    account_commands,
    check_commands,
    clerk_commands,
    outbox_commands,
    panel_commands,
    trade_file_commands,
)
from pes_client.cli.exit_codes import EXPLAINED, ExitCode
from pes_client.cli.output import Output, error_document
from pes_client.errors import InputError, PesError
from pes_client.services.logbook import passage
from pes_client.version import VERSION
from pes_client.wording import _, text, verbatim


@click.group(
    help=_("Claim files out exactly once, acknowledgements and letters home."),
    epilog=EXPLAINED,
    context_settings={"auto_envvar_prefix": "PES", "help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, prog_name="pes", message="%(prog)s %(version)s")
def pes() -> None:
    """The root of all commands."""


for _command in (
    account_commands.sign_in,
    account_commands.sign_out,
    account_commands.forget,
    panel_commands.site_security,
    panel_commands.account,
    panel_commands.self_service,
    panel_commands.setup,
    panel_commands.mailbox,
    clerk_commands.clerks,
    outbox_commands.upload,
    outbox_commands.run,
    trade_file_commands.list_files,
    trade_file_commands.download,
    outbox_commands.outbox,
    outbox_commands.status,
    check_commands.check,
    check_commands.doctor,
):
    pes.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        ended = pes.main(args=list(arguments), prog_name="pes", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return int(leaving.exit_code)
    except click.Abort:
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        _tell_scripts(arguments, InputError(verbatim(error.format_message())))
        return ExitCode.USAGE
    except Exception as error:  # noqa: BLE001 - a mistake of ours: its own text may quote what was read
        mistake = PesError(
            text("This is a mistake in the program: {passage}.", passage=passage(type(error), error.__traceback__)),
            text("What is in the outbox stays there. Please report these words."),
        )
        print(f"pes: {mistake.title}: {mistake}", file=sys.stderr)
        _tell_scripts(arguments, mistake)
        return ExitCode.UNEXPECTED
    return int(ended) if isinstance(ended, int) else ExitCode.DONE


def _tell_scripts(arguments: Sequence[str], error: PesError) -> None:
    """Give a script that asked for JSON its one document, however early the command ended."""
    if "--json" in arguments:
        Output(as_json=True, quiet=True).result({"error": error_document(error)}, ())

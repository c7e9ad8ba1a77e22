"""The command `pes-portal`: serve a portal, show what it keeps, move its clock, print its interface."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from pes_portal.commands import (
    CommandFailed,
    DataOptions,
    MailOptions,
    accounts_text,
    audit_text,
    clock_text,
    ledger_text,
    mailbox_text,
    openapi_text,
    serve_portal,
)
from pes_portal.folders import DataFolder, default_data_folder
from pes_portal.profiles import profile_names

_FAILED = 1
# What these libraries log at lower levels names files and values.
_QUIET_LIBRARIES = ("alembic", "asyncio", "fontTools", "fpdf", "pyx12", "uvicorn")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code (0 done, 1 failed, 2 wrong usage)."""
    options = _parser().parse_args(arguments)
    _log_to_stderr(options.log_level)
    command: Callable[[argparse.Namespace], None] = options.command
    try:
        command(options)
    except CommandFailed as failure:
        print(f"pes-portal: {failure}", file=sys.stderr)
        return _FAILED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pes-portal", description="A reference portal: to practise on, and to test clients against."
    )
    parser.add_argument("--log-level", choices=["debug", "info", "warning", "error"], default="info")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_serve(commands.add_parser("serve", help="serve a portal over HTTPS until Ctrl-C"))
    accounts = commands.add_parser("accounts", help="show the sample accounts of a practice portal")
    _add_report(accounts, _accounts)
    ledger = commands.add_parser("ledger", help="show what the portal accepted, oldest first")
    _add_report(ledger, _ledger)
    audit = commands.add_parser("audit", help="show who did what to whom, oldest first")
    _add_report(audit, _audit)
    mailbox = commands.add_parser("mailbox", help="show the mail of a practice portal, newest first")
    _add_report(mailbox, _mailbox)
    clock = commands.add_parser("clock", help="show the time of a practice portal, or move it forward")
    clock.add_argument(
        "--advance", type=_duration, default=timedelta(0), metavar="61d|5h|30m", help="how far to move it"
    )
    _add_report(clock, _clock)
    openapi = commands.add_parser("openapi", help="print the interface as an OpenAPI 3.1 document")
    openapi.set_defaults(command=_openapi)
    return parser


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--practice", action="store_true", help="fill an empty portal with invented accounts and letters"
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8443, help="0 takes any free one (default: %(default)s)")
    parser.add_argument(
        "--profile", choices=profile_names(), default="cmap", help="whose rules apply (default: %(default)s)"
    )
    _add_mail(parser)
    _add_data(parser)
    parser.set_defaults(command=_serve)


def _add_mail(parser: argparse.ArgumentParser) -> None:
    mail = parser.add_argument_group("notices by e-mail")
    mail.add_argument("--smtp", type=_mail_server, metavar="HOST:PORT", help="the mail server that takes them")
    mail.add_argument("--smtp-starttls", action="store_true", help="encrypt the way to the mail server")
    mail.add_argument(
        "--smtp-credentials", type=Path, metavar="FILE", help="a file with the user and, below, the password"
    )
    mail.add_argument(
        "--mail-from", default="portal@portal.example", metavar="ADDRESS", help="the sender (default: %(default)s)"
    )


def _add_report(parser: argparse.ArgumentParser, command: Callable[[argparse.Namespace], None]) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document")
    _add_data(parser)
    parser.set_defaults(command=command)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        default=default_data_folder(),
        metavar="DIR",
        help="the portal's folder (default: %(default)s)",
    )
    parser.add_argument(
        "--database",
        metavar="URL",
        help="another database than the SQLite file in that folder, such as postgresql+psycopg://…",
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is between 0 and 65535")
    return port


def _mail_server(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host:
        raise argparse.ArgumentTypeError("a mail server is HOST:PORT")
    return host.strip("[]"), _port(port)


def _duration(text: str) -> timedelta:
    units = {"d": "days", "h": "hours", "m": "minutes"}
    number, unit = text[:-1], text[-1:]
    if unit not in units or not number.isdecimal():
        raise argparse.ArgumentTypeError("how far is a number with d, h or m, such as 61d")
    return timedelta(**{units[unit]: int(number)})


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(
        stream=sys.stderr, level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for library in _QUIET_LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)


def _data(options: argparse.Namespace) -> DataOptions:
    return DataOptions(DataFolder(options.data.resolve()), options.database)


def _serve(options: argparse.Namespace) -> None:
    serve_portal(
        _data(options),
        host=options.host,
        port=options.port,
        profile=options.profile,
        practice=options.practice,
        mail=MailOptions(options.mail_from, options.smtp, options.smtp_starttls, options.smtp_credentials),
    )


def _accounts(options: argparse.Namespace) -> None:
    sys.stdout.write(accounts_text(_data(options), as_json=options.json))


def _ledger(options: argparse.Namespace) -> None:
    sys.stdout.write(ledger_text(_data(options), as_json=options.json))


def _audit(options: argparse.Namespace) -> None:
    sys.stdout.write(audit_text(_data(options), as_json=options.json))


def _mailbox(options: argparse.Namespace) -> None:
    sys.stdout.write(mailbox_text(_data(options), as_json=options.json))


def _clock(options: argparse.Namespace) -> None:
    sys.stdout.write(clock_text(_data(options), options.advance, as_json=options.json))


def _openapi(_options: argparse.Namespace) -> None:
    sys.stdout.write(openapi_text())


if __name__ == "__main__":
    sys.exit(main())

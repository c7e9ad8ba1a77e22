"""`pes check` and `pes doctor`: looking without touching."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from pes_client.cli.context import Choice, common_options, workspace
from pes_client.cli.documents import checked_row
from pes_client.cli.exit_codes import ExitCode
from pes_client.cli.output import columns
from pes_client.errors import PesError
from pes_client.services.checking import CheckedFile, check_files
from pes_client.services.workspace import Workspace
from pes_client.wording import _, counted

_LITTLE_ROOM = 1_000_000_000


@click.command("check", help=_("Check the envelope of X12 files without sending anything."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@common_options
def check(*, choice: Choice, paths: tuple[Path, ...]) -> None:
    """Say for every file what it is and what is wrong with it, with the place in the file."""
    checked = check_files(paths)
    choice.output.result({"files": [checked_row(each) for each in checked]}, list(_lines(checked)))
    raise click.exceptions.Exit(ExitCode.DONE if all(each.sound for each in checked) else ExitCode.FILE_INVALID)


@click.command("doctor", help=_("Check this computer: data folder, keyring, room on the disk, ways to the portals."))
@common_options
def doctor(*, choice: Choice) -> None:
    """Name the first thing that does not work, and what to do about it."""
    with workspace(choice) as opened:
        visits = list(_visits(opened))
        choice.output.result(
            {"checks": [asdict(each) for each in visits], "ok": all(each.ok for each in visits)},
            columns([("ok" if each.ok else "!!", each.what, each.words) for each in visits]),
        )
        raise click.exceptions.Exit(ExitCode.DONE if all(each.ok for each in visits) else ExitCode.PARTLY)


@dataclass(frozen=True, slots=True)
class Visit:
    """One thing that was looked at."""

    what: str
    ok: bool
    words: str


def _visits(opened: Workspace) -> Iterator[Visit]:
    yield Visit(_("data folder"), ok=True, words=str(opened.home))
    free = shutil.disk_usage(opened.home).free
    room = _("{n} MB free", n=free // 1_000_000)
    yield Visit(_("disk"), ok=free > _LITTLE_ROOM, words=room)
    yield Visit(_("key"), ok=True, words=opened.key_kind)
    for portal in opened.portals.known():
        yield _tried(portal.name, lambda name=portal.name: opened.portals.refresh_policy(name).portal_name)  # type: ignore[misc]
    for known in opened.accounts.known():
        stopped = str(known.stopped_because)
        words = stopped or (_("signed in") if known.signed_in else _("signed out"))
        yield Visit(str(known.account), ok=known.signed_in and not stopped, words=words)


def _tried(what: str, action: Callable[[], str]) -> Visit:
    try:
        return Visit(what, ok=True, words=action())
    except PesError as error:
        return Visit(what, ok=False, words=str(error))


def _lines(checked: list[CheckedFile]) -> Iterator[str]:
    for each in checked:
        if not each.sendable or each.report is None:
            yield f"{each.name}: {each.problem}"
            continue
        segments = counted("{n} segment", "{n} segments", each.report.segment_count)
        verdict = _("sound") if each.report.ok else _("has mistakes")
        yield f"{each.name}: {each.kind or _('unknown')}, {segments}, {verdict}"
        for finding in each.report.findings:
            place = _("segment {segment}, byte {byte}", segment=finding.place.segment, byte=finding.place.offset)
            yield f"  {place}: {finding.words}"
        if each.report.findings_left_out:
            yield "  " + counted("… and {n} more", "… and {n} more", each.report.findings_left_out)

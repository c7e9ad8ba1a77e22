"""`pes list` and `pes download`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from pes_client.cli.context import Choice, chosen_account, common_options, run_transfers, workspace
from pes_client.cli.documents import trade_file_row
from pes_client.cli.exit_codes import ExitCode
from pes_client.cli.output import columns
from pes_client.cli.progress import progress_shown
from pes_client.domain.accounts import AccountId, KnownAccount
from pes_client.domain.submissions import WaitsFor
from pes_client.domain.tradefiles import TradeFile, TradeFileState
from pes_client.errors import InputError, PortalError
from pes_client.services.trade_files import TradeFileQuery
from pes_client.services.workspace import Workspace
from pes_client.wording import _, counted, text

_EVERYTHING = 1_000_000
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("list", help=_("What the portal holds: asks it what is new, then lists all that is known."))
@click.option("--transaction-type", metavar="TYPE", help=_("For example E-Delivery, 999 or 835; any spelling."))
@click.option("--from", "posted_from", type=_DAY, help=_("Posted on this day or later (YYYY-MM-DD)."))
@click.option("--to", "posted_to", type=_DAY, help=_("Posted on this day or earlier."))
@click.option("--offline", is_flag=True, help=_("Do not ask the portal."))
@common_options
def list_files(
    *,
    choice: Choice,
    transaction_type: str | None,
    posted_from: datetime | None,
    posted_to: datetime | None,
    offline: bool,
) -> None:
    """List trade files, newest first."""
    with workspace(choice) as opened:
        known = chosen_account(opened, choice)
        fresh = False if offline else _refresh(opened, choice, known)
        query = _query(opened, known.account, transaction_type, posted_from, posted_to)
        rows = _search(opened, choice, known, query)
        table = [
            (
                str(each.local_id),
                each.listed.posted_at.astimezone().strftime("%Y-%m-%d"),
                each.listed.transaction_type,
                each.listed.name,
                each.state.value,
            )
            for each in rows
        ]
        document = {"fresh": fresh, "files": [trade_file_row(each) for each in rows]}
        choice.output.result(document, columns(table) or [_("Nothing fits.")])


@click.command("download", help=_("Bring files here, verify them, and save copies into a folder."))
@click.argument("ids", nargs=-1)
@click.option("--all", "everything", is_flag=True, help=_("All that fit."))
@click.option("--transaction-type", metavar="TYPE", help=_("For example E-Delivery, 999 or 835; any spelling."))
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, help=_("The folder for the copies."))
@common_options
def download(
    *, choice: Choice, ids: tuple[str, ...], everything: bool, transaction_type: str | None, folder: Path
) -> None:
    """Download named files, or all of a kind."""
    if bool(ids) == everything:
        raise InputError(text("Name the files by their IDs (see pes list), or say --all."))
    with workspace(choice) as opened, progress_shown(opened, choice.output):
        known = chosen_account(opened, choice)
        _refresh(opened, choice, known)
        query = _query(opened, known.account, transaction_type, None, None)
        rows = _search(opened, choice, known, query)
        chosen = rows if everything else _named(rows, ids)
        opened.trade_files.want(known.account, [each.local_id for each in chosen])
        run_transfers(opened, choice, known.account)
        after = [opened.trade_files.get(known.account, each.local_id) for each in chosen]
        saved = {
            each.local_id: opened.trade_files.save_as(known.account, each.local_id, folder)
            for each in after
            if each.is_here
        }
        posting = [each for each in after if each.state is TradeFileState.POSTING]
        missing = [each for each in after if not each.is_here and each not in posting]
        document = {
            "files": [{**trade_file_row(each), "saved_as": saved.get(each.local_id)} for each in after],
            "kept": len(saved),
            "still_posting": len(posting),
            "not_yet": len(missing),
        }
        choice.output.result(document, _lines(len(saved), posting, missing, folder))
        raise click.exceptions.Exit(_code(missing))


def _lines(saved: int, posting: Sequence[TradeFile], missing: Sequence[TradeFile], folder: Path) -> list[str]:
    lines = [counted("{n} file is in {folder}.", "{n} files are in {folder}.", saved, folder=str(folder))]
    if posting:
        lines.append(
            counted(
                "{n} is still being posted; check back in a few hours.",
                "{n} are still being posted; check back in a few hours.",
                len(posting),
            )
        )
    return lines + [f"{each.listed.name}: {each.reason}" for each in missing]


def _code(missing: Sequence[TradeFile]) -> ExitCode:
    if not missing:
        return ExitCode.DONE
    if any(each.waits_for is WaitsFor.SIGN_IN for each in missing):
        return ExitCode.SIGN_IN
    if any(each.waits_for in {WaitsFor.PORTAL, WaitsFor.TURN} for each in missing):
        return ExitCode.PORTAL_AWAY
    return ExitCode.PARTLY


def _refresh(opened: Workspace, choice: Choice, known: KnownAccount) -> bool:
    """Ask the portal what is new; False, with a remark, where it could not be asked."""
    try:
        for each in known.standing.organisations if known.standing else ():
            if each.may_read_letters and choice.avrs in {None, each.avrs_id}:
                opened.trade_files.refresh(known.account, each.avrs_id)
    except PortalError as error:
        choice.output.say(_("The list may be old: {reason}", reason=str(error.message)))
        return False
    return True


def _query(
    opened: Workspace,
    account: AccountId,
    transaction_type: str | None,
    posted_from: datetime | None,
    posted_to: datetime | None,
) -> TradeFileQuery:
    code = ""
    if transaction_type is not None:
        policy = opened.portals.policy(account.portal)
        code = policy.find_transaction_type(transaction_type) or ""
        if not code:
            labels = ", ".join(each.label for each in policy.transaction_types)
            raise InputError(
                text("The portal has no transaction type “{type}”.", type=transaction_type),
                text("It has: {types}.", types=labels),
            )
    return TradeFileQuery(transaction_type=code, posted_from=_day(posted_from), posted_to=_day(posted_to))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _search(opened: Workspace, choice: Choice, known: KnownAccount, query: TradeFileQuery) -> list[TradeFile]:
    """What fits, over every organisation that the account may read (or the chosen one)."""
    organisations = known.standing.organisations if known.standing else ()
    return [
        row
        for each in organisations
        if each.may_read_letters and choice.avrs in {None, each.avrs_id}
        for row in opened.trade_files.search(known.account, each.avrs_id, query, limit=_EVERYTHING)
    ]


def _named(rows: Sequence[TradeFile], ids: Sequence[str]) -> list[TradeFile]:
    """The rows with these IDs, ours or the portal's. Raises InputError for one that is not there."""
    found = []
    for wanted in ids:
        row = next((each for each in rows if wanted in {str(each.local_id), each.listed.remote_id}), None)
        if row is None:
            raise InputError(text("There is no trade file {id}.", id=wanted), text("See pes list."))
        found.append(row)
    return found

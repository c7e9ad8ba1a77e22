"""`pes list` and `pes download`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from pes_client.errors import CredentialError, FileError, InputError, PesError, PortalError, StoreDamaged
from pes_client.services.trade_files import TradeFileQuery
from pes_client.services.workspace import Workspace
from pes_client.wording import NOTHING, _, counted, text

_EVERYTHING = 1_000_000
_WAITING = (
    (WaitsFor.SIGN_IN, ExitCode.SIGN_IN),
    (WaitsFor.PORTAL, ExitCode.PORTAL_AWAY),
    (WaitsFor.APPOINTMENT, ExitCode.PORTAL_AWAY),
    (WaitsFor.TURN, ExitCode.BUSY),
)
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
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help=_("The folder for the copies; it is made if need be."),
)
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
        summary = run_transfers(opened, choice, known.account)
        trouble = summary.trouble if summary else None
        after = [opened.trade_files.get(known.account, each.local_id) for each in chosen]
        copies = [_copied(opened, known.account, each, folder, trouble) for each in after]
        document = {
            "files": [each.row() for each in copies],
            "kept": sum(each.path is not None for each in copies),
            "still_posting": sum(each.is_posting for each in copies),
            "not_yet": sum(each.is_missing for each in copies),
        }
        choice.output.result(document, _lines(copies, folder))
        raise click.exceptions.Exit(_code(copies, trouble))


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of saving one file; `problem` is what kept it from being fetched or saved."""

    file: TradeFile
    path: Path | None = None
    problem: PesError | None = None

    @property
    def is_posting(self) -> bool:
        """Whether the portal is not ready with it yet (TRF-6)."""
        return self.file.state is TradeFileState.POSTING

    @property
    def is_missing(self) -> bool:
        """Whether it should be here and is not."""
        return not (self.file.is_here or self.is_posting)

    @property
    def reason(self) -> str:
        """Why there is no copy, in words."""
        return str(self.problem or self.file.reason)

    def row(self) -> dict[str, object]:
        """The file's row for `--json`."""
        return {
            **trade_file_row(self.file),
            "saved_as": str(self.path) if self.path else None,
            "reason": self.reason,
        }


def _copied(opened: Workspace, account: AccountId, file: TradeFile, folder: Path, trouble: PesError | None) -> Copy:
    """Save one file into the folder; trouble with it does not keep the others."""
    if not file.is_here:
        return Copy(file, problem=None if file.reason != NOTHING else trouble)
    try:
        return Copy(file, path=opened.trade_files.save_into(account, file.local_id, folder))
    except (FileError, StoreDamaged) as error:
        return Copy(file, problem=error)


def _lines(copies: Sequence[Copy], folder: Path) -> list[str]:
    saved = sum(each.path is not None for each in copies)
    posting = sum(each.is_posting for each in copies)
    lines = [counted("{n} file is in {folder}.", "{n} files are in {folder}.", saved, folder=str(folder))]
    if posting:
        lines.append(
            counted(
                "{n} is still being posted; check back in a few hours.",
                "{n} are still being posted; check back in a few hours.",
                posting,
            )
        )
    without = [each for each in copies if each.path is None and not each.is_posting]
    return lines + [f"{each.file.listed.name}: {each.reason}" for each in without]


def _code(copies: Sequence[Copy], trouble: PesError | None) -> ExitCode:
    missing = [each.file for each in copies if each.is_missing]
    if not missing:
        return ExitCode.PARTLY if any(each.problem for each in copies) else ExitCode.DONE
    if trouble is not None:
        return ExitCode(trouble.exit_code)
    waits_for = {each.waits_for for each in missing}
    for who, code in _WAITING:
        if who in waits_for:
            return code
    return ExitCode.PARTLY


def _refresh(opened: Workspace, choice: Choice, known: KnownAccount) -> bool:
    """Ask the portal what is new; False, with a remark, where it could not be asked."""
    try:
        for each in known.standing.organisations if known.standing else ():
            if each.may_read_letters and choice.avrs in {None, each.avrs_id}:
                opened.trade_files.refresh(known.account, each.avrs_id)
    except (PortalError, CredentialError) as error:
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
    by_id = {each.listed.remote_id: each for each in rows} | {str(each.local_id): each for each in rows}
    found = []
    for wanted in dict.fromkeys(ids):
        row = by_id.get(wanted)
        if row is None:
            raise InputError(text("There is no trade file {id}.", id=wanted), text("See pes list."))
        found.append(row)
    return found

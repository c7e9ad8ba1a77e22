"""What the portal holds for an organisation: searched here, asked for, opened, saved out of the vault."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pes_client.domain.accounts import AccountId, Organisation
from pes_client.domain.activity import Deed
from pes_client.domain.events import ActivityAdded, TradeFilesChanged
from pes_client.domain.tradefiles import E_DELIVERY, KEPT_STATES, TradeFile, TradeFileState
from pes_client.errors import FileError, InputError, RoleMissing, StoreDamaged
from pes_client.policy.rules import Direction
from pes_client.services.accounts import Accounts
from pes_client.services.file_names import safe_file_name, truthful_file_name
from pes_client.services.portals import Portals
from pes_client.services.saving import save_beside, save_over
from pes_client.store.reader import Reader
from pes_client.store.store import Store
from pes_client.transfer.announcements import Announcements
from pes_client.transfer.clock import Clock
from pes_client.wording import Text, text

LARGEST_SHOWN = 64 * 1024 * 1024
_BLOCK = 1024 * 1024
_HEAD = 4096
_NOT_HERE = frozenset(TradeFileState) - KEPT_STATES


@dataclass(frozen=True, slots=True)
class TradeFileQuery:
    """What a person looks for; every part that is given has to fit."""

    transaction_type: str = ""
    posted_from: date | None = None
    posted_to: date | None = None
    words: str = ""
    only_here: bool = False
    not_here: bool = False


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A kept file in memory. `name` is safe to be used as a file's name."""

    local_id: int
    name: str
    content: bytes
    media_type: str
    verified: bool


class TradeFiles:
    """The local list of trade files, shown only as far as the account's last known roles go."""

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        portals: Portals,
        clock: Clock,
        announcements: Announcements,
        ask_portal: Callable[[AccountId, str], int],
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._portals = portals
        self._clock = clock
        self._announcements = announcements
        self._ask_portal = ask_portal
        self._wake = wake

    def transaction_types(self, account: AccountId, avrs_id: str) -> tuple[tuple[str, str], ...]:
        """What the account's roles let it download: code and label, in the portal's order (TRF-1)."""
        organisation = self._organisation(account, avrs_id)
        policy = self._portals.policy(account.portal)
        return tuple(
            (each.code, each.label) for each in policy.transaction_types_for(organisation.roles, Direction.DOWNLOAD)
        )

    def refresh(self, account: AccountId, avrs_id: str) -> int:
        """Ask the portal what is new for the organisation; the number of new or changed rows."""
        self._readable(account, avrs_id)
        return self._ask_portal(account, avrs_id)

    def search(
        self, account: AccountId, avrs_id: str, query: TradeFileQuery, *, limit: int = 200, offset: int = 0
    ) -> list[TradeFile]:
        """What is known here and fits, newest first; never asks the network."""
        organisation = self._readable(account, avrs_id)
        if query.transaction_type and not _may_read(organisation, query.transaction_type):
            return []
        with self._store.read() as records:
            return records.trade_files.find(
                portal=account.portal,
                avrs_id=avrs_id,
                transaction_type=_type_filter(organisation, query),
                states=_states(query),
                posted_from=query.posted_from,
                posted_to=query.posted_to,
                words=query.words,
                limit=limit,
                offset=offset,
            )

    def count(self, account: AccountId, avrs_id: str, query: TradeFileQuery) -> int:
        """How many rows `search` would find without a limit."""
        organisation = self._readable(account, avrs_id)
        if query.transaction_type and not _may_read(organisation, query.transaction_type):
            return 0
        with self._store.read() as records:
            return records.trade_files.count(
                portal=account.portal,
                avrs_id=avrs_id,
                transaction_type=_type_filter(organisation, query),
                states=_states(query),
                posted_from=query.posted_from,
                posted_to=query.posted_to,
                words=query.words,
            )

    def get(self, account: AccountId, local_id: int) -> TradeFile:
        """The row. Raises InputError where there is none, RoleMissing where the account may not see it."""
        with self._store.read() as records:
            row = records.trade_files.get(local_id)
        if row is None or row.portal != account.portal:
            raise InputError(text("There is no trade file {id}.", id=local_id))
        organisation = self._readable(account, row.listed.avrs_id)
        if not _may_read(organisation, row.listed.transaction_type):
            raise _role_missing()
        return row

    def want(self, account: AccountId, local_ids: Sequence[int]) -> int:
        """Ask for files to be brought here; how many were newly asked for. Transfers are woken."""
        for each in local_ids:
            self.get(account, each)
        with self._store.write() as records:
            wanted = records.trade_files.want(list(local_ids))
        if wanted:
            self._wake()
        return wanted

    def open(self, account: AccountId, local_id: int) -> OpenedFile:
        """A kept file in memory, its digest checked again.

        Raises FileError where it is not here or too large to be shown, StoreDamaged where it was altered.
        """
        row = self.get(account, local_id)
        opened = self._content(row)
        self._note(account, row, Deed.OPENED, text("{file} was opened.", file=row.listed.name), opened=True)
        return opened

    def save_as(self, account: AccountId, local_id: int, target: Path) -> Path:
        """Copy a kept file out of the vault to the very path that a person chose; the path it is at.

        Where a folder is chosen, `save_into` is meant.
        """
        if target.is_dir():
            return self.save_into(account, local_id, target)
        return self._save(account, local_id, lambda _name, content: save_over(target, content))

    def save_into(self, account: AccountId, local_id: int, folder: Path) -> Path:
        """Copy a kept file into a folder, which is made if need be, under a safe name; nothing there is replaced.

        Returns the path it is at. Raises FileError, DiskFull, StoreDamaged.
        """
        return self._save(account, local_id, lambda name, content: save_beside(folder, name, content))

    def _save(self, account: AccountId, local_id: int, write: Callable[[str, Reader], Path]) -> Path:
        """Saving is the person's own act and stands in the audit trail."""
        row = self.get(account, local_id)
        with self._proven(row) as content:
            head = content.read(_HEAD) or b""
            content.seek(0)
            path = write(_name_for(row, head), content)
        self._note(account, row, Deed.SAVED_AS, text("{file} was saved outside the program.", file=row.listed.name))
        return path

    def _proven(self, row: TradeFile) -> Reader:
        """The content, open for reading, after every byte was compared with the portal's digest."""
        if row.document_id is None or not row.is_here:
            raise FileError(
                text("{file} is not on this computer yet.", file=row.listed.name), text("Download it first.")
            )
        content = self._store.documents.open(row.document_id)
        digest = hashlib.sha256()
        while block := content.read(_BLOCK):
            digest.update(block)
        if row.listed.sha256 is not None and digest.hexdigest() != row.listed.sha256:
            content.close()
            raise StoreDamaged(
                text("{file} was altered on this computer, so it is not shown.", file=row.listed.name),
                text("Download it again while the portal still has it."),
            )
        content.seek(0)
        return content

    def _content(self, row: TradeFile) -> OpenedFile:
        with self._proven(row) as proven:
            if proven.size > LARGEST_SHOWN:
                raise FileError(
                    text("{file} is too large to be shown here.", file=row.listed.name),
                    text("Save it and open it with another program."),
                )
            content = proven.read(proven.size) or b""
        verified = row.state is TradeFileState.KEPT
        return OpenedFile(row.local_id, _name_for(row, content), content, media_type(content), verified)

    def _note(self, account: AccountId, row: TradeFile, deed: Deed, words: Text, *, opened: bool = False) -> None:
        now = self._clock.now()
        with self._store.write() as records:
            if opened:
                records.trade_files.update(row.local_id, opened_at=now)
            records.activity.append(
                now, deed, words, account=account, avrs_id=row.listed.avrs_id, subject=str(row.local_id)
            )
        self._announcements.announce(TradeFilesChanged(row.portal, row.listed.avrs_id))
        self._announcements.announce(ActivityAdded())

    def _organisation(self, account: AccountId, avrs_id: str) -> Organisation:
        standing = self._accounts.get(account).standing
        organisation = standing.organisation(avrs_id) if standing else None
        if organisation is None:
            raise InputError(text("{account} has no organization {avrs}.", account=str(account), avrs=avrs_id))
        return organisation

    def _readable(self, account: AccountId, avrs_id: str) -> Organisation:
        organisation = self._organisation(account, avrs_id)
        if not organisation.may_read_letters:
            raise _role_missing()
        return organisation


def media_type(content: bytes) -> str:
    """What a file is, judged by its first bytes and not by its name."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"ISA"):
        return "application/edi-x12"
    if b"\0" not in content[:_HEAD]:
        return "text/plain"
    return "application/octet-stream"


def _name_for(row: TradeFile, content: bytes) -> str:
    name = safe_file_name(row.listed.name, fallback=f"trade file {row.local_id}")
    return truthful_file_name(name, media_type(content))


def _may_read(organisation: Organisation, transaction_type: str) -> bool:
    if transaction_type == E_DELIVERY:
        return organisation.may_read_letters
    return organisation.may_transfer


def _type_filter(organisation: Organisation, query: TradeFileQuery) -> str | None:
    if not organisation.may_transfer:
        return E_DELIVERY
    return query.transaction_type or None


def _states(query: TradeFileQuery) -> frozenset[TradeFileState] | None:
    if query.only_here:
        return KEPT_STATES
    return _NOT_HERE if query.not_here else None


def _role_missing() -> RoleMissing:
    return RoleMissing(
        text("Your roles do not include these files."),
        text("Ask the master user of your organization for a trade-files role."),
    )

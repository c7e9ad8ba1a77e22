"""What the rest of the program may ask of a portal, whatever speaks to it underneath."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pes_client.domain.accounts import Standing
from pes_client.domain.submissions import Receipt
from pes_client.domain.tradefiles import ListedFile


@dataclass(frozen=True, slots=True)
class Session:
    """The right to act as one account for a while. The token never shows itself."""

    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The answer to a successful sign-in."""

    session: Session
    standing: Standing


@dataclass(frozen=True, slots=True)
class FetchedPolicy:
    """The portal's rules as it published them; `etag` asks next time whether they changed."""

    etag: str
    document_json: str


@dataclass(frozen=True, slots=True)
class UploadOffer:
    """What is offered to the portal before any byte of it moves."""

    submission_key: str
    file_name: str
    size: int
    sha256: str
    avrs_id: str
    again: bool


@dataclass(frozen=True, slots=True)
class UploadUnderWay:
    """An upload that the portal holds `offset` bytes of."""

    url: str
    offset: int


@dataclass(frozen=True, slots=True)
class TradeFilePage:
    """One page of changes; `cursor` continues after it, `more` says whether to ask again at once."""

    files: tuple[ListedFile, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What the portal said about a file's content before the first byte: whole size and proven hash."""

    size: int
    sha256: str | None
    starts_at: int


Progress = Callable[[int], None]
"""Told the number of bytes done so far, after each block; raises to cancel."""


class Content(Protocol):
    """What is uploaded: a file that can be read from any offset. A read may give fewer bytes than asked for."""

    def read(self, size: int = -1, /) -> bytes | None:
        """The next bytes; empty at the end."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to an offset and give it."""


class ContentSink(Protocol):
    """Where a download goes. `begin` hears where the portal starts (0 if it would not resume)."""

    def begin(self, facts: ContentFacts) -> None:
        """Make ready for bytes from `facts.starts_at` on."""

    def write(self, block: bytes) -> None:
        """Take the next bytes."""


class Gateway(Protocol):
    """One portal. Every method raises only errors of the family in `pes_client.errors`."""

    def policy(self, etag: str | None) -> FetchedPolicy | None:
        """The portal's rules, or None if they are still those of `etag`."""

    def sign_in(self, user_id: str, password: str) -> SignedIn:
        """Sign in with exactly one attempt.

        Raises WrongPassword, AccountLocked, AccountDisabled or what any request may raise.
        """

    def sign_out(self, session: Session) -> None:
        """End the session on the portal."""

    def submission(self, session: Session, key: str) -> Receipt | UploadUnderWay | None:
        """What the portal knows of a submission key: received, under way, or nothing."""

    def offer(
        self, session: Session, offer: UploadOffer, content: Content, progress: Progress
    ) -> Receipt | UploadUnderWay:
        """Open the upload, sending the whole content with it where the portal takes that.

        Raises DuplicateContent, RoleMissing, PortalRefused; an unclear end is PortalUnreachable.
        """

    def send(self, session: Session, upload: UploadUnderWay, content: Content, progress: Progress) -> int:
        """Send the rest of `content` from `upload.offset`; the offset that the portal confirmed.

        Raises OffsetMismatch where the portal holds another number of bytes, NotOnPortal where the upload
        was given up.
        """

    def trade_files(self, session: Session, avrs_id: str, after: str | None) -> TradeFilePage:
        """What changed in the organisation's trade files since the cursor `after`."""

    def fetch(
        self,
        session: Session,
        remote_id: str,
        sink: ContentSink,
        *,
        start: int,
        if_sha256: str | None,
        progress: Progress,
    ) -> ContentFacts:
        """Stream a file's content into `sink`, from byte `start` if the portal still has the same content.

        Raises StillPosting (TRF-6), NotOnPortal, RoleMissing.
        """

    def close(self) -> None:
        """Let go of the connections."""

"""A portal that lives in memory: the gateway's promises without a network, and trouble on request."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pes_client.domain.accounts import AccountId, AccountKind, NextStep, Organisation, Role, Standing
from pes_client.domain.submissions import Receipt
from pes_client.domain.tradefiles import ListedFile
from pes_client.errors import DuplicateContent, NotOnPortal, OffsetMismatch, SessionEnded, WrongPassword
from pes_client.portal.gateway import (
    Content,
    ContentFacts,
    ContentSink,
    FetchedPolicy,
    Progress,
    Session,
    SignedIn,
    TradeFilePage,
    UploadOffer,
    UploadUnderWay,
)
from pes_client.wording import text

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ACCOUNT = AccountId("tpmaster1", "portal.invalid")
ORGANISATION = Organisation("1001", "Willow Clinic", "1234567893", frozenset({Role.TRADE_FILES}))
SMALL = 1000
PART = 400

Trouble = Callable[[], None]


@dataclass
class PortalOfMemory:
    """Holds what it received, lists what it has, and fails where a test asked for it."""

    password: str = "right horse 1"
    next_step: NextStep = NextStep.NONE
    organisations: tuple[Organisation, ...] = (ORGANISATION,)
    ledger: list[Receipt] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    listed: list[ListedFile] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    troubles: dict[str, deque[Trouble]] = field(default_factory=dict)
    afterthoughts: dict[str, deque[Trouble]] = field(default_factory=dict)
    partial: dict[str, tuple[UploadOffer, bytearray]] = field(default_factory=dict)
    sessions_end: int = 0
    digest_given: bool = True

    def fail(self, where: str, *troubles: Exception | BaseException) -> None:
        """Fail before anything happens, once for every trouble given."""
        self.troubles.setdefault(where, deque()).extend(_raiser(each) for each in troubles)

    def fail_afterwards(self, where: str, *troubles: BaseException) -> None:
        """Do what is asked, and fail before the answer."""
        self.afterthoughts.setdefault(where, deque()).extend(_raiser(each) for each in troubles)

    def close(self) -> None:
        """Nothing to let go of."""

    def policy(self, etag: str | None) -> FetchedPolicy | None:
        raise AssertionError("the engine does not ask for the policy")

    def sign_in(self, user_id: str, password: str) -> SignedIn:
        self._enter("sign_in")
        if password != self.password:
            raise WrongPassword(text("wrong"))
        standing = Standing(
            AccountId(user_id, ACCOUNT.portal),
            AccountKind.TRADING_PARTNER,
            "Willow",
            "",
            self.next_step,
            self.organisations,
            None,
            None,
            NOON,
        )
        return SignedIn(Session("token-of-memory-1", NOON), standing)

    def sign_out(self, session: Session) -> None:
        self._enter("sign_out")

    def submission(self, session: Session, key: str) -> Receipt | UploadUnderWay | None:
        self._enter("submission")
        for receipt in self.ledger:
            if receipt.submission_key == key:
                return receipt
        if key in self.partial:
            return UploadUnderWay(f"/uploads/{key}", len(self.partial[key][1]))
        return None

    def offer(
        self, session: Session, offer: UploadOffer, content: Content, progress: Progress
    ) -> Receipt | UploadUnderWay:
        self._enter("offer")
        if any(each.sha256 == offer.sha256 for each in self.ledger) and not offer.again:
            raise DuplicateContent(text("twice"))
        if offer.size <= SMALL:
            content.seek(0)
            receipt = self._receive(offer, content.read(offer.size) or b"")
            self._leave("offer")
            return receipt
        self.partial[offer.submission_key] = (offer, bytearray())
        self._leave("offer")
        return UploadUnderWay(f"/uploads/{offer.submission_key}", 0)

    def send(self, session: Session, upload: UploadUnderWay, content: Content, progress: Progress) -> int:
        self._enter("send")
        key = upload.url.rpartition("/")[2]
        if key not in self.partial:
            raise NotOnPortal(text("gone"), code="upload.unknown")
        offer, held = self.partial[key]
        if len(held) != upload.offset:
            raise OffsetMismatch(text("other offset"))
        content.seek(upload.offset)
        held += content.read(PART) or b""
        progress(len(held))
        if len(held) == offer.size:
            self._receive(offer, bytes(held))
            del self.partial[key]
        self._leave("send")
        return len(held)

    def trade_files(self, session: Session, avrs_id: str, after: str | None) -> TradeFilePage:
        self._enter("trade_files")
        start = int(after or 0)
        page = [each for each in self.listed[start : start + 2] if each.avrs_id == avrs_id]
        end = min(start + 2, len(self.listed))
        return TradeFilePage(tuple(page), str(end), end < len(self.listed))

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
        self._enter("fetch")
        content = self.contents[remote_id]
        digest = hashlib.sha256(content).hexdigest()
        if if_sha256 != digest:
            start = 0
        facts = ContentFacts(len(content), digest if self.digest_given else None, start)
        sink.begin(facts)
        half = start + (len(content) - start) // 2
        sink.write(content[start:half])
        self._leave("fetch")
        sink.write(content[half:])
        progress(len(content))
        return facts

    def post(self, remote_id: str, content: bytes, **about: object) -> None:
        """Put a file on the list."""
        self.contents[remote_id] = content
        told: dict[str, object] = {
            "remote_id": remote_id,
            "avrs_id": "1001",
            "transaction_type": "EDELIVERY",
            "letter_kind": "EFT",
            "name": f"{remote_id}.pdf",
            "posting": False,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "posted_at": NOON,
            "available_until": None,
            "in_reply_to": None,
        }
        self.listed.append(ListedFile(**{**told, **about}))  # type: ignore[arg-type]

    def _receive(self, offer: UploadOffer, content: bytes) -> Receipt:
        receipt = Receipt(
            f"R-{len(self.ledger) + 1}",
            offer.submission_key,
            hashlib.sha256(content).hexdigest(),
            len(content),
            NOON,
            ACCOUNT.user_id,
            offer.avrs_id,
            offer.file_name,
        )
        self.ledger.append(receipt)
        return receipt

    def _enter(self, where: str) -> None:
        self.asked[where] += 1
        if where != "sign_in" and self.sessions_end:
            self.sessions_end -= 1
            raise SessionEnded(text("ended"))
        if self.troubles.get(where):
            self.troubles[where].popleft()()

    def _leave(self, where: str) -> None:
        if self.afterthoughts.get(where):
            self.afterthoughts[where].popleft()()


def _raiser(trouble: BaseException) -> Trouble:
    def fail() -> None:
        raise trouble

    return fail

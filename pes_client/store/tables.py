"""The tables of the database as SQLAlchemy sees them; the migrations make them, a test holds both together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

from pes_client.domain.accounts import AccountKind, NextStep
from pes_client.domain.activity import Deed
from pes_client.domain.clerks import ClerkStatus
from pes_client.domain.submissions import Answer, SubmissionState, WaitsFor
from pes_client.domain.tradefiles import TradeFileState
from pes_client.store.columns import Instant, Spelled, Told, Words

metadata = MetaData()

portal = Table(
    "portal",
    metadata,
    Column("name", Told, primary_key=True),
    Column("url", Told, nullable=False),
    Column("profile", Told, nullable=False),
    Column("title", Told, nullable=False),
    Column("practice", Boolean, nullable=False),
    Column("ca_pem", Told),
    Column("known_since", Instant, nullable=False),
)

policy = Table(
    "policy",
    metadata,
    Column("portal", Told, primary_key=True),
    Column("etag", Told, nullable=False),
    Column("document_json", Told, nullable=False),
    Column("fetched_at", Instant, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("portal", Told, primary_key=True),
    Column("user_id", Told, primary_key=True),
    Column("signed_in", Boolean, nullable=False),
    Column("stopped_because", Words, nullable=False),
    Column("kind", Spelled(AccountKind)),
    Column("name", Told),
    Column("email", Told),
    Column("next_step", Spelled(NextStep)),
    Column("password_expires_at", Instant),
    Column("last_sign_in_at", Instant),
    Column("told_at", Instant),
    Column("idle_disables_at", Instant),
)

organisation = Table(
    "organisation",
    metadata,
    Column("portal", Told, primary_key=True),
    Column("user_id", Told, primary_key=True),
    Column("avrs_id", Told, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Told, nullable=False),
    Column("npi", Told, nullable=False),
    Column("roles", Told, nullable=False),
    ForeignKeyConstraint(["portal", "user_id"], ["account.portal", "account.user_id"], ondelete="CASCADE"),
)

cursor = Table(
    "cursor",
    metadata,
    Column("portal", Told, primary_key=True),
    Column("user_id", Told, primary_key=True),
    Column("avrs_id", Told, primary_key=True),
    Column("scope", Told, primary_key=True),
    Column("cursor", Told, nullable=False),
)

clerk_book = Table(
    "clerk_book",
    metadata,
    Column("portal", Told, primary_key=True),
    Column("avrs_id", Told, primary_key=True),
    Column("reviewed_on", Instant),
    Column("reviewed_by", Told, nullable=False),
    Column("told_at", Instant, nullable=False),
)

clerk = Table(
    "clerk",
    metadata,
    Column("portal", Told, primary_key=True),
    Column("avrs_id", Told, primary_key=True),
    Column("user_id", Told, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("first_name", Told, nullable=False),
    Column("last_name", Told, nullable=False),
    Column("email", Told, nullable=False),
    Column("roles", Told, nullable=False),
    Column("status", Spelled(ClerkStatus), nullable=False),
    Column("last_sign_in_at", Instant),
    Column("other_organisations", Integer, nullable=False),
    Column("etag", Told, nullable=False),
    ForeignKeyConstraint(["portal", "avrs_id"], ["clerk_book.portal", "clerk_book.avrs_id"], ondelete="CASCADE"),
)

submission = Table(
    "submission",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("key", Told, nullable=False, unique=True),
    Column("portal", Told, nullable=False),
    Column("user_id", Told, nullable=False),
    Column("avrs_id", Told, nullable=False),
    Column("file_name", Told, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Told, nullable=False),
    Column("document_id", Told, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("state", Spelled(SubmissionState), nullable=False),
    Column("waits_for", Spelled(WaitsFor), nullable=False),
    Column("reason", Words, nullable=False),
    Column("next_try_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("upload_url", Told),
    Column("offset", BigInteger, nullable=False),
    Column("answered_at", Instant),
    Index("submission_by_account", "portal", "user_id", "state"),
    Index("submission_by_content", "portal", "avrs_id", "sha256"),
    sqlite_autoincrement=True,
)

receipt = Table(
    "receipt",
    metadata,
    Column("key", Told, ForeignKey("submission.key", ondelete="CASCADE"), primary_key=True),
    Column("number", Told, nullable=False),
    Column("submission_key", Told, nullable=False),
    Column("sha256", Told, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("user_id", Told, nullable=False),
    Column("avrs_id", Told, nullable=False),
    Column("file_name", Told, nullable=False),
)

answer_sheet = Table(
    "answer_sheet",
    metadata,
    Column("key", Told, ForeignKey("submission.key", ondelete="CASCADE"), primary_key=True),
    Column("sheet", Told, nullable=False),
)

interchange = Table(
    "interchange",
    metadata,
    Column("key", Told, ForeignKey("submission.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("control_number", Told, nullable=False),
    Column("answer", Spelled(Answer)),
    Index("interchange_by_control_number", "control_number"),
)

trade_file = Table(
    "trade_file",
    metadata,
    Column("local_id", Integer, primary_key=True),
    Column("portal", Told, nullable=False),
    Column("avrs_id", Told, nullable=False),
    Column("remote_id", Told, nullable=False),
    Column("transaction_type", Told, nullable=False),
    Column("letter_kind", Told, nullable=False),
    Column("name", Told, nullable=False),
    Column("posting", Boolean, nullable=False),
    Column("size", BigInteger),
    Column("sha256", Told),
    Column("posted_at", Instant, nullable=False),
    Column("available_until", Instant),
    Column("in_reply_to", Told),
    Column("first_seen_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("wanted", Boolean, nullable=False),
    Column("state", Spelled(TradeFileState), nullable=False),
    Column("waits_for", Spelled(WaitsFor), nullable=False),
    Column("reason", Words, nullable=False),
    Column("next_try_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("document_id", Told),
    Column("kept_at", Instant),
    Column("opened_at", Instant),
    UniqueConstraint("portal", "avrs_id", "remote_id", name="trade_file_on_portal"),
    Index("trade_file_by_date", "portal", "avrs_id", "posted_at"),
    Index("trade_file_by_type", "portal", "avrs_id", "transaction_type", "posted_at"),
    Index("trade_file_by_state", "portal", "state"),
    sqlite_autoincrement=True,
)

activity = Table(
    "activity",
    metadata,
    Column("entry_id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("deed", Spelled(Deed), nullable=False),
    Column("portal", Told),
    Column("user_id", Told),
    Column("avrs_id", Told, nullable=False),
    Column("subject", Told, nullable=False),
    Column("words", Words, nullable=False),
    Index("activity_by_account", "portal", "user_id"),
    sqlite_autoincrement=True,
)

secret = Table(
    "secret",
    metadata,
    Column("name", Told, primary_key=True),
    Column("value", Told, nullable=False),
)

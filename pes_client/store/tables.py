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
    Text,
    UniqueConstraint,
)

from pes_client.domain.accounts import AccountKind, NextStep
from pes_client.domain.activity import Deed
from pes_client.domain.submissions import Answer, SubmissionState, WaitsFor
from pes_client.domain.tradefiles import TradeFileState
from pes_client.store.columns import Instant, Spelled, Words

metadata = MetaData()

portal = Table(
    "portal",
    metadata,
    Column("name", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("practice", Boolean, nullable=False),
    Column("ca_pem", Text),
    Column("known_since", Instant, nullable=False),
)

policy = Table(
    "policy",
    metadata,
    Column("portal", Text, primary_key=True),
    Column("etag", Text, nullable=False),
    Column("document_json", Text, nullable=False),
    Column("fetched_at", Instant, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("portal", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("signed_in", Boolean, nullable=False),
    Column("stopped_because", Words, nullable=False),
    Column("kind", Spelled(AccountKind)),
    Column("name", Text),
    Column("email", Text),
    Column("next_step", Spelled(NextStep)),
    Column("password_expires_at", Instant),
    Column("last_sign_in_at", Instant),
    Column("told_at", Instant),
)

organisation = Table(
    "organisation",
    metadata,
    Column("portal", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("avrs_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("npi", Text, nullable=False),
    Column("roles", Text, nullable=False),
    ForeignKeyConstraint(["portal", "user_id"], ["account.portal", "account.user_id"], ondelete="CASCADE"),
)

cursor = Table(
    "cursor",
    metadata,
    Column("portal", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("avrs_id", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("cursor", Text, nullable=False),
)

submission = Table(
    "submission",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("portal", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("avrs_id", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("state", Spelled(SubmissionState), nullable=False),
    Column("waits_for", Spelled(WaitsFor), nullable=False),
    Column("reason", Words, nullable=False),
    Column("next_try_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("upload_url", Text),
    Column("offset", BigInteger, nullable=False),
    Column("answered_at", Instant),
    Index("submission_by_account", "portal", "user_id", "state"),
    Index("submission_by_content", "portal", "avrs_id", "sha256"),
    sqlite_autoincrement=True,
)

receipt = Table(
    "receipt",
    metadata,
    Column("key", Text, ForeignKey("submission.key", ondelete="CASCADE"), primary_key=True),
    Column("number", Text, nullable=False),
    Column("submission_key", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("avrs_id", Text, nullable=False),
    Column("file_name", Text, nullable=False),
)

answer_sheet = Table(
    "answer_sheet",
    metadata,
    Column("key", Text, ForeignKey("submission.key", ondelete="CASCADE"), primary_key=True),
    Column("sheet", Text, nullable=False),
)

interchange = Table(
    "interchange",
    metadata,
    Column("key", Text, ForeignKey("submission.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("control_number", Text, nullable=False),
    Column("answer", Spelled(Answer)),
    Index("interchange_by_control_number", "control_number"),
)

trade_file = Table(
    "trade_file",
    metadata,
    Column("local_id", Integer, primary_key=True),
    Column("portal", Text, nullable=False),
    Column("avrs_id", Text, nullable=False),
    Column("remote_id", Text, nullable=False),
    Column("transaction_type", Text, nullable=False),
    Column("letter_kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("posting", Boolean, nullable=False),
    Column("size", BigInteger),
    Column("sha256", Text),
    Column("posted_at", Instant, nullable=False),
    Column("available_until", Instant),
    Column("in_reply_to", Text),
    Column("first_seen_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("wanted", Boolean, nullable=False),
    Column("state", Spelled(TradeFileState), nullable=False),
    Column("waits_for", Spelled(WaitsFor), nullable=False),
    Column("reason", Words, nullable=False),
    Column("next_try_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("document_id", Text),
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
    Column("portal", Text),
    Column("user_id", Text),
    Column("avrs_id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("words", Words, nullable=False),
    Index("activity_by_account", "portal", "user_id"),
    sqlite_autoincrement=True,
)

secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

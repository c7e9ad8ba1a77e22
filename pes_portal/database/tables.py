"""The portal's tables; migrations build exactly these, and a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC, kept without a zone because SQLite has none to keep."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take any aware moment."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware one."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


# SQLite numbers rows by itself only where the type is exactly INTEGER.
_RowNumber = BigInteger().with_variant(Integer, "sqlite")

settings = Table("settings", metadata, Column("name", String(40), primary_key=True), Column("value", Text))

counters = Table(
    "counters",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

organisations = Table(
    "organisations",
    metadata,
    Column("avrs_id", String(20), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("npi", String(10), nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    Column("user_id", String(60), nullable=False),
    Column("user_id_folded", String(60), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("name", String(100), nullable=False),
    Column("first_name", String(100)),
    Column("last_name", String(100)),
    Column("phone", String(40)),
    Column("email", String(100)),
    Column("password_hash", String(200), nullable=False),
    Column("password_set_at", UtcTime, nullable=False),
    Column("password_must_change", Boolean, nullable=False),
    Column("wrong_passwords", Integer, nullable=False),
    Column("locked_at", UtcTime),
    Column("disabled_at", UtcTime),
    Column("last_access_at", UtcTime, nullable=False),
    Column("signed_in_at", UtcTime),
    Column("last_sign_in_at", UtcTime),
    Column("clerk_first_sign_on_due", Boolean, nullable=False),
    Column("account_setup_due", Boolean, nullable=False),
    Column("site_security_done_at", UtcTime),
    Column("question_1", String(100)),
    Column("answer_1_hash", String(200)),
    Column("question_2", String(100)),
    Column("answer_2_hash", String(200)),
    # A deleted clerk's row stays, so that its user ID is never given again (CLK-5).
    Column("deleted_at", UtcTime),
)

password_history = Table(
    "password_history",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("password_hash", String(200), nullable=False),
    Column("replaced_at", UtcTime, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("avrs_id", ForeignKey("organisations.avrs_id"), primary_key=True),
)

granted_roles = Table(
    "granted_roles",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("avrs_id", ForeignKey("organisations.avrs_id"), primary_key=True),
    Column("role", String(40), primary_key=True),
)

pin_letters = Table(
    "pin_letters",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    # An NPI, or the identifier of a provider without one (SET-1).
    Column("identifier", String(20), nullable=False),
    Column("avrs_id", ForeignKey("organisations.avrs_id")),
    Column("pin_hash", String(200), nullable=False),
    Column("issued_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

clerk_reviews = Table(
    "clerk_reviews",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    Column("avrs_id", ForeignKey("organisations.avrs_id"), nullable=False),
    Column("reviewed_at", UtcTime, nullable=False),
    Column("reviewed_by", String(60), nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("ticket_hash", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("account_id", ForeignKey("accounts.id")),
    Column("pin_letter_id", ForeignKey("pin_letters.id")),
    Column("expires_at", UtcTime, nullable=False),
    Column("opened_at", UtcTime),
    Column("used_at", UtcTime),
)

tries = Table(
    "tries",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("source", String(60), nullable=False),
    Column("tried_at", UtcTime, nullable=False),
    Index("ix_tries_subject", "subject", "tried_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", _RowNumber, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("source", String(60), nullable=False),
    Column("event", String(40), nullable=False),
    Column("who", String(60)),
    Column("whom", String(60)),
    Column("avrs_id", String(20)),
    Column("detail", String(300)),
)

outgoing_mail = Table(
    "outgoing_mail",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    Column("to_address", String(100), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("written_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime, index=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime, nullable=False),
)

answered_requests = Table(
    "answered_requests",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("idempotency_key", String(36), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", String(100)),
    Column("body", LargeBinary, nullable=False),
    Column("answered_at", UtcTime, nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("submission_key", String(36), nullable=False, unique=True),
    Column("avrs_id", ForeignKey("organisations.avrs_id"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("durable_offset", BigInteger, nullable=False),
    Column("file_name", String(255), nullable=False),
    Column("again", Boolean, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("number", _RowNumber, primary_key=True),
    Column("receipt", String(40), nullable=False, unique=True),
    Column("submission_key", String(36), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("user_id", String(60), nullable=False),
    Column("avrs_id", ForeignKey("organisations.avrs_id"), nullable=False),
    Column("file_name", String(255), nullable=False),
    # The content's hash on its first receipt, NULL on an insisted repeat: so the database itself
    # refuses the same content twice, whatever runs at the same moment (ASM-7).
    Column("first_content", String(64)),
    UniqueConstraint("avrs_id", "first_content", name="uq_ledger_content_once"),
    Index("ix_ledger_content", "avrs_id", "sha256"),
)

back_office_work = Table(
    "back_office_work",
    metadata,
    Column("submission_key", ForeignKey("ledger.submission_key"), primary_key=True),
    Column("file_id", String(40), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("answered_at", UtcTime),
)

trade_files = Table(
    "trade_files",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("change", BigInteger, nullable=False, unique=True),
    Column("avrs_id", ForeignKey("organisations.avrs_id"), nullable=False),
    Column("transaction_type", String(20), nullable=False),
    Column("letter_kind", String(20)),
    Column("name", String(255), nullable=False),
    Column("status", String(10), nullable=False),
    Column("ready_at", UtcTime),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("posted_at", UtcTime, nullable=False),
    Column("available_until", UtcTime),
    Column("in_reply_to", String(36)),
    Index("ix_trade_files_delta", "avrs_id", "change"),
    Index("ix_trade_files_status", "status"),
)

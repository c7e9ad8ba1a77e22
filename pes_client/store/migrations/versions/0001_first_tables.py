"""The first tables: portals, accounts, submissions, trade files, activity."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _portals_and_accounts()
    _submissions()
    _trade_files()
    _activity()
    op.create_table(
        "secret",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _portals_and_accounts() -> None:
    op.create_table(
        "portal",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("profile", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("practice", sa.Boolean, nullable=False),
        sa.Column("ca_pem", sa.Text),
        sa.Column("known_since", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "policy",
        sa.Column("portal", sa.Text, primary_key=True),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("document_json", sa.Text, nullable=False),
        sa.Column("fetched_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("portal", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("signed_in", sa.Boolean, nullable=False),
        sa.Column("stopped_because", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("next_step", sa.Text),
        sa.Column("password_expires_at", sa.BigInteger),
        sa.Column("last_sign_in_at", sa.BigInteger),
        sa.Column("told_at", sa.BigInteger),
    )
    op.create_table(
        "organisation",
        sa.Column("portal", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("avrs_id", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("npi", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["portal", "user_id"], ["account.portal", "account.user_id"], ondelete="CASCADE"),
    )
    op.create_table(
        "cursor",
        sa.Column("portal", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("avrs_id", sa.Text, primary_key=True),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("cursor", sa.Text, nullable=False),
    )


def _submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("entry", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("portal", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("avrs_id", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        sa.Column("queued_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("waits_for", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("next_try_at", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("upload_url", sa.Text),
        sa.Column("offset", sa.BigInteger, nullable=False),
        sa.Column("answered_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("submission_by_account", "submission", ["portal", "user_id", "state"])
    op.create_index("submission_by_content", "submission", ["portal", "avrs_id", "sha256"])
    op.create_table(
        "receipt",
        sa.Column("key", sa.Text, sa.ForeignKey("submission.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("submission_key", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("avrs_id", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
    )
    op.create_table(
        "answer_sheet",
        sa.Column("key", sa.Text, sa.ForeignKey("submission.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("sheet", sa.Text, nullable=False),
    )
    op.create_table(
        "interchange",
        sa.Column("key", sa.Text, sa.ForeignKey("submission.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("control_number", sa.Text, nullable=False),
        sa.Column("answer", sa.Text),
    )
    op.create_index("interchange_by_control_number", "interchange", ["control_number"])


def _trade_files() -> None:
    op.create_table(
        "trade_file",
        sa.Column("local_id", sa.Integer, primary_key=True),
        sa.Column("portal", sa.Text, nullable=False),
        sa.Column("avrs_id", sa.Text, nullable=False),
        sa.Column("remote_id", sa.Text, nullable=False),
        sa.Column("transaction_type", sa.Text, nullable=False),
        sa.Column("letter_kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("posting", sa.Boolean, nullable=False),
        sa.Column("size", sa.BigInteger),
        sa.Column("sha256", sa.Text),
        sa.Column("posted_at", sa.BigInteger, nullable=False),
        sa.Column("available_until", sa.BigInteger),
        sa.Column("in_reply_to", sa.Text),
        sa.Column("first_seen_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("wanted", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("waits_for", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("next_try_at", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("document_id", sa.Text),
        sa.Column("kept_at", sa.BigInteger),
        sa.Column("opened_at", sa.BigInteger),
        sa.UniqueConstraint("portal", "avrs_id", "remote_id", name="trade_file_on_portal"),
        sqlite_autoincrement=True,
    )
    place = ["portal", "avrs_id"]
    op.create_index("trade_file_by_date", "trade_file", [*place, "posted_at"])
    op.create_index("trade_file_by_type", "trade_file", [*place, "transaction_type", "posted_at"])
    op.create_index("trade_file_by_state", "trade_file", ["portal", "state"])


def _activity() -> None:
    op.create_table(
        "activity",
        sa.Column("entry_id", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("deed", sa.Text, nullable=False),
        sa.Column("portal", sa.Text),
        sa.Column("user_id", sa.Text),
        sa.Column("avrs_id", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("activity_by_account", "activity", ["portal", "user_id"])
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER activity_forbids_{change.lower()} BEFORE {change} ON activity "
            "BEGIN SELECT RAISE(ABORT, 'the activity is only ever added to'); END"
        )

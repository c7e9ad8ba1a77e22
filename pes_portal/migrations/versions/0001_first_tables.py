"""The first tables, and the triggers that make the ledger append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime()


def upgrade() -> None:
    _create_portal_facts()
    _create_accounts()
    _create_sessions()
    _create_submissions()
    _create_trade_files()
    _make_ledger_append_only()


def _create_portal_facts() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Text()),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    names = ("receipt", "trade_file_change", "interchange")
    op.bulk_insert(counters, [{"name": name, "value": 0} for name in names])
    op.create_table(
        "organisations",
        sa.Column("avrs_id", sa.String(20), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("npi", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("avrs_id", name="pk_organisations"),
    )


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", _ROW_NUMBER, nullable=False),
        sa.Column("user_id", sa.String(60), nullable=False),
        sa.Column("user_id_folded", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("email", sa.String(100)),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("password_set_at", _TIME, nullable=False),
        sa.Column("password_must_change", sa.Boolean(), nullable=False),
        sa.Column("wrong_passwords", sa.Integer(), nullable=False),
        sa.Column("locked_at", _TIME),
        sa.Column("disabled_at", _TIME),
        sa.Column("last_access_at", _TIME, nullable=False),
        sa.Column("signed_in_at", _TIME),
        sa.Column("last_sign_in_at", _TIME),
        sa.Column("clerk_first_sign_on_due", sa.Boolean(), nullable=False),
        sa.Column("account_setup_due", sa.Boolean(), nullable=False),
        sa.Column("site_security_done_at", _TIME),
        sa.Column("question_1", sa.String(100)),
        sa.Column("answer_1_hash", sa.String(200)),
        sa.Column("question_2", sa.String(100)),
        sa.Column("answer_2_hash", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("user_id_folded", name="uq_accounts_user_id_folded"),
    )
    op.create_table(
        "memberships",
        sa.Column("account_id", _ROW_NUMBER, nullable=False),
        sa.Column("avrs_id", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "avrs_id", name="pk_memberships"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_memberships_account_id"),
        sa.ForeignKeyConstraint(["avrs_id"], ["organisations.avrs_id"], name="fk_memberships_avrs_id"),
    )
    op.create_table(
        "granted_roles",
        sa.Column("account_id", _ROW_NUMBER, nullable=False),
        sa.Column("avrs_id", sa.String(20), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "avrs_id", "role", name="pk_granted_roles"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_granted_roles_account_id"),
        sa.ForeignKeyConstraint(["avrs_id"], ["organisations.avrs_id"], name="fk_granted_roles_avrs_id"),
    )
    op.create_table(
        "pin_letters",
        sa.Column("id", _ROW_NUMBER, nullable=False),
        sa.Column("npi", sa.String(10), nullable=False),
        sa.Column("pin_hash", sa.String(200), nullable=False),
        sa.Column("issued_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_pin_letters"),
    )


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", _ROW_NUMBER, nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("last_used_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sessions_account_id"),
    )
    op.create_table(
        "answered_requests",
        sa.Column("account_id", _ROW_NUMBER, nullable=False),
        sa.Column("idempotency_key", sa.String(36), nullable=False),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(100)),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "idempotency_key", name="pk_answered_requests"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_answered_requests_account_id"),
    )


def _create_submissions() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("account_id", _ROW_NUMBER, nullable=False),
        sa.Column("submission_key", sa.String(36), nullable=False),
        sa.Column("avrs_id", sa.String(20), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("durable_offset", sa.BigInteger(), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        sa.UniqueConstraint("submission_key", name="uq_uploads_submission_key"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_uploads_account_id"),
        sa.ForeignKeyConstraint(["avrs_id"], ["organisations.avrs_id"], name="fk_uploads_avrs_id"),
    )
    op.create_table(
        "ledger",
        sa.Column("number", _ROW_NUMBER, nullable=False),
        sa.Column("receipt", sa.String(40), nullable=False),
        sa.Column("submission_key", sa.String(36), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received_at", _TIME, nullable=False),
        sa.Column("user_id", sa.String(60), nullable=False),
        sa.Column("avrs_id", sa.String(20), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("first_content", sa.String(64)),
        sa.PrimaryKeyConstraint("number", name="pk_ledger"),
        sa.UniqueConstraint("receipt", name="uq_ledger_receipt"),
        sa.UniqueConstraint("submission_key", name="uq_ledger_submission_key"),
        sa.UniqueConstraint("avrs_id", "first_content", name="uq_ledger_content_once"),
        sa.ForeignKeyConstraint(["avrs_id"], ["organisations.avrs_id"], name="fk_ledger_avrs_id"),
    )
    op.create_index("ix_ledger_content", "ledger", ["avrs_id", "sha256"])
    op.create_table(
        "back_office_work",
        sa.Column("submission_key", sa.String(36), nullable=False),
        sa.Column("file_id", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("answered_at", _TIME),
        sa.PrimaryKeyConstraint("submission_key", name="pk_back_office_work"),
        sa.ForeignKeyConstraint(
            ["submission_key"], ["ledger.submission_key"], name="fk_back_office_work_submission_key"
        ),
    )


def _create_trade_files() -> None:
    op.create_table(
        "trade_files",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("avrs_id", sa.String(20), nullable=False),
        sa.Column("transaction_type", sa.String(20), nullable=False),
        sa.Column("letter_kind", sa.String(20)),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("ready_at", _TIME),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("posted_at", _TIME, nullable=False),
        sa.Column("available_until", _TIME),
        sa.Column("in_reply_to", sa.String(36)),
        sa.PrimaryKeyConstraint("id", name="pk_trade_files"),
        sa.UniqueConstraint("change", name="uq_trade_files_change"),
        sa.ForeignKeyConstraint(["avrs_id"], ["organisations.avrs_id"], name="fk_trade_files_avrs_id"),
    )
    op.create_index("ix_trade_files_delta", "trade_files", ["avrs_id", "change"])
    op.create_index("ix_trade_files_status", "trade_files", ["status"])


def _make_ledger_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER ledger_forbids_{verb.lower()} BEFORE {verb} ON ledger "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger "
        "FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()"
    )


def downgrade() -> None:
    raise NotImplementedError("an older program never opens this database")

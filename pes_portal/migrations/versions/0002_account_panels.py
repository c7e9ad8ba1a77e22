"""What the account panels keep: names, earlier passwords, tickets, tries, reviews, the audit trail and mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime()


def upgrade() -> None:
    _add_to_accounts()
    _address_pin_letters()
    _create_password_history()
    _create_reviews()
    _create_tickets()
    _create_audit()
    _make_audit_append_only()
    _create_outgoing_mail()


def _add_to_accounts() -> None:
    for column in (
        sa.Column("first_name", sa.String(100)),
        sa.Column("last_name", sa.String(100)),
        sa.Column("phone", sa.String(40)),
        sa.Column("deleted_at", _TIME),
    ):
        op.add_column("accounts", column)
    accounts = sa.table("accounts", *map(sa.column, ("id", "name", "first_name", "last_name")))
    for row in op.get_bind().execute(sa.select(accounts.c.id, accounts.c.name)).all():
        first_name, _, last_name = row.name.rpartition(" ")
        op.execute(
            sa.update(accounts).where(accounts.c.id == row.id).values(first_name=first_name, last_name=last_name)
        )


def _address_pin_letters() -> None:
    # SQLite can change columns only by building the table anew.
    with op.batch_alter_table("pin_letters") as letters:
        letters.alter_column(
            "npi",
            new_column_name="identifier",
            existing_type=sa.String(10),
            type_=sa.String(20),
            existing_nullable=False,
        )
        letters.add_column(sa.Column("avrs_id", sa.String(20)))
        letters.create_foreign_key("fk_pin_letters_avrs_id", "organisations", ["avrs_id"], ["avrs_id"])
    op.execute(
        "UPDATE pin_letters SET avrs_id = "
        "(SELECT avrs_id FROM organisations WHERE organisations.npi = pin_letters.identifier)"
    )


def _create_password_history() -> None:
    op.create_table(
        "password_history",
        sa.Column("id", _ROW_NUMBER, nullable=False),
        sa.Column("account_id", _ROW_NUMBER, nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("replaced_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_password_history"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_password_history_account_id"),
    )
    op.create_index("ix_password_history_account_id", "password_history", ["account_id"])


def _create_reviews() -> None:
    op.create_table(
        "clerk_reviews",
        sa.Column("id", _ROW_NUMBER, nullable=False),
        sa.Column("avrs_id", sa.String(20), nullable=False),
        sa.Column("reviewed_at", _TIME, nullable=False),
        sa.Column("reviewed_by", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clerk_reviews"),
        sa.ForeignKeyConstraint(["avrs_id"], ["organisations.avrs_id"], name="fk_clerk_reviews_avrs_id"),
    )


def _create_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("ticket_hash", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("account_id", _ROW_NUMBER),
        sa.Column("pin_letter_id", _ROW_NUMBER),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("opened_at", _TIME),
        sa.Column("used_at", _TIME),
        sa.PrimaryKeyConstraint("ticket_hash", name="pk_tickets"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_tickets_account_id"),
        sa.ForeignKeyConstraint(["pin_letter_id"], ["pin_letters.id"], name="fk_tickets_pin_letter_id"),
    )
    op.create_table(
        "tries",
        sa.Column("id", _ROW_NUMBER, nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("tried_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tries"),
    )
    op.create_index("ix_tries_subject", "tries", ["subject", "tried_at"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", _ROW_NUMBER, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("who", sa.String(60)),
        sa.Column("whom", sa.String(60)),
        sa.Column("avrs_id", sa.String(20)),
        sa.Column("detail", sa.String(300)),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )


def _make_audit_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_forbids_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()"
    )


def _create_outgoing_mail() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("id", _ROW_NUMBER, nullable=False),
        sa.Column("to_address", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("sent_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_mail"),
    )
    op.create_index("ix_outgoing_mail_sent_at", "outgoing_mail", ["sent_at"])


def downgrade() -> None:
    raise NotImplementedError("an older program never opens this database")

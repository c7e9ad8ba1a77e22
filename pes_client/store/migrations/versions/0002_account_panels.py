"""What the account panels keep: when idleness disables an account, and the clerks as last told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("idle_disables_at", sa.BigInteger))
    op.create_table(
        "clerk_book",
        sa.Column("portal", sa.Text, primary_key=True),
        sa.Column("avrs_id", sa.Text, primary_key=True),
        sa.Column("reviewed_on", sa.BigInteger),
        sa.Column("reviewed_by", sa.Text, nullable=False),
        sa.Column("told_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "clerk",
        sa.Column("portal", sa.Text, primary_key=True),
        sa.Column("avrs_id", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("first_name", sa.Text, nullable=False),
        sa.Column("last_name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("last_sign_in_at", sa.BigInteger),
        sa.Column("other_organisations", sa.Integer, nullable=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["portal", "avrs_id"], ["clerk_book.portal", "clerk_book.avrs_id"], ondelete="CASCADE"),
    )

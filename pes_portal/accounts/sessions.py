"""Bearer sessions: 256 random bits at the client, only their hash here."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from pes_portal.database.engine import Database
from pes_portal.database.tables import sessions

_IDLE_LIFE = timedelta(minutes=15)
_TOTAL_LIFE = timedelta(hours=8)
# Each note of use is a durable write; noting it more often than this would only wear the disk.
_NOTE_USE_EVERY = timedelta(seconds=30)


@dataclass(frozen=True)
class OpenSession:
    """A session that has not ended."""

    token_hash: str
    account_id: int
    expires_at: datetime


@dataclass(frozen=True)
class NewToken:
    """A fresh session and the token that only its owner will know."""

    token: str
    session: OpenSession

    def __repr__(self) -> str:
        return "NewToken(…)"


def start_session(connection: Connection, account_id: int, now: datetime) -> NewToken:
    """Open a session; sessions that ended by themselves are swept away meanwhile."""
    connection.execute(
        delete(sessions).where(
            or_(sessions.c.last_used_at < now - _IDLE_LIFE, sessions.c.started_at < now - _TOTAL_LIFE)
        )
    )
    token = secrets.token_urlsafe(32)
    token_hash = _hash(token)
    connection.execute(
        insert(sessions).values(token_hash=token_hash, account_id=account_id, started_at=now, last_used_at=now)
    )
    return NewToken(token, OpenSession(token_hash, account_id, now + _IDLE_LIFE))


def use_session(database: Database, token: str, now: datetime) -> OpenSession | None:
    """The open session of a token, its idle time started again; None when there is none."""
    token_hash = _hash(token)
    with database.reading() as connection:
        row = connection.execute(select(sessions).where(sessions.c.token_hash == token_hash)).one_or_none()
    if row is None or now >= min(row.last_used_at + _IDLE_LIFE, row.started_at + _TOTAL_LIFE):
        return None
    last_used = row.last_used_at
    if now - last_used > _NOTE_USE_EVERY:
        with database.writing() as connection:
            connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(last_used_at=now))
        last_used = now
    return OpenSession(token_hash, row.account_id, min(last_used + _IDLE_LIFE, row.started_at + _TOTAL_LIFE))


def end_session(connection: Connection, session: OpenSession) -> None:
    """Sign out."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == session.token_hash))


def end_sessions(connection: Connection, account_id: int, *, but: OpenSession | None = None) -> None:
    """Sign an account out everywhere, or everywhere but here."""
    ended = delete(sessions).where(sessions.c.account_id == account_id)
    connection.execute(ended if but is None else ended.where(sessions.c.token_hash != but.token_hash))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

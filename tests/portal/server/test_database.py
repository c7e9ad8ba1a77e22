"""The schema and its versions, what is append-only, and letters that become posted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError

import pes_portal
from pes_portal.accounts.book import find_by_user_id
from pes_portal.accounts.pin_letters import newest_letter
from pes_portal.audit import Deed, note, whole_audit
from pes_portal.clock import PortalClock, move_clock
from pes_portal.database.engine import Database, sqlite_url
from pes_portal.database.tables import audit, ledger, metadata, organisations
from pes_portal.database.upgrade import DatabaseNewer, DatabaseOlder, require_schema, revisions, upgrade
from pes_portal.ledger import Accepted, enter, whole_ledger
from pes_portal.trade_files.contents import Content
from pes_portal.trade_files.shelf import (
    NewTradeFile,
    Query,
    list_changes,
    post_what_is_ready,
    put_on_shelf,
)
from pes_portal.wire.audit import Event

MIGRATIONS = Path(pes_portal.__file__).parent / "migrations"
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
AVRS_ID = "009900111"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(sqlite_url(tmp_path / "portal.sqlite3"))
    upgrade(opened)
    with opened.writing() as connection:
        connection.execute(insert(organisations).values(avrs_id=AVRS_ID, name="Sample", npi="1999999984"))
    yield opened
    opened.close()


def accepted(sha256: str = "0" * 64) -> Accepted:
    return Accepted(uuid4(), sha256, 5, "provider1", AVRS_ID, "claims.x12")


def test_migrations_build_exactly_the_tables_that_the_code_uses(database):
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_database_is_durable_and_keeps_its_references(database):
    with database.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_database_of_a_newer_version_is_refused(database, tmp_path):
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer):
        upgrade(database)
    refused = subprocess.run(
        [sys.executable, "-m", "pes_portal", "serve", "--port", "0", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "newer version" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("change", [update(ledger).values(size=0), delete(ledger)])
def test_a_line_of_the_ledger_is_never_changed(database, change):
    with database.writing() as connection:
        receipt = enter(connection, accepted(), NOW)
    with pytest.raises(IntegrityError, match="append-only"), database.writing() as connection:
        connection.execute(change)
    with database.reading() as connection:
        assert whole_ledger(connection).rows == [receipt]


@pytest.mark.parametrize("change", [update(audit).values(who="somebody"), delete(audit)])
def test_a_line_of_the_audit_trail_is_never_changed(database, change):
    deed = Deed(Event.SIGNED_IN, "192.0.2.1", "provider1")
    with database.writing() as connection:
        note(connection, deed, NOW)
    with pytest.raises(IntegrityError, match="append-only"), database.writing() as connection:
        connection.execute(change)
    with database.reading() as connection:
        assert [(row.event, row.who) for row in whole_audit(connection).rows] == [(deed.event, deed.who)]


def test_the_versions_that_the_file_names_tell_are_those_that_alembic_knows():
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert revisions() == [script.revision for script in reversed(list(scripts.walk_revisions()))]


def test_a_portal_of_the_first_version_is_brought_up_to_date_with_its_people_and_letters(tmp_path):
    old = Database(sqlite_url(tmp_path / "old.sqlite3"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with old.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO organisations VALUES ('009900111', 'Sample', '1999999984')"))
        connection.execute(
            text(
                "INSERT INTO accounts (user_id, user_id_folded, kind, name, password_hash, password_set_at, "
                "password_must_change, wrong_passwords, last_access_at, clerk_first_sign_on_due, account_setup_due) "
                "VALUES ('clerk01', 'clerk01', 'clerk', 'Clara Fileman', 'x', '2026-11-01', 0, 0, '2026-11-01', 0, 0)"
            )
        )
        connection.execute(
            text("INSERT INTO pin_letters (npi, pin_hash, issued_at) VALUES ('1999999984', 'x', '2026-11-01')")
        )
    with pytest.raises(DatabaseOlder):
        require_schema(old)
    upgrade(old)
    require_schema(old)
    with old.reading() as connection:
        account, _ = find_by_user_id(connection, "clerk01")
        letter = newest_letter(connection, "1999999984")
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert (account.first_name, account.last_name) == ("Clara", "Fileman")
    assert letter.organisation == "Sample"
    old.close()


def test_the_database_itself_refuses_a_key_twice(database):
    once = accepted()
    with database.writing() as connection:
        enter(connection, once, NOW)
    with pytest.raises(IntegrityError), database.writing() as connection:
        enter(connection, once, NOW)


def test_asm_7_the_database_itself_refuses_a_second_first_receipt_of_one_content(database):
    with database.writing() as connection:
        enter(connection, accepted(), NOW)
        enter(connection, accepted(), NOW)
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(update(ledger).values(first_content="0" * 64))


def test_trf_6_a_letter_that_becomes_posted_comes_again_in_the_list(database):
    def listed(after: int, now: datetime) -> list[tuple[int, str]]:
        query = Query(AVRS_ID, {"EDELIVERY"}, after, None, None, 10)
        with database.reading() as connection:
            return [(file.change, file.shown.status) for file in list_changes(connection, query, now)]

    letter = NewTradeFile(
        AVRS_ID,
        "EDELIVERY",
        "letter.pdf",
        Content("0" * 64, 5),
        "application/pdf",
        posted_at=NOW,
        available_until=NOW + timedelta(days=270),
        ready_at=NOW + timedelta(hours=3),
    )
    with database.writing() as connection:
        put_on_shelf(connection, letter)
        post_what_is_ready(connection, NOW + timedelta(hours=2))
    assert listed(0, NOW) == [(1, "posting")]
    with database.writing() as connection:
        post_what_is_ready(connection, NOW + timedelta(hours=3))
    assert listed(1, NOW) == [(2, "posted")]
    assert listed(0, NOW + timedelta(days=270)) == []


def test_the_clock_can_be_moved_and_stays_moved(database):
    move_clock(database, timedelta(days=61))
    ahead = PortalClock(database).now() - datetime.now(UTC)
    assert timedelta(days=60, hours=23) < ahead < timedelta(days=61, hours=1)


def test_an_upload_that_waited_a_week_is_over_and_its_letter_posted(start_portal, tmp_path, announcement):
    running = start_portal(tmp_path)
    clerk = running.sign_in("clerktf01")
    location = clerk.announce(announcement(b"claims"), b"cl").headers["Location"]
    waiting = [item for item in clerk.trade_files()["items"] if item["status"] == "posting"]
    assert len(waiting) == 1
    cursor = clerk.trade_files()["next"]
    running.advance(days=7, minutes=1)
    clerk = running.sign_in("clerktf01")
    news: list[dict[str, str]] = []
    while not news:
        news = clerk.trade_files(after=cursor)["items"]
    assert [(item["id"], item["status"]) for item in news] == [(waiting[0]["id"], "posted")]
    assert clerk.content(news[0]).content.startswith(b"%PDF-")
    assert clerk.offset(location).status_code == 410


def test_the_interface_can_be_printed_without_a_portal(tmp_path):
    printed = subprocess.run(
        [sys.executable, "-m", "pes_portal", "openapi"], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert json.loads(printed.stdout)["openapi"] == "3.1.0"

"""Data outlive the program: migrations make exactly the tables, and a kept file of every version opens."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from pes_client.domain.accounts import KnownAccount, Standing
from pes_client.domain.activity import Deed
from pes_client.domain.portals import Portal
from pes_client.domain.submissions import Receipt, Submission, SubmissionState
from pes_client.domain.tradefiles import ListedFile
from pes_client.store import opening, schema, tables
from pes_client.store.keys import StoreKeys
from pes_client.store.store import Store
from pes_client.store.vault import Vault
from pes_client.wording import NOTHING, text

KEPT = Path(__file__).parents[2] / "data" / "store"
KEY_OF_KEPT = bytes(range(32))
HEAD = schema.HEAD
NEXT, AFTER_NEXT = (f"{int(HEAD) + ahead:04}" for ahead in (1, 2))


def versions() -> list[str]:
    return sorted(path.name[:4] for path in (schema.MIGRATIONS / "versions").glob("0*.py"))


def write_kept_folder(
    folder: Path, *, portal: Portal, standing: Standing, submission: Submission, receipt: Receipt, letter: ListedFile
) -> None:
    """Write a kept folder: `tests/data/store/<version>` was made by this, and the next version's will be."""
    store = Store.open(folder, KEY_OF_KEPT)
    with store.documents.new() as draft:
        draft.write(b"a small document")
        small = draft.keep()
    part = Vault(folder / "vault", StoreKeys.derive(KEY_OF_KEPT).vault).new_part()
    part.append(b"a large document", last=True)
    large = "v" + part.settle(folder / "vault")
    with store.write() as records:
        records.portals.add(portal)
        records.policies.put(portal.name, '"1"', "{}", standing.told_at)
        records.accounts.save_standing(standing)
        records.submissions.add(replace(submission, document_id=large))
        records.submissions.put_answer_sheet(submission.key, "{}")
        records.submissions.update(submission.key, state=SubmissionState.RECEIVED, receipt=receipt)
        row = records.trade_files.record(portal.name, letter, standing.told_at)
        records.trade_files.update(row.local_id, document_id=small)
        records.cursors.put(standing.account, "1001", "everything", "cursor-9")
        records.activity.append(standing.told_at, Deed.RECEIVED, text("{file} was received.", file="claims.x12"))
        records.secrets.put("password", "of nobody")
    store.close()


def test_the_program_knows_its_newest_migration() -> None:
    assert versions()[-1] == schema.HEAD


def test_the_migrations_make_exactly_the_tables(store: Store) -> None:
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


@pytest.mark.parametrize("version", versions())
def test_a_kept_file_of_every_version_opens_with_all_that_is_in_it(
    version: str,
    tmp_path: Path,
    portal: Portal,
    standing: Standing,
    submission: Submission,
    receipt: Receipt,
    letter: ListedFile,
) -> None:
    shutil.copytree(KEPT / version, tmp_path / "home")
    store = Store.open(tmp_path / "home", KEY_OF_KEPT)
    assert store.opened_with.migrated_from == (None if version == schema.HEAD else version)
    with store.read() as records:
        assert records.portals.all() == [portal]
        assert records.accounts.all() == [KnownAccount(standing.account, False, NOTHING, standing)]
        [sent] = records.submissions.find()
        [brought] = records.trade_files.find(portal="cmap", avrs_id="1001")
        assert records.cursors.get(standing.account, "1001", "everything") == "cursor-9"
        assert [str(entry.words) for entry in records.activity.find()] == ["claims.x12 was received."]
        assert records.secrets.get("password") == "of nobody"
    assert sent == replace(submission, state=SubmissionState.RECEIVED, receipt=receipt, document_id=sent.document_id)
    assert brought.listed == letter
    assert store.documents.read(sent.document_id, at_most=100) == b"a large document"
    assert brought.document_id is not None
    assert store.documents.read(brought.document_id, at_most=100) == b"a small document"
    store.close()


def test_what_this_version_writes_is_what_the_kept_file_of_this_version_holds(
    tmp_path: Path, portal: Portal, standing: Standing, submission: Submission, receipt: Receipt, letter: ListedFile
) -> None:
    write_kept_folder(
        tmp_path / "home",
        portal=portal,
        standing=standing,
        submission=submission,
        receipt=receipt,
        letter=letter,
    )
    written = Store.open(tmp_path / "home", KEY_OF_KEPT)
    shutil.copytree(KEPT / schema.HEAD, tmp_path / "kept")
    kept = Store.open(tmp_path / "kept", KEY_OF_KEPT)
    dump = "SELECT name, sql FROM sqlite_master ORDER BY name"
    with written._engine.connect() as one, kept._engine.connect() as other:
        assert one.exec_driver_sql(dump).all() == other.exec_driver_sql(dump).all()
    written.close()
    kept.close()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program one version ahead: two more migrations, the last of which rebuilds a table with children."""
    ahead = tmp_path / "migrations with % in the name"
    shutil.copytree(schema.MIGRATIONS, ahead)
    step = (
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "revision = '{this}'\ndown_revision = '{last}'\nbranch_labels = None\ndepends_on = None\n\n"
        "def upgrade():\n    {does}\n"
    )
    first = "op.add_column('portal', sa.Column('color', sa.Text))"
    second = "with op.batch_alter_table('submission') as t: t.alter_column('file_name', nullable=True)"
    versions = ahead / "versions"
    for path, last, does in [(f"{NEXT}.py", HEAD, first), (f"{AFTER_NEXT}.py", NEXT, second)]:
        (versions / path).write_text(step.format(this=path[:4], last=last, does=does))
    monkeypatch.setattr(schema, "MIGRATIONS", ahead)
    monkeypatch.setattr(schema, "HEAD", AFTER_NEXT)
    monkeypatch.setattr(opening, "HEAD", AFTER_NEXT)
    return ahead


@pytest.fixture
def older(tmp_path: Path) -> Path:
    shutil.copytree(KEPT / HEAD, tmp_path / "home")
    return tmp_path / "home"


def test_an_older_database_is_backed_up_and_then_migrated(older: Path, next_version: Path) -> None:
    store = Store.open(older, KEY_OF_KEPT)
    assert store.opened_with.migrated_from == HEAD
    with store.write() as records:
        [sent] = records.submissions.find()
        assert sent.receipt is not None  # rebuilding the table took no child rows along
        assert len(sent.interchanges) == 2
    store.close()
    [backup] = (older / "backups").iterdir()
    assert schema.examine(store._database.at(backup), deep=True) == HEAD


def test_a_migration_that_fails_leaves_a_whole_version_and_the_backup(older: Path, next_version: Path) -> None:
    step = next_version / "versions" / f"{AFTER_NEXT}.py"
    step.write_text(
        step.read_text().replace("def upgrade():\n", "def upgrade():\n    op.drop_table('portal')\n    1 / 0\n")
    )
    with pytest.raises(ZeroDivisionError):
        Store.open(older, KEY_OF_KEPT)
    left = schema.CipherFile(older / "pes.db", StoreKeys.derive(KEY_OF_KEPT).database)
    assert schema.examine(left, deep=True) == NEXT
    connection = left.connect()
    assert connection.execute("SELECT count(*) FROM portal").fetchone() == (1,)
    connection.close()
    assert len(list((older / "backups").iterdir())) == 1


def test_a_migration_that_loses_the_row_of_a_receipt_is_undone(older: Path, next_version: Path) -> None:
    step = next_version / "versions" / f"{AFTER_NEXT}.py"
    step.write_text(
        step.read_text().replace("with op.batch", "op.execute('DELETE FROM submission')\n    with op.batch")
    )
    with pytest.raises(RuntimeError, match="without the row"):
        Store.open(older, KEY_OF_KEPT)
    left = schema.CipherFile(older / "pes.db", StoreKeys.derive(KEY_OF_KEPT).database)
    assert schema.examine(left, deep=True) == NEXT


def test_a_database_at_home_in_this_version_does_not_load_alembic(
    store: Store, started: Callable[..., object], key: bytes
) -> None:
    process = started("print('alembic' in sys.modules)", store.folder, key)
    assert process.stdout.readline() == "False\n"  # type: ignore[attr-defined]

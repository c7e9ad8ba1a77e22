"""Which version a database has, and how it is brought to this program's version, step by step."""

from __future__ import annotations

from pathlib import Path

from sqlcipher3 import dbapi2

from pes_client.errors import StoreNewer
from pes_client.store.faults import damaged
from pes_client.store.sqlcipher import WRITING, CipherFile
from pes_client.wording import text

HEAD = "0002"
MIGRATIONS = Path(__file__).parent / "migrations"


def examine(file: CipherFile, *, deep: bool) -> str:
    """The version of a database that can be read; `deep` reads every page. The file is not changed.

    Raises StoreDamaged, also for a wrong key: the file alone cannot tell these apart.
    """
    connection = file.connect(read_only=True)
    try:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if deep and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise damaged(file.path.parent)
    except dbapi2.OperationalError as error:
        if "no such table" in str(error):
            raise damaged(file.path.parent) from error
        raise
    finally:
        connection.close()
    if found is None:
        raise damaged(file.path.parent)
    return str(found[0])


def is_newer(version: str) -> bool:
    """Whether only a newer program knows this version."""
    return not version.isdecimal() or int(version) > int(HEAD)


def refuse_newer(version: str, folder: Path) -> None:
    """Raise StoreNewer for a version that this program does not know."""
    if is_newer(version):
        raise StoreNewer(
            text("The data in {folder} were written by a newer version of this program.", folder=str(folder)),
            text("Nothing was changed. Install the newer version to open them."),
        )


def migrate(file: CipherFile) -> None:
    """Bring the database to HEAD; every step is one transaction, so that a crash leaves a whole version."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    # Rebuilding a table must not take its children along; `env.py` checks after every step that none is lost.
    engine = file.engine(foreign_keys=False)
    try:
        with engine.connect().execution_options(**WRITING) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()

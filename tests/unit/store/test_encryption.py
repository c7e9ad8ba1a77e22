"""Nothing that was kept can be read from the files without the key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from pes_client.domain.activity import Deed
from pes_client.domain.portals import Portal
from pes_client.store.keys import StoreKeys
from pes_client.store.opening import opens
from pes_client.store.sqlcipher import CipherFile
from pes_client.store.store import Store
from pes_client.wording import text

CANARY = "Quillfeather Marabou 1959"


def test_no_canary_is_found_in_any_file(store: Store, portal: Portal, noon: datetime) -> None:
    with store.write() as records:
        records.activity.append(noon, Deed.QUEUED, text("{file}", file=CANARY), subject=CANARY)
        records.secrets.put(CANARY, CANARY)
    small = CANARY.encode() * 10
    for content in (small, small * 2000, small * 20_000):
        with store.documents.new() as draft:
            draft.write(content)
            draft.keep()
    with store.documents.resume(CANARY) as draft:
        draft.write(small * 20_000)
    store.backup()

    files = [path for path in store.folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"pes.db", "pes.db-wal", "documents.db", "documents.db-wal"}
    assert [path.suffix for path in (store.folder / "vault").iterdir()].count(".part") == 1
    assert len(list((store.folder / "vault").iterdir())) == 3
    assert len(list((store.folder / "backups").iterdir())) == 1
    for path in files:
        content = path.read_bytes()
        assert CANARY.encode() not in content, path.name
        assert b"Quillfeather" not in content, path.name
        assert not content.startswith(b"SQLite format 3"), path.name
        assert CANARY not in path.name


def test_a_file_opens_with_its_own_key_only(store: Store, key: bytes) -> None:
    keys = StoreKeys.derive(key)
    database = store.folder / "pes.db"
    assert opens(CipherFile(database, keys.database))
    for other in (keys.documents, keys.vault, key):
        assert not opens(CipherFile(database, other))


def test_a_deleted_secret_leaves_no_trace_even_for_who_has_the_key(
    opened: Callable[[], Store], folder: Path, key: bytes
) -> None:
    store = opened()
    with store.write() as records:
        records.secrets.put("password", CANARY * 400)
    store.close()
    assert CANARY.encode() in decrypted(folder / "pes.db", key)

    store = opened()
    with store.write() as records:
        records.secrets.delete("password")
    store.close()
    assert CANARY.encode() not in decrypted(folder / "pes.db", key)


def decrypted(database: Path, key: bytes) -> bytes:
    """Every page as it lies in the file: AES-256-CBC, the IV behind the content, the salt before the first."""
    content, pages = database.read_bytes(), b""
    for start in range(0, len(content), 4096):
        page = content[start : start + 4096]
        cipher = Cipher(AES(StoreKeys.derive(key).database), CBC(page[4016:4032])).decryptor()
        pages += cipher.update(page[16 if start == 0 else 0 : 4016])
    return pages

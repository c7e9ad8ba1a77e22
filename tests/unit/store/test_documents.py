"""Documents: whatever was kept comes back byte for byte, or is refused; never anything else."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pes_client.errors import InputError, StoreDamaged
from pes_client.store.documents import Documents
from pes_client.store.frames import FRAME, HEADER_LENGTH, SEALED_FRAME
from pes_client.store.store import Store

SMALL = Documents.SMALL
EDGES = [
    0,
    1,
    SMALL - 1,
    SMALL,
    SMALL + 1,
    FRAME - 1,
    FRAME,
    FRAME + 1,
    2 * FRAME,
    2 * FRAME + 1,
    3 * FRAME - 1,
]


def some(size: int) -> bytes:
    """Bytes in which every frame differs."""
    return hashlib.shake_128(str(size).encode()).digest(size)


def kept(store: Store, content: bytes) -> str:
    with store.documents.new() as draft:
        draft.write(content)
        return draft.keep()


def in_vault(store: Store) -> list[Path]:
    return sorted((store.folder / "vault").iterdir())


@pytest.mark.parametrize("size", EDGES)
def test_a_document_of_any_size_comes_back_byte_for_byte(size: int, store: Store) -> None:
    content = some(size)
    with store.documents.new() as draft:
        for start in range(0, size, 65_537):
            draft.write(content[start : start + 65_537])
        assert draft.size == size
        assert draft.sha256 == hashlib.sha256(content).hexdigest()
        document = draft.keep()
    assert store.documents.size(document) == size
    assert store.documents.read(document, at_most=size) == content
    assert len(in_vault(store)) == (1 if size > SMALL else 0)


@given(
    size=st.integers(0, 3 * FRAME),
    steps=st.lists(st.tuples(st.integers(0, 3 * FRAME + 10), st.integers(0, FRAME + 10)), max_size=6),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_from_any_offset_is_what_a_plain_file_would_give(
    size: int, steps: list[tuple[int, int]], store: Store
) -> None:
    content = some(size)
    plain = io.BytesIO(content)
    with store.documents.open(kept(store, content)) as reader:
        for offset, count in steps:
            assert reader.seek(offset) == plain.seek(offset)
            assert reader.read(count) == plain.read(count)
            assert reader.tell() == plain.tell()
        assert reader.seek(-1 if size else 0, io.SEEK_END) == max(0, size - 1)
        assert reader.read() == content[-1:]


def test_a_document_is_still_there_after_a_restart(store: Store, opened: Callable[[], Store]) -> None:
    documents = [kept(store, some(size)) for size in (10, SMALL + 1)]
    store.close()
    again = opened()
    assert [again.documents.read(each, at_most=FRAME) for each in documents] == [some(10), some(SMALL + 1)]


def test_several_drafts_are_kept_in_one_go(store: Store) -> None:
    contents = [some(10), some(FRAME + 10), b"", some(SMALL)]
    drafts = [store.documents.new() for _ in contents]
    for draft, content in zip(drafts, contents, strict=True):
        draft.write(content)
    documents = store.documents.keep_all(drafts)
    assert [store.documents.read(each, at_most=2 * FRAME) for each in documents] == contents


@pytest.mark.parametrize("size", [10, 2 * FRAME])
def test_a_draft_that_is_left_without_keeping_is_forgotten(size: int, store: Store) -> None:
    with store.documents.new() as draft:
        draft.write(some(size))
    assert in_vault(store) == []
    with pytest.raises(ValueError, match="abandoned"):
        draft.write(b"more")
    with pytest.raises(ValueError, match="abandoned"):
        draft.keep()


def test_a_draft_that_fails_on_the_way_is_forgotten(store: Store) -> None:
    def receive_and_fail() -> None:
        with store.documents.new() as draft:
            draft.write(some(2 * FRAME))
            raise ConnectionError

    with pytest.raises(ConnectionError):
        receive_and_fail()
    assert in_vault(store) == []


def test_a_resumable_draft_goes_on_where_its_last_whole_frame_ends(store: Store) -> None:
    content = some(3 * FRAME + 5)
    with store.documents.resume("tradefile-7") as draft:
        draft.write(content[: 2 * FRAME + 100])
    with store.documents.resume("tradefile-7") as draft:
        assert draft.size == 2 * FRAME
        assert draft.sha256 == hashlib.sha256(content[: 2 * FRAME]).hexdigest()
        draft.write(content[2 * FRAME :])
        assert draft.sha256 == hashlib.sha256(content).hexdigest()
        document = draft.keep()
    assert store.documents.read(document, at_most=len(content)) == content
    with store.documents.resume("tradefile-7") as draft:
        assert draft.size == 0


@pytest.mark.parametrize("torn", [1, 20, 500_000])
def test_a_torn_last_frame_is_cut_off(torn: int, store: Store) -> None:
    with store.documents.resume("one") as draft:
        draft.write(some(2 * FRAME + 1))
    [part] = in_vault(store)
    part.write_bytes(part.read_bytes()[:-torn])
    with store.documents.resume("one") as draft:
        assert draft.size == FRAME
        assert draft.sha256 == hashlib.sha256(some(2 * FRAME + 1)[:FRAME]).hexdigest()
        draft.write(some(2 * FRAME + 1)[FRAME:])
        assert store.documents.read(draft.keep(), at_most=3 * FRAME) == some(2 * FRAME + 1)


@pytest.mark.parametrize("left", [0, 3, HEADER_LENGTH])
def test_a_part_without_a_whole_frame_begins_again(left: int, store: Store) -> None:
    with store.documents.resume("one") as draft:
        draft.write(some(FRAME + 1))
    [part] = in_vault(store)
    part.write_bytes(part.read_bytes()[:left])
    with store.documents.resume("one") as draft:
        assert draft.size == 0
        draft.write(some(2 * FRAME))
        assert store.documents.read(draft.keep(), at_most=2 * FRAME) == some(2 * FRAME)


def test_a_damaged_frame_in_a_part_and_all_behind_it_are_fetched_again(store: Store) -> None:
    with store.documents.resume("one") as draft:
        draft.write(some(3 * FRAME + 1))
    [part] = in_vault(store)
    content = bytearray(part.read_bytes())
    content[HEADER_LENGTH + SEALED_FRAME + 99] ^= 1
    part.write_bytes(content)
    with store.documents.resume("one") as draft:
        assert draft.size == FRAME


def test_a_part_killed_between_its_last_frame_and_its_name_goes_on(store: Store) -> None:
    with store.documents.resume("one") as draft:
        draft.write(some(FRAME + 100))
        draft._part.append(bytes(draft._buffer), last=True)
    with store.documents.resume("one") as draft:
        assert draft.size == FRAME
        draft.write(some(FRAME + 100)[FRAME:])
        assert store.documents.read(draft.keep(), at_most=2 * FRAME) == some(FRAME + 100)


def test_a_frame_that_is_written_again_gets_another_nonce(store: Store) -> None:
    sealed = []
    for _ in range(2):
        with store.documents.resume("one") as draft:
            draft.write(some(2 * FRAME + 1)[draft.size :])
        [part] = in_vault(store)
        sealed.append(part.read_bytes()[-SEALED_FRAME:])
        part.write_bytes(part.read_bytes()[:-1])
    assert sealed[0][:12] != sealed[1][:12]


def test_a_draft_that_restarts_holds_nothing_of_before(store: Store) -> None:
    with store.documents.resume("one") as draft:
        draft.write(some(2 * FRAME))
        draft.restart()
        assert draft.size == 0
        assert in_vault(store) == []
        draft.write(some(FRAME + 9))
        assert draft.sha256 == hashlib.sha256(some(FRAME + 9)).hexdigest()
        assert store.documents.read(draft.keep(), at_most=2 * FRAME) == some(FRAME + 9)


@pytest.mark.parametrize("transfer_id", ["../../evil", "CON", "a" * 5000, "\0", "\udc80", "C:\\x:y"])
def test_no_transfer_id_becomes_a_path(transfer_id: str, store: Store) -> None:
    with store.documents.resume(transfer_id) as draft:
        draft.write(some(FRAME + 1))
    [part] = in_vault(store)
    assert part.name.removesuffix(".part").isalnum()
    with store.documents.resume(transfer_id) as draft:
        assert draft.size == FRAME
        draft.abandon()
    assert in_vault(store) == []


@pytest.mark.parametrize("document_id", ["", "v../../pes.db", "v" + "0" * 31, "v" + "g" * 32, "s" + "0" * 32])
def test_an_id_that_names_no_document_is_missing(document_id: str, store: Store) -> None:
    with pytest.raises(StoreDamaged, match="missing"):
        store.documents.open(document_id)
    with pytest.raises(StoreDamaged, match="missing"):
        store.documents.size(document_id)


@pytest.mark.parametrize("size", [10, SMALL + 1])
def test_a_removed_document_is_gone_and_may_be_removed_twice(size: int, store: Store) -> None:
    document = kept(store, some(size))
    store.documents.remove(document)
    store.documents.remove(document)
    assert in_vault(store) == []
    with pytest.raises(StoreDamaged, match="missing"):
        store.documents.open(document)


def test_a_document_larger_than_expected_is_not_read_into_memory(store: Store) -> None:
    document = kept(store, some(SMALL + 1))
    with pytest.raises(InputError):
        store.documents.read(document, at_most=SMALL)


def _swapped(sealed: bytes) -> bytes:
    first, second = HEADER_LENGTH + SEALED_FRAME, HEADER_LENGTH + 2 * SEALED_FRAME
    return sealed[:HEADER_LENGTH] + sealed[first:second] + sealed[HEADER_LENGTH:first] + sealed[second:]


TAMPERING: dict[str, Callable[[bytes], bytes]] = {
    "frames swapped": _swapped,
    "a frame repeated": lambda sealed: sealed[: HEADER_LENGTH + SEALED_FRAME] + sealed[HEADER_LENGTH:],
    "last frame cut off": lambda sealed: sealed[: HEADER_LENGTH + 2 * SEALED_FRAME],
    "cut to a header": lambda sealed: sealed[:HEADER_LENGTH],
    "cut inside the last frame": lambda sealed: sealed[:-1],
    "cut inside a frame": lambda sealed: sealed[: HEADER_LENGTH + SEALED_FRAME + 1000],
    "emptied": lambda _: b"",
    "a byte appended": lambda sealed: sealed + b"\0",
    "a frame appended": lambda sealed: sealed + sealed[HEADER_LENGTH : HEADER_LENGTH + SEALED_FRAME],
    "a bit of the content turned": lambda sealed: sealed[:5000] + bytes([sealed[5000] ^ 1]) + sealed[5001:],
    "a bit of a nonce turned": lambda sealed: sealed[:30] + bytes([sealed[30] ^ 1]) + sealed[31:],
    "the version changed": lambda sealed: sealed[:4] + b"\2" + sealed[5:],
    "the file id changed": lambda sealed: sealed[:8] + bytes(16) + sealed[24:],
    "another kind of file": lambda _: b"%PDF-1.7" + bytes(2_000_000),
}


@pytest.mark.parametrize("tamper", TAMPERING.values(), ids=TAMPERING.keys())
def test_a_vault_file_that_was_changed_never_gives_other_bytes(tamper: Callable[[bytes], bytes], store: Store) -> None:
    document = kept(store, some(2 * FRAME + 1000))
    [path] = in_vault(store)
    path.write_bytes(tamper(path.read_bytes()))
    with pytest.raises(StoreDamaged):
        store.documents.read(document, at_most=9 * FRAME)


def test_frames_of_another_document_are_not_taken_for_this_one(store: Store) -> None:
    documents = [kept(store, some(2 * FRAME + each)) for each in (1, 2)]
    one, other = (store.folder / "vault" / each[1:] for each in documents)
    whole = other.read_bytes()
    other.write_bytes(one.read_bytes())
    with pytest.raises(StoreDamaged):
        store.documents.open(documents[1])
    other.write_bytes(whole[:HEADER_LENGTH] + one.read_bytes()[HEADER_LENGTH:])
    with pytest.raises(StoreDamaged):
        store.documents.open(documents[1])


def test_a_cut_is_noticed_before_the_first_byte_is_given(store: Store) -> None:
    document = kept(store, some(2 * FRAME + 1000))
    [path] = in_vault(store)
    path.write_bytes(path.read_bytes()[: HEADER_LENGTH + 2 * SEALED_FRAME])
    with pytest.raises(StoreDamaged):
        store.documents.open(document)


def test_memory_stays_flat_with_a_large_document(store: Store) -> None:
    import tracemalloc

    block = os.urandom(FRAME)
    tracemalloc.start()
    with store.documents.new() as draft:
        for _ in range(48):
            draft.write(block)
        document = draft.keep()
    with store.documents.open(document) as reader:
        while reader.read(FRAME):
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * FRAME

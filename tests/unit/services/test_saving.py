"""Copies out of the vault: whole or not at all, and never in the place of somebody else's file."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pes_client.errors import DiskFull, FileError
from pes_client.services.saving import save_beside, save_over


class Torn(io.BytesIO):
    """Content that ends in an error of the operating system after its first block."""

    def __init__(self, content: bytes, number: int = errno.EIO) -> None:
        super().__init__(content)
        self._number = number

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(self._number, os.strerror(self._number))
        return super().read(size)


def test_a_copy_is_whole_private_and_alone_in_a_folder_that_is_made(tmp_path):
    folder = tmp_path / "new" / "folder"
    path = save_beside(folder, "letter.pdf", io.BytesIO(b"content"))
    assert path == folder / "letter.pdf"
    assert path.read_bytes() == b"content"
    assert list(folder.iterdir()) == [path]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_content_under_the_same_name_is_left_as_it_is(tmp_path):
    first = save_beside(tmp_path, "letter.pdf", io.BytesIO(b"content"))
    before = first.stat()
    assert save_beside(tmp_path, "letter.pdf", io.BytesIO(b"content")) == first
    assert (first.stat().st_ino, first.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert list(tmp_path.iterdir()) == [first]


def test_other_content_under_the_same_name_gets_a_number(tmp_path):
    own = tmp_path / "letter.835.pdf"
    own.write_bytes(b"somebody's own")
    names = [save_beside(tmp_path, "letter.835.pdf", io.BytesIO(each)).name for each in (b"one", b"two", b"one")]
    assert names == ["letter.835 (2).pdf", "letter.835 (3).pdf", "letter.835 (2).pdf"]
    assert own.read_bytes() == b"somebody's own"


def _a_link_to(place: Path) -> Callable[[Path], None]:
    return lambda name: name.symlink_to(place)


@pytest.mark.skipif(os.name != "posix", reason="links and FIFOs as POSIX has them")
@pytest.mark.parametrize(
    "lies_there",
    [_a_link_to(Path("elsewhere.txt")), _a_link_to(Path("nowhere")), os.mkfifo, Path.mkdir],
    ids=["a link", "a dangling link", "a FIFO", "a folder"],
)
def test_nothing_that_has_the_name_is_followed_or_replaced(tmp_path, lies_there):
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_bytes(b"precious")
    lies_there(tmp_path / "letter.pdf")
    path = save_beside(tmp_path, "letter.pdf", io.BytesIO(b"content"))
    assert path.name == "letter (2).pdf"
    assert elsewhere.read_bytes() == b"precious"
    assert not (tmp_path / "nowhere").exists()


def test_content_that_ends_in_trouble_leaves_nothing(tmp_path):
    with pytest.raises(FileError):
        save_beside(tmp_path, "letter.pdf", Torn(b"x" * 3_000_000))
    with pytest.raises(FileError):
        save_over(tmp_path / "letter.pdf", Torn(b"x" * 3_000_000))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_a_person_chose_gives_way_only_to_a_whole_copy(tmp_path):
    chosen = tmp_path / "chosen.pdf"
    chosen.write_bytes(b"older")
    with pytest.raises(FileError):
        save_over(chosen, Torn(b"x" * 3_000_000))
    assert chosen.read_bytes() == b"older"
    assert save_over(chosen, io.BytesIO(b"newer")) == chosen
    assert chosen.read_bytes() == b"newer"
    assert list(tmp_path.iterdir()) == [chosen]


def test_a_folder_that_is_a_file_is_a_clear_error(tmp_path):
    (tmp_path / "taken").write_bytes(b"a file")
    with pytest.raises(FileError, match="could not be written there"):
        save_beside(tmp_path / "taken", "letter.pdf", io.BytesIO(b"content"))


def test_a_full_disk_is_told_from_other_trouble(tmp_path):
    with pytest.raises(DiskFull, match="no room"):
        save_beside(tmp_path, "letter.pdf", Torn(b"x" * 3_000_000, errno.ENOSPC))
    assert list(tmp_path.iterdir()) == []

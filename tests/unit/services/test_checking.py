"""Looking through files before they are sent: folders, links, and everything that is no file at all."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from pes_client.resources import resource
from pes_client.services.checking import check_files

posix_only = pytest.mark.skipif(os.name != "posix", reason="links, FIFOs and modes as POSIX has them")
CLAIMS = (resource("samples") / "claims-professional.x12").read_bytes()


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.x12"
    path.write_bytes(CLAIMS)
    return path


def problem_of(path: Path) -> str:
    (checked,) = check_files([path])
    assert not checked.sendable
    assert not checked.sound
    return str(checked.problem)


def test_a_sound_file_is_sendable_and_says_what_it_carries(claims):
    (checked,) = check_files([claims])
    assert (checked.name, checked.kind, checked.size) == ("claims.x12", "837P", len(CLAIMS))
    assert checked.sound


def test_a_file_with_mistakes_may_still_be_sent(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("no claims at all")
    (checked,) = check_files([path])
    assert checked.sendable
    assert not checked.sound


def test_an_empty_and_a_missing_file_are_told_apart(tmp_path):
    (tmp_path / "empty.x12").touch()
    assert problem_of(tmp_path / "empty.x12") == "The file is empty."
    assert problem_of(tmp_path / "missing.x12") == "The file is not there."


@pytest.mark.parametrize("name", ["a" * 300, "claims.x12/inside", "nul\0byte"])
def test_a_name_that_can_be_no_file_is_a_clear_problem(claims, name):
    assert problem_of(claims.parent / name) != ""


def test_a_file_above_the_portals_limit_is_not_even_read(claims):
    (checked,) = check_files([claims], largest=len(CLAIMS) - 1)
    assert "larger than" in str(checked.problem)
    assert checked.report is None
    assert check_files([claims], largest=len(CLAIMS))[0].sound


@posix_only
def test_a_fifo_a_socket_and_a_device_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
    for path in (tmp_path / "fifo", tmp_path / "socket", Path("/dev/zero")):
        assert problem_of(path) == "This is not a file."


@posix_only
def test_a_link_that_a_person_names_is_followed_and_a_circle_of_links_is_not(claims, tmp_path):
    (tmp_path / "link.x12").symlink_to(claims)
    assert check_files([tmp_path / "link.x12"])[0].sound
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    assert problem_of(tmp_path / "circle") != ""


@posix_only
def test_a_folder_gives_its_plain_files_by_name_and_no_link_leads_out_of_it(claims, tmp_path):
    folder = tmp_path / "outgoing"
    (folder / "b" / "deep").mkdir(parents=True)
    for name in ("z.x12", "a.x12", "b/deep/c.x12", ".hidden", "~$lock", "Thumbs.db", "desktop.ini"):
        (folder / name).write_bytes(CLAIMS)
    (folder / "link.x12").symlink_to(claims)
    (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "fifo")
    assert [each.path.relative_to(folder).as_posix() for each in check_files([folder])] == [
        "a.x12",
        "b/deep/c.x12",
        "z.x12",
    ]


def test_an_empty_folder_holds_nothing_to_send(tmp_path):
    assert check_files([tmp_path]) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_what_this_computer_does_not_let_us_read_is_said_so(claims, tmp_path):
    claims.chmod(0)
    assert problem_of(claims) == "This computer does not let you read the file."
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    assert problem_of(closed) == "This computer does not let you look into the folder."


def test_progress_counts_files_to_the_last(claims):
    heard = []
    check_files([claims, claims], progress=lambda done, of: heard.append((done, of)))
    assert heard == [(0, 2), (1, 2), (2, 2)]

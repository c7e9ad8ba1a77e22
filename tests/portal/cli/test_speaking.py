"""How `pes` speaks to scripts: one document with `--json`, results alone on stdout, nothing forged, nothing secret."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def empty_office(new_office, portal):
    """An office that knows no account yet."""
    return new_office(portal)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["upload"], 2),
        (["outbox", "--limit", "none"], 2),
        (["list"], 2),
        (["sign-in", "--portal", "http://portal.example", "--user", "u", "--password-stdin"], 2),
    ],
    ids=["an argument missing", "an option that cannot be", "no account", "a portal without TLS"],
)
def test_an_error_too_is_one_json_document_and_words_on_stderr(empty_office, command, code):
    answer = empty_office.pes(*command, "--json", stdin="secret\n")
    assert answer.code == code
    assert set(answer.document) == {"schema_version", "error"}
    assert set(answer.error) == {"kind", "title", "message", "hint", "retryable"}
    assert answer.err != ""
    assert "Traceback" not in answer.err


@pytest.fixture
def mistaken(claim):
    """Writes a claim file whose end does not fit its beginning."""

    def write(name: str) -> Path:
        path = claim(name)
        path.write_bytes(path.read_bytes().replace(b"IEA*1*", b"IEA*7*"))
        return path

    return write


def test_results_are_alone_on_stdout_remarks_are_on_stderr_and_the_log_names_no_file(office, mistaken):
    loud = office.pes("upload", mistaken("loud.x12"), *office.at("provider1"))
    assert re.fullmatch(r"loud\.x12: .+ Receipt \S+\.\n", loud.out)
    assert loud.err.startswith("loud.x12: ")

    quiet = office.pes("upload", mistaken("quiet.x12"), *office.at("provider1"), "--quiet")
    assert re.fullmatch(r"quiet\.x12: .+ Receipt \S+\.\n", quiet.out)
    assert quiet.err == ""

    logged = b"".join(path.read_bytes() for path in (office.home / "logs").rglob("*") if path.is_file())
    assert b"loud" not in logged


def test_a_files_name_can_neither_forge_lines_nor_move_the_cursor(office, claim):
    path = claim().rename(claim().with_name("a\x1b[2J\nforged: received.x12"))
    answer = office.pes("upload", path, *office.at("provider1"))
    assert answer.code == 0
    assert answer.out.count("\n") == 1
    assert "\x1b" not in answer.out + answer.err


def test_a_reader_that_went_away_is_no_mistake_of_the_program(office):
    listing = office.start("outbox", "--json", stdout=subprocess.PIPE)
    assert listing.stdout is not None
    listing.stdout.close()
    _out, err = listing.communicate()
    assert "Traceback" not in err
    assert "mistake in the program" not in err

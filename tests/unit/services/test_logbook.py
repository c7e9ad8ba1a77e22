"""The log: the program's own words on one line each, an exception without its text, and never much of it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from pes_client.services.logbook import Logbook, passage


@pytest.fixture
def program() -> Iterator[logging.Logger]:
    """The program's logger with no handler, as at its start."""
    logger = logging.getLogger("pes_client")
    before = (logger.handlers[:], logger.level, logger.propagate)
    logger.handlers.clear()
    yield logger
    for handler in logger.handlers:
        handler.close()
    logger.handlers[:], logger.level, logger.propagate = before


def test_an_exception_is_reduced_to_its_class_and_its_places(program, tmp_path):
    Logbook(tmp_path)
    try:
        int("patient Doe, born 1970-01-01")
    except ValueError:
        program.exception("reading failed")
    (line,) = (tmp_path / "pes.log").read_text("utf-8").splitlines()
    assert "reading failed" in line
    assert "ValueError at test_logbook.py:" in line
    assert "Doe" not in line


def test_the_text_that_another_log_made_of_an_exception_is_not_taken_over(program, tmp_path):
    talkative = logging.StreamHandler(io.StringIO())
    program.addHandler(talkative)
    Logbook(tmp_path)
    try:
        int("patient Doe, born 1970-01-01")
    except ValueError:
        program.exception("reading failed")
    assert "Doe" in talkative.stream.getvalue()
    assert "Doe" not in (tmp_path / "pes.log").read_text("utf-8")


def test_a_closed_logbook_writes_nothing_more(program, tmp_path):
    logbook = Logbook(tmp_path)
    program.info("first")
    logbook.close()
    program.info("second")
    assert "second" not in (tmp_path / "pes.log").read_text("utf-8")


def test_a_record_is_one_line_whatever_it_quotes(program, tmp_path):
    Logbook(tmp_path)
    program.warning("portal %s", "x\r\n2026-11-20 12:00:00 INFO forged")
    assert len((tmp_path / "pes.log").read_text("utf-8").splitlines()) == 1


def test_opening_a_second_workspace_does_not_write_everything_twice(program, tmp_path):
    Logbook(tmp_path)
    Logbook(tmp_path)
    program.info("once")
    assert (tmp_path / "pes.log").read_text("utf-8").count("once") == 1


def test_the_log_never_grows_beyond_five_files(program, tmp_path: Path):
    Logbook(tmp_path)
    (handler,) = (each for each in program.handlers if isinstance(each, RotatingFileHandler))
    handler.maxBytes = 1000
    for number in range(200):
        program.info("a line of no interest, number %d", number)
    assert len(list(tmp_path.iterdir())) == 5


def test_a_passage_names_no_values():
    try:
        {}["Doe"]
    except KeyError as error:
        words = passage(type(error), error.__traceback__)
    assert words.startswith("KeyError at test_logbook.py:")
    assert "Doe" not in words

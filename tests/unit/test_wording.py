"""Sentences as data: filled in safely, kept in a row, shown in the reader's language."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from pes_client import wording
from pes_client.wording import NOTHING, Text, _, counted, text, use_language, verbatim


@pytest.fixture
def spanish(tmp_path: Path) -> Iterator[None]:
    """The words of this test's own small catalogue."""
    catalogue = Catalog(locale="es")
    catalogue.add("{file} was kept.", "Se guard\u00f3 {file}.")
    catalogue.add(("{n} file", "{n} files"), ("{n} archivo", "{n} archivos"))
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "pes.mo").open("wb") as file:
        write_mo(file, catalogue)
    use_language(tmp_path, "es")
    yield
    wording._catalogue = gettext.NullTranslations()


def test_a_sentence_is_filled_in_when_it_is_shown() -> None:
    assert str(text("{file} was kept.", file="a.pdf")) == "a.pdf was kept."


@pytest.mark.usefixtures("spanish")
def test_a_sentence_made_before_is_shown_in_the_language_of_now() -> None:
    assert str(text("{file} was kept.", file="a.pdf")) == "Se guard\u00f3 a.pdf."
    assert counted("{n} file", "{n} files", 2) == "2 archivos"


@pytest.mark.usefixtures("spanish")
def test_what_no_catalogue_has_is_shown_in_english() -> None:
    assert _("Nothing of that.") == "Nothing of that."


@pytest.mark.parametrize("foreign", ["{file}", "{0.__class__}", "{n!r}", "%s", "{", "}{", "{unknown}"])
def test_braces_in_foreign_words_stay_what_they_are(foreign: str) -> None:
    assert str(text("{file} was kept, {n}.", file=foreign, n=1)) == f"{foreign} was kept, 1."
    assert str(verbatim(foreign)) == foreign


def test_a_sentence_survives_a_database_row() -> None:
    said = text("{file} was kept, {n}.", file="\u201c\u674e\u201d.pdf", n=3)
    assert Text.from_json(said.to_json()) == said
    assert Text.from_json("") == Text.from_json(None) == NOTHING


def test_nothing_says_nothing() -> None:
    assert str(NOTHING) == ""


@pytest.mark.parametrize(("n", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_numbers_choose_the_form(n: int, said: str) -> None:
    assert counted("{n} file", "{n} files", n) == said

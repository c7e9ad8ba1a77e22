"""The clerk review as a document: complete, readable for spreadsheets, and unable to act as a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pes_client.domain.accounts import Organisation, Role
from pes_client.domain.clerks import Clerk, ClerkBook, ClerkStatus
from pes_client.errors import FileError
from pes_client.policy.document import fallback_policy
from pes_client.services.clerk_review import ClerkReview, as_csv, harmless, proposed_name, review_of, save_review

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HARBOR = Organisation("009900111", "Sample Harbor Family Practice", "1999999984", frozenset({Role.ADMINISTRATOR}))
OLGA = Clerk(
    user_id="clerkold1",
    first_name="Olga",
    last_name="Longaway",
    email="olga@sample.example",
    roles=frozenset({Role.CLAIM, Role.ELIGIBILITY}),
    status=ClerkStatus.ACTIVE,
    last_sign_in_at=NOON - timedelta(days=75),
    other_organisations=0,
    etag="1",
)
NORA = replace(
    OLGA,
    user_id="clerknew1",
    first_name="Nora",
    last_name="Beginwell",
    roles=frozenset({Role.TRADE_FILES}),
    status=ClerkStatus.FIRST_SIGN_ON,
    last_sign_in_at=None,
)


def review(*clerks: Clerk, idle_for: int = 0) -> ClerkReview:
    book = ClerkBook("portal.invalid", HARBOR.avrs_id, clerks, NOON - timedelta(days=30), "provider1", NOON)
    return review_of(book, clerks, HARBOR, fallback_policy("cmap"), NOON, idle_for=idle_for)


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def rows(content: bytes) -> list[dict[str, str]]:
    """The list below the facts, by its titles."""
    lines = table(content)
    start = lines.index([]) + 1
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]


def test_clk_5_the_review_says_who_has_been_away_for_how_long() -> None:
    olga, nora = rows(as_csv(review(OLGA, NORA)))

    assert (olga["User ID"], olga["Name"], olga["Days since"]) == ("clerkold1", "Olga Longaway", "75")
    assert (nora["Last sign-in"], nora["Days since"], nora["Status"]) == ("never", "", "First sign-on due")


def test_clk_5_the_review_says_who_has_which_rights() -> None:
    olga, nora = rows(as_csv(review(OLGA, NORA)))

    assert olga["Roles"] == "Claim, Eligibility"
    assert (olga["Claim"], olga["Eligibility"], olga["Trade Files Includes E-Delivery"]) == ("yes", "yes", "")
    assert nora["Trade Files Includes E-Delivery"] == "yes"


def test_clk_5_the_review_says_for_whom_and_when_it_was_done_last() -> None:
    facts = {line[0]: line[1] for line in table(as_csv(review(OLGA, idle_for=60)))[:4]}

    assert facts["Organization"] == "Sample Harbor Family Practice (009900111)"
    assert facts["Reviewed on"] == "2026-10-21 (provider1)"
    assert facts["Clerks shown"] == "not signed in for 60 days or longer"


@pytest.mark.parametrize(
    "name",
    ['=HYPERLINK("http://example.invalid")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "＝1+1"],
)
def test_no_name_from_the_portal_can_act_as_a_formula(name: str) -> None:
    dangerous = replace(OLGA, user_id=name, first_name=name, last_name="", email=name)

    row = rows(as_csv(review(dangerous)))[0]

    assert row["User ID"] == f"'{name}"
    assert all(not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row.values())


@pytest.mark.parametrize("words", ["O'Brien, Pat", 'Anna "Ann" Doe', "Łukasz\nZażółć", "a-b", "1 = 1", ""])
def test_everything_else_comes_back_as_it_was(words: str) -> None:
    row = rows(as_csv(review(replace(OLGA, first_name=words, last_name=""))))[0]

    assert harmless(words) == words
    assert row["Name"] == words.strip()


def test_a_name_of_the_file_says_what_it_is_and_when() -> None:
    assert proposed_name(review(OLGA), "csv") == "clerk-review-009900111-2026-11-20.csv"


def test_an_older_file_gives_way_only_when_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "review.csv"
    target.write_text("older")

    assert save_review(target, as_csv(review(OLGA))) == target

    assert target.read_bytes() == as_csv(review(OLGA))
    assert [each.name for each in tmp_path.iterdir()] == ["review.csv"]


def test_a_folder_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        save_review(tmp_path / "missing" / "review.csv", b"x")

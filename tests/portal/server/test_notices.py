"""Notices by e-mail at the running portal: to the right people, once, whatever happens in between (TRF-5)."""

from __future__ import annotations

from datetime import timedelta

from pes_portal.notices.mailbox import read_mailbox
from pes_portal.trade_files.contents import Content
from pes_portal.trade_files.shelf import PDF_MEDIA_TYPE, NewTradeFile, put_on_shelf
from pes_portal.wire.mailbox import Mail

HARBOR, RIVERBEND = "009900111", "009900222"


def wait_for_mail(portal, number: int) -> list[Mail]:
    """The mailbox, as soon as it has so many mails."""
    found: list[Mail] = []
    while len(found) < number:
        assert portal.process.poll() is None
        found = read_mailbox(portal.data / "mailbox")
    return found


def post_letter(portal, avrs_id: str) -> None:
    """Put a letter on the shelf that is ready at once."""
    now = portal.now()
    with portal.database() as database, database.writing() as connection:
        put_on_shelf(
            connection,
            NewTradeFile(
                avrs_id,
                "EDELIVERY",
                "letter.pdf",
                Content("0" * 64, 5),
                PDF_MEDIA_TYPE,
                posted_at=now,
                available_until=now + timedelta(days=270),
                letter_kind="EFT",
                ready_at=now,
            ),
        )


def test_trf_5_a_letter_that_is_posted_is_told_to_its_readers_once_also_across_a_kill(start_portal, tmp_path):
    portal = start_portal(tmp_path)
    portal.advance(hours=5)
    # Of HARBOR: master users and the clerks with either trade-files role; who has no address is not written to.
    readers = {"provider1", "clerktf01", "clerkedo1", "lockedusr", "disabled1", "expired01"}
    mails = wait_for_mail(portal, len(readers))
    assert {mail.to.partition("@")[0] for mail in mails} == readers
    assert all(mail.subject == f"1 new letter for AVRS ID {HARBOR}" for mail in mails)

    portal.kill()
    portal = start_portal(tmp_path)
    post_letter(portal, RIVERBEND)
    later = wait_for_mail(portal, len(readers) + 2)
    assert later[2:] == mails, "nothing is sent again"
    assert {mail.to for mail in later[:2]} == {"provider1@sample.example", "clerktf01@sample.example"}

    caller = portal.sign_in("clerktf01")
    shown = caller.get("/v1/practice/mailbox").json()["items"]
    assert [mail["subject"] for mail in shown] == [f"1 new letter for AVRS ID {each}" for each in (RIVERBEND, HARBOR)]
    assert {mail["to"] for mail in shown} == {"clerktf01@sample.example"}
    assert portal.report("mailbox")["items"] == [mail.model_dump(mode="json") for mail in later]


def test_who_has_no_address_has_an_empty_mailbox(portal):
    assert portal.sign_in("tpmaster1").get("/v1/practice/mailbox").json() == {"items": []}

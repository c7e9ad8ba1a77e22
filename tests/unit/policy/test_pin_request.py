from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from pes_client.policy.document import PolicyDocument, fallback_policy
from pes_client.policy.pin_request import pin_request_mail, pin_request_words


def policy_with_desk(address: str) -> PolicyDocument:
    policy = fallback_policy("cmap")
    desk = policy.contacts.pin_requests.model_copy(update={"email": address})
    return policy.model_copy(update={"contacts": policy.contacts.model_copy(update={"pin_requests": desk})})


def parts_of(url: str) -> tuple[str, dict[str, list[str]]]:
    parts = urlsplit(url)
    assert parts.scheme == "mailto"
    assert not parts.fragment
    return unquote(parts.path), parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)


def test_set_6_the_mail_names_npi_and_avrs_id_and_goes_to_the_policys_desk() -> None:
    desk, fields = parts_of(pin_request_mail("1999999984", "009900111", policy_with_desk("pins@portal.example")))

    assert desk == "pins@portal.example"
    assert list(fields) == ["subject", "body"]
    assert "NPI: 1999999984\r\nAVRS ID: 009900111\r\n" in fields["body"][0]


@pytest.mark.parametrize(
    "typed",
    ["1&bcc=x@example.org", "1?subject=x", "1#x", "1\r\nBcc: x@example.org", "100 %41", "1+1", "a b", "é", "{npi}"],
)
def test_set_6_whatever_is_typed_stays_inside_the_words(typed: str) -> None:
    url = pin_request_mail(typed, "009900111", policy_with_desk("pins@portal.example"))

    desk, fields = parts_of(url)

    assert url.isascii()
    assert desk == "pins@portal.example"
    assert list(fields) == ["subject", "body"]
    assert f"NPI: {typed}\r\nAVRS ID: 009900111" in fields["body"][0]


@pytest.mark.parametrize(
    "address",
    ["", "pins", "a@b.example?bcc=x@example.org", "a@b.example,c@d.example", "a@b.example\r\nBcc: x@y.example"],
)
def test_set_6_a_desk_that_is_no_address_is_left_out(address: str) -> None:
    desk, fields = parts_of(pin_request_mail("1999999984", "009900111", policy_with_desk(address)))

    assert desk == ""
    assert list(fields) == ["subject", "body"]


def test_set_6_an_address_with_a_plus_sign_keeps_it() -> None:
    url = pin_request_mail("1999999984", "009900111", policy_with_desk("pins+ct@portal.example"))

    assert parts_of(url)[0] == "pins+ct@portal.example"


def test_set_6_the_words_can_be_read_before_they_are_sent() -> None:
    words = str(pin_request_words("1999999984", "009900111"))

    assert "PIN letter" in words
    assert "AVRS ID: 009900111" in words

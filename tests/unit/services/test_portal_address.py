"""Addresses of portals as people type them: https alone, nothing hidden in them, a homograph shown for what it is."""

from __future__ import annotations

import pytest

from pes_client.errors import InputError
from pes_client.services.portals import portal_address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://portal.example.org", "https://portal.example.org"),
        ("portal.example.org", "https://portal.example.org"),
        ("  https://Portal.Example.org/  ", "https://portal.example.org"),
        ("https://portal.example.org:443/", "https://portal.example.org"),
        ("127.0.0.1:8443", "https://127.0.0.1:8443"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("https://portal.example.org/secure/", "https://portal.example.org/secure"),
        ("https://pоrtal.example", "https://xn--prtal-jye.example"),
    ],
)
def test_an_address_is_tidied(typed, address):
    assert portal_address(typed) == address


@pytest.mark.parametrize("typed", ["http://portal.example.org", "ftp://portal.example.org", "javascript://x"])
def test_anything_but_https_is_refused(typed):
    with pytest.raises(InputError, match="https"):
        portal_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "https://",
        "https://user:secret@portal.example.org",
        "https://user@portal.example.org",
        "https://portal.example.org?x=1",
        "https://portal.example.org#x",
        "https://portal.example.org:0",
        "https://portal.example.org:65536",
        "https://portal.example.org:x",
        "https://[fe80::1%25eth0",
        "https://portal example.org",
        "https://portal.example.org/\u202e",
        "https://a..b",
        "javascript:alert(1)",
        "https://" + "a" * 70 + ".example",
    ],
)
def test_what_is_no_address_is_refused_without_a_trace_of_it(typed):
    with pytest.raises(InputError) as refused:
        portal_address(typed)
    assert "secret" not in str(refused.value)

"""The e-mail that asks for a PIN letter (SET-6): prepared here, sent by the person's own mail program."""

from __future__ import annotations

from urllib.parse import quote

from pes_client.policy.document import PolicyDocument
from pes_client.policy.entry_rules import bad_email
from pes_client.policy.rules import EmailForm
from pes_client.wording import Text, text


def pin_request_mail(npi: str, avrs_id: str, policy: PolicyDocument) -> str:
    """A `mailto:` address with subject and words filled in; nobody stands in it where the policy names no desk."""
    # The desk's address comes from a portal: a part of it that is no address would reach into the mail.
    desk = quote(pin_request_address(policy), safe="@")
    subject = quote(str(pin_request_subject()), safe="")
    words = quote("\r\n".join(str(pin_request_words(npi, avrs_id)).splitlines()), safe="")
    return f"mailto:{desk}?subject={subject}&body={words}"


def pin_request_address(policy: PolicyDocument) -> str:
    """The desk that PINs are asked of, as the policy names it; empty where that is no e-mail address."""
    address = policy.contacts.pin_requests.email
    return address if bad_email(address, EmailForm.USUAL) is None else ""


def pin_request_subject() -> Text:
    """What stands above the request."""
    return text("Request for a PIN to set up a portal account")


def pin_request_words(npi: str, avrs_id: str) -> Text:
    """The request itself, to be read, changed and copied by the person."""
    return text(
        "Please send us a PIN letter so that we can set up our account on the secure portal.\n\n"
        "NPI: {npi}\nAVRS ID: {avrs_id}\n\nThank you.",
        npi=npi,
        avrs_id=avrs_id,
    )

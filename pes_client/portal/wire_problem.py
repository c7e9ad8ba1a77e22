"""The JSON of a refusal: an RFC 9457 problem with the portal's extensions."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from pes_client.portal.wire import Wire, WireMessage, WireReceipt, Words
from pes_client.portal.wire_accounts import WireClerk


class WireContacts(Wire):
    """Who helps when self-service is over, in the portal's words (ACC-6)."""

    master_user: Words = ""
    clerk: Words = ""


class WireProblem(Wire):
    """A refusal; which extension comes along depends on its `code`."""

    status: int | None = None
    title: Words = ""
    detail: Words = ""
    code: Annotated[str, StringConstraints(max_length=100)] = ""
    messages: tuple[WireMessage, ...] = ()
    next_step: Annotated[str, StringConstraints(max_length=100)] = ""
    receipt: WireReceipt | None = None
    clerk: WireClerk | None = None
    contacts: WireContacts | None = None

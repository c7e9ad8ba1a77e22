"""What all shapes of the wire have in common: strict input, frozen output, RFC 3339 times in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

SHA256_PATTERN = "^[0-9a-f]{64}$"
# Far above every rule: rules answer with words about a field, this only stops pastes of megabytes.
PASTE_MAX = 2000


def rfc3339(moment: datetime) -> str:
    """A moment as the wire writes it: UTC, whole seconds, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Moment = Annotated[
    datetime,
    PlainSerializer(rfc3339, return_type=str),
    Field(json_schema_extra={"format": "date-time"}),
]


class Shape(BaseModel):
    """An answer of the portal."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Input(BaseModel):
    """What a client sends; anything the portal does not know is refused, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

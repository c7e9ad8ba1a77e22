"""Reading tus's `Upload-Metadata` header into what a submission is announced as."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from uuid import UUID

from pes_portal.wire.problems import Code, Message, PortalProblem
from pes_portal.wire.shapes import SHA256_PATTERN
from pes_portal.wire.submissions import Receipt

_PANEL = "Upload"
_FILE_NAME_MAX = 255


@dataclass(frozen=True)
class Announced:
    """What a client says about the file it is going to send."""

    submission_key: UUID
    avrs_id: str
    file_name: str
    sha256: str
    length: int
    again: bool

    def is_of(self, receipt: Receipt, user_id: str) -> bool:
        """Whether this announces the very file that a receipt was given for, by the same account."""
        return (self.avrs_id, self.sha256, self.length, user_id) == (
            receipt.avrs_id,
            receipt.sha256,
            receipt.size,
            receipt.user_id,
        )


def read_metadata(header: str, length: int) -> Announced:
    """Understand the header; raises `PortalProblem` `input.invalid` naming every value that is not usable."""
    values = _decoded(header)
    problems: list[Message] = []
    file_name = values.get("filename", "")
    if not file_name.strip() or len(file_name) > _FILE_NAME_MAX or not file_name.isprintable():
        problems.append(_refused("filename", "A file name of 1 to 255 printable characters is needed."))
    sha256 = values.get("sha256", "")
    if not re.fullmatch(SHA256_PATTERN, sha256):
        problems.append(_refused("sha256", "The file's SHA-256 is needed, as 64 lower-case hex digits."))
    key = _uuid(values.get("submission_key", ""))
    if key is None:
        problems.append(_refused("submission_key", "A submission key, which is a UUID, is needed."))
    avrs_id = values.get("avrs_id", "")
    if not avrs_id:
        problems.append(_refused("avrs_id", "The AVRS ID that the file is for is needed."))
    if values.get("again", "false") not in {"true", "false"}:
        problems.append(_refused("again", "“again” is either true or false."))
    if problems or key is None:
        raise PortalProblem(422, Code.INPUT_INVALID, "The upload's metadata is not complete.", messages=problems)
    return Announced(key, avrs_id, file_name, sha256, length, again=values.get("again") == "true")


def _decoded(header: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in header.split(","):
        name, _, encoded = pair.strip().partition(" ")
        try:
            value = base64.b64decode(encoded, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            raise PortalProblem(
                422,
                Code.INPUT_INVALID,
                "The upload's metadata cannot be read.",
                messages=[Message(description="A value is not Base64 of UTF-8.", panel=_PANEL)],
            ) from None
        values[name] = value
    return values


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _refused(field: str, description: str) -> Message:
    return Message(description=description, panel=_PANEL, field=field)

"""A portal as this machine knows it: its name, its address, whom it must prove to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal. `name` is the PORTAL of `USER@PORTAL`; `ca_pem` is trusted for this portal only."""

    name: str
    url: str
    profile: str
    title: str
    practice: bool
    ca_pem: str | None
    known_since: datetime

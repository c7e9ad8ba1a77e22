"""A portal profile: what this program knows about a portal before it has spoken with it."""

from __future__ import annotations

import json

from pes_client.policy.document import PolicyDocument
from pes_client.policy.profile_files import profile_tables
from pes_client.policy.rules import Rules


class PortalProfile(Rules):
    """One portal's profile. `url` is empty where no address is known; `panels` are codes, in menu order."""

    name: str
    title: str
    badge: str
    url: str
    panels: tuple[str, ...]
    policy: PolicyDocument


def portal_profile(name: str) -> PortalProfile:
    """The profile with this name; raises InputError for one that does not come with the program."""
    return PortalProfile.model_validate_json(json.dumps(profile_tables(name)))

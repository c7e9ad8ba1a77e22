"""Rule sets of the portals that this server can stand in for, one TOML file each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pes_portal.wire.policy import Policy

_FOLDER = Path(__file__).resolve().parent


def profile_names() -> list[str]:
    """Every profile that `--profile` accepts."""
    return sorted(file.stem for file in _FOLDER.glob("*.toml"))


def load_policy(profile: str, *, practice: bool) -> Policy:
    """The policy document of a profile; a practice portal marks itself in it, and in its name."""
    # The command line asks for names alone, and should begin fast.
    from pes_portal.wire.policy import Policy

    content = tomllib.loads((_FOLDER / f"{profile}.toml").read_text("utf-8"))
    if practice:
        content["portal_name"] = f"{content['portal_name']} (practice)"
    return Policy(practice=practice, profile=profile, **content)

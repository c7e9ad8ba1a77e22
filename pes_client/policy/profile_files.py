"""Reading the portal profiles that come with the program (`resources/portals/*.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from pes_client.errors import InputError
from pes_client.resources import resource
from pes_client.wording import text

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


@cache
def profile_tables(name: str) -> dict[str, Any]:
    """The profile's tables as they stand in its file; raises InputError where there is no such profile."""
    # The name may come from a portal: only a plain word is ever made into a path.
    if not _NAME.fullmatch(name) or not resource("portals", f"{name}.toml").is_file():
        raise InputError(
            text("This program has no portal profile named “{name}”.", name=name[:40]),
            text("Choose one of: {names}.", names=", ".join(profile_names())),
        )
    return tomllib.loads(resource("portals", f"{name}.toml").read_text(encoding="utf-8"))


def profile_names() -> tuple[str, ...]:
    """The profiles that come with the program, in alphabetical order."""
    return tuple(sorted(each.stem for each in resource("portals").glob("*.toml")))

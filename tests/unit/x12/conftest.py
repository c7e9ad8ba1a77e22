"""Interchanges in known states of the world."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

_DATA = Path(__file__).parents[2] / "data"


def envelope_table() -> dict[str, Any]:
    return tomllib.loads((_DATA / "envelope_mistakes.toml").read_text(encoding="ascii"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "envelope_mistake" in metafunc.fixturenames:
        rows = envelope_table()["mistake"]
        metafunc.parametrize("envelope_mistake", rows, ids=[row["id"] for row in rows])


@pytest.fixture
def valid_file() -> bytes:
    """Two interchanges, three groups, four sets, one segment to a line."""
    return str(envelope_table()["valid"]).encode("ascii")


@pytest.fixture
def samples() -> Path:
    return Path(__file__).parents[3] / "resources" / "samples"

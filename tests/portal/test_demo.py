"""The two promises of the README: the demo does the main job, with the samples and with files nobody has seen."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def demo(*arguments: str) -> tuple[int, dict[str, Any], str]:
    command = [sys.executable, "-m", "scripts.main_job", "--json", *arguments]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=False)
    return ended.returncode, json.loads(ended.stdout), ended.stderr


_HEADER = ("261120", "1200", "^", "00501")
_USAGE = ("0", "T", ":")


def interchange(control: str, *, guide: str = "005010X224A2", element: str = "*", end: str = "~") -> str:
    segments = [
        [
            "ISA",
            "00",
            " " * 10,
            "00",
            " " * 10,
            "ZZ",
            f"{'SENDER':15}",
            "ZZ",
            f"{'RECEIVER':15}",
            *_HEADER,
            control,
            *_USAGE,
        ],
        ["GS", "HC", "SENDER", "RECEIVER", "20261120", "1200", "7", "X", guide],
        ["ST", "837", "0001", guide],
        ["BHT", "0019", "00", control, "20261120", "1200", "CH"],
        ["SE", "3", "0001"],
        ["GE", "1", "7"],
        ["IEA", "1", control],
    ]
    return "".join(element.join(each) + end for each in segments)


@pytest.fixture
def strange_files(tmp_path: Path) -> Path:
    """Files of somebody else: odd delimiters, several interchanges, wrong counts, no X12 at all."""
    contents = {
        "pipes.edi": interchange("000000501", element="|", end="\n"),
        "two-interchanges.x12": interchange("000000502") + interchange("000000503", end="~\r\n"),
        "wrong-count.x12": interchange("000000504").replace("SE*3", "SE*9"),
        "wrong-trailer.x12": interchange("000000505").replace("IEA*1*000000505", "IEA*1*000000999"),
        "unreadable.x12": "ISA*00*",
        "with ümlaut & blank.x12": interchange("000000506"),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content.encode("ascii"))
    return tmp_path


def test_the_demo_does_the_main_job_with_the_samples() -> None:
    code, told, remarks = demo()
    assert code == 0, remarks
    counted = {name: told[name] for name in ("sent", "acknowledged", "accepted", "rejected")}
    assert counted == {"sent": 3, "acknowledged": 3, "accepted": 2, "rejected": 1}
    assert (told["letters_kept"], told["still_posting"], told["outbox_left"]) == (12, 1, 0)
    assert "The portal's ledger agrees." in remarks


def test_the_demo_sends_files_that_nobody_has_seen(strange_files: Path) -> None:
    code, told, remarks = demo("--files", str(strange_files))
    assert code == 0, remarks
    assert {each["name"]: (each["isa13"], each["answer"]) for each in told["files"]} == {
        "pipes.edi": ("000000501", "accepted"),
        "two-interchanges.x12": ("000000502", "accepted"),
        "wrong-count.x12": ("000000504", "rejected"),
        "wrong-trailer.x12": ("000000505", "rejected"),
        "unreadable.x12": (None, "rejected"),
        "with ümlaut & blank.x12": ("000000506", "accepted"),
    }
    for each in told["files"]:
        assert each["sha256"] == hashlib.sha256((strange_files / each["name"]).read_bytes()).hexdigest()
        assert each["receipt"]

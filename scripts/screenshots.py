"""Draws every page, wizard panel, dialog, empty and error state with a practice portal's data: --out DIR."""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import secrets
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SECONDS_AT_MOST = 240
SCALES = (1, 2)
_NOISE = "does not support propagateSizeHints"


def main() -> int:
    """Draw at 100 % (light and dark) and at 200 %, each in a process of its own, then write the index page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--scale", type=int, choices=SCALES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    out = given.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    if given.scale:
        return draw(out, given.scale)
    for scale in SCALES:
        command = [sys.executable, __file__, "--out", str(out), "--scale", str(scale)]
        ended = subprocess.run(command, timeout=SECONDS_AT_MOST + 20, check=False)
        if ended.returncode:
            return ended.returncode
    pictures = write_index(out)
    print(f"{pictures} pictures, see {out / 'index.html'}")
    return 0


def draw(out: Path, scale: int) -> int:
    """Walk through the program and keep a picture of everything that is shown."""
    faulthandler.dump_traceback_later(SECONDS_AT_MOST, exit=True)
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), scale)
        from PySide6.QtCore import qInstallMessageHandler
        from screenshot_tour import Tour

        from pes_client.gui.app import Program, make_application
        from pes_client.services.workspace import open_workspace

        qInstallMessageHandler(lambda _kind, _where, words: print(words) if _NOISE not in words else None)
        program = Program(make_application(sys.argv[:1]), open_workspace(Path(folder) / "data"))
        program.begin()
        try:
            Tour(program, out, scale).walk()
        finally:
            program.close()
    return 0


def prepare(folder: Path, scale: int) -> None:
    """A screen without a screen, a key, and US formats; all before Qt is imported."""
    screen = {"name": "paper", "x": 0, "y": 0, "width": 1700 * scale, "height": 1100 * scale}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    (folder / "screen.json").write_text(json.dumps({"screens": [screen]}))
    key = folder / "key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={folder / 'screen.json'}"
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
    os.environ["LC_ALL"] = "en_US.UTF-8"
    os.environ["PES_MASTER_KEY_FILE"] = str(key)


def write_index(out: Path) -> int:
    """One page with all pictures, in the order of the tour; how many there are."""
    pictures = sorted(out.glob("*.png"))
    figures = "\n".join(
        f'<figure><a href="{escape(each.name)}"><img src="{escape(each.name)}" loading="lazy"></a>'
        f"<figcaption>{escape(each.stem)}</figcaption></figure>"
        for each in pictures
    )
    style = (
        "body{font:14px system-ui;margin:24px;background:#eee}"
        "main{display:grid;grid-template-columns:repeat(auto-fill,minmax(420px,1fr));gap:24px}"
        "figure{margin:0}img{width:100%;box-shadow:0 1px 6px #0004}"
    )
    page = f"<!doctype html><title>PES Client</title><style>{style}</style><main>{figures}</main>"
    (out / "index.html").write_text(page, encoding="utf-8")
    return len(pictures)


if __name__ == "__main__":
    sys.exit(main())

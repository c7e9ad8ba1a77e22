"""The practice portal beside the program: started as a process of its own, never confused with a real portal."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue

from pes_client.domain.portals import Portal
from pes_client.errors import PesError
from pes_client.services.portals import Portals
from pes_client.wording import text

SECONDS_TO_START = 60.0
SECONDS_TO_END = 10.0


@dataclass(frozen=True, slots=True)
class PracticeAccount:
    """An invented account of the practice portal, with its invented password."""

    user_id: str
    password: str
    role: str
    note: str


@dataclass(frozen=True, slots=True)
class PracticeStarted:
    """A running practice portal, already connected to."""

    portal: Portal
    accounts: tuple[PracticeAccount, ...]


class PracticePortal:
    """Starts and ends the practice portal of this data folder."""

    def __init__(self, folder: Path, portals: Portals) -> None:
        self._folder = folder
        self._portals = portals
        self._process: subprocess.Popen[str] | None = None

    def available(self) -> bool:
        """Whether the reference portal is installed beside the program."""
        return all(importlib.util.find_spec(each) for each in ("pes_portal", "fastapi", "uvicorn"))

    def start(self) -> PracticeStarted:
        """Start it (once) and connect to it; its data survive in the data folder."""
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process, told = self._launch()
            self._remember_port(told["url"])
        else:
            told = json.loads((self._folder / "running.json").read_text("utf-8"))
        (self._folder / "running.json").write_text(json.dumps(told), "utf-8")
        portal = self._portals.connect(told["url"], Path(told["ca_file"]).read_text("ascii"))
        return PracticeStarted(portal, _accounts(Path(told["accounts_file"])))

    def stop(self) -> None:
        """Ask it to end, and make sure that it does."""
        process, self._process = self._process, None
        if process is None:
            return
        with process:
            process.terminate()
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()

    def _launch(self) -> tuple[subprocess.Popen[str], dict[str, str]]:
        """Start on the port it had last time, so that its accounts stay known; on any free one if it is taken."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for port in dict.fromkeys((self._last_port(), 0)):
            process = self._spawn(port)
            told = _first_line(process)
            if told is not None:
                return process, told
            with process:
                process.kill()
        raise PesError(
            text("The practice portal did not start."),
            text("What it said is in {file}.", file=str(self._folder / "portal.log")),
        )

    def _spawn(self, port: int) -> subprocess.Popen[str]:
        arguments = ["serve", "--practice", "--port", str(port), "--data", str(self._folder / "data")]
        with (self._folder / "portal.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "pes_portal", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def _last_port(self) -> int:
        try:
            return int((self._folder / "port").read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def _remember_port(self, url: str) -> None:
        (self._folder / "port").write_text(url.rstrip("/").rpartition(":")[2], "ascii")


def _first_line(process: subprocess.Popen[str]) -> dict[str, str] | None:
    """What the portal says when it is ready; None if it ended or stays silent."""
    said: Queue[str] = Queue()

    def listen() -> None:
        said.put(process.stdout.readline() if process.stdout else "")

    threading.Thread(target=listen, name="practice portal", daemon=True).start()
    try:
        told = json.loads(said.get(timeout=SECONDS_TO_START))
    except (Empty, ValueError):
        return None
    return {str(name): str(value) for name, value in told.items()}


def _accounts(file: Path) -> tuple[PracticeAccount, ...]:
    listed = json.loads(file.read_text("utf-8"))["accounts"]
    return tuple(
        PracticeAccount(each["user_id"], each["password"], each.get("role", ""), each.get("shows", ""))
        for each in listed
    )

"""Makes the project's own environment in `.venv` from the hashed lock; standard library only, any Python 3.11+."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
WINDOWS = os.name == "nt"
BINARIES = "Scripts" if WINDOWS else "bin"


def run_inside(module: str, arguments: Sequence[str], *, extras: Sequence[str], groups: Sequence[str] = ()) -> int:
    """Run a module of the project inside its environment, which is made or brought up to date first."""
    python = make(extras=extras, groups=groups)
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    paths = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    # Compiled code is kept, whatever the shell says: it lies in our own folders and halves every start.
    environment = {**inherited, "PYTHONPATH": paths}
    return subprocess.run([str(python), "-m", module, *arguments], env=environment, check=False).returncode


def make(*, extras: Sequence[str], groups: Sequence[str] = ()) -> Path:
    """The Python of an environment with these extras and groups; nothing is done where it is up to date."""
    python = PROJECT / ".venv" / BINARIES / ("python.exe" if WINDOWS else "python")
    stamp = PROJECT / ".venv" / "made-from"
    wanted = _fingerprint(extras, groups)
    if python.exists() and stamp.exists() and wanted in stamp.read_text("ascii").split():
        return python
    print("Making the environment in .venv …", file=sys.stderr)
    options = [f"--extra={each}" for each in extras] + [f"--group={each}" for each in groups]
    command = [_uv(), "sync", "--quiet", "--frozen", "--inexact", "--python", sys.executable, *options]
    subprocess.run(command, cwd=PROJECT, check=True, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"})
    made = stamp.read_text("ascii").split() if stamp.exists() else []
    stamp.write_text("\n".join([*made, wanted]), "ascii")
    return python


def _fingerprint(extras: Sequence[str], groups: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for part in (PROJECT / "uv.lock", PROJECT / "pyproject.toml"):
        digest.update(part.read_bytes())
    digest.update(repr((sys.version_info[:2], sorted(extras), sorted(groups))).encode())
    return digest.hexdigest()


def _uv() -> str:
    """uv from the PATH, or the version in `scripts/uv.txt` in a small environment of its own."""
    found = shutil.which("uv")
    if found:
        return found
    tools = PROJECT / ".tools"
    uv = tools / BINARIES / ("uv.exe" if WINDOWS else "uv")
    if not uv.exists():
        _make_virtual_environment(tools)
        pip = [str(tools / BINARIES / "python"), "-m", "pip", "install", "--quiet", "--require-hashes"]
        subprocess.run([*pip, "--no-deps", "-r", str(PROJECT / "scripts" / "uv.txt")], check=True)
    return str(uv)


def _make_virtual_environment(folder: Path) -> None:
    command = [sys.executable, "-m", "venv", "--clear", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode == 0:
        return
    # Debian and Ubuntu keep venv in a package of its own.
    install(["python3-venv"])
    subprocess.run(command, check=True)


def install(packages: Sequence[str]) -> None:
    """Install Debian packages where we may; else leave with the one command that does it."""
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    may = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if not may:
        sys.exit("Some system packages are missing. Please run:\n  sudo " + " ".join(command))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet, stdout=sys.stderr)
    subprocess.run(command, check=True, env=quiet, stdout=sys.stderr)

"""The system packages that the tests need on Debian: Qt's libraries, a virtual screen, a real Secret Service."""

from __future__ import annotations

import ctypes.util
import shutil
import sys
from pathlib import Path

from environment import install

LIBRARIES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "xkbcommon": "libxkbcommon0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "fontconfig": "libfontconfig1",
    "glib-2.0": "libglib2.0-0",
    "dbus-1": "libdbus-1-3",
    "gssapi_krb5": "libgssapi-krb5-2",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-xkb": "libxcb-xkb1",
}
PROGRAMS = {"Xvfb": "xvfb", "gnome-keyring-daemon": "gnome-keyring", "dbus-run-session": "dbus-daemon"}
FONTS = {Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"): "fonts-dejavu-core"}


def ensure() -> None:
    """Install what is missing where we may; elsewhere than on Linux nothing is needed."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in LIBRARIES.items() if not ctypes.util.find_library(name)]
    missing += [package for name, package in PROGRAMS.items() if not shutil.which(name)]
    missing += [package for path, package in FONTS.items() if not path.exists()]
    if missing:
        install(missing)

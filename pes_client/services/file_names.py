"""Names that come from a portal, made safe to be used as a file's name; they never become a path."""

from __future__ import annotations

import unicodedata

_LONGEST = 120
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$", "desktop", "autorun", "thumbs"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
_FORBIDDEN = frozenset("<>:\"/\\|?*%~$&;`'^!")
_NAMELESS = "trade file"


def safe_file_name(told: str, fallback: str = _NAMELESS) -> str:
    """One plain file name for what a portal calls `told`: no path, no device, nothing hidden, not too long.

    The kind of file stays visible: the last suffix is kept when the name has to be cut.
    """
    shown = unicodedata.normalize("NFC", told.encode("utf-8", "replace").decode("utf-8"))
    kept = "".join(each if _is_plain(each) else "_" for each in shown)
    kept = " ".join(kept.split()).strip(". _")
    stem, dot, suffix = kept.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = kept, ""
    stem = stem.strip(". _") or fallback
    if stem.split(".")[0].casefold() in _RESERVED:
        stem = f"{fallback} {stem}"
    return stem[:_LONGEST] + (f".{suffix}" if suffix else "")


def _is_plain(each: str) -> bool:
    # Format characters (right-to-left marks and the like) can make an .exe look like a .pdf.
    return each == " " or (each.isprintable() and each not in _FORBIDDEN and unicodedata.category(each)[0] in "LNPSM")

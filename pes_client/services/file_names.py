"""Names that come from a portal, made safe to be used as a file's name; they never become a path."""

from __future__ import annotations

import unicodedata

_LONGEST = 120  # bytes of UTF-8; file systems allow 255, and " (2)" may still be added
_LONGEST_SUFFIX = 10
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$", "desktop", "autorun", "thumbs"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
_FORBIDDEN = frozenset("<>:\"/\\|?*%~$&;`'^!")
_NAMELESS = "trade file"
_SUFFIXES = {
    "application/pdf": ("pdf",),
    "application/edi-x12": ("x12", "edi", "txt", "dat"),
    "text/plain": ("txt", "csv", "x12", "edi", "dat"),
}


def safe_file_name(told: str, fallback: str = _NAMELESS) -> str:
    """One plain file name for what a portal calls `told`: no path, no device, nothing hidden, not too long.

    The kind of file stays visible: the last suffix is kept when the name has to be cut.
    """
    shown = unicodedata.normalize("NFC", told.encode("utf-8", "replace").decode("utf-8"))
    kept = "".join(each if _is_plain(each) else "_" for each in shown)
    kept = " ".join(kept.split()).strip(". _")
    stem, dot, suffix = kept.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, suffix = kept, ""
    stem = _cut(stem.strip(". _")) or fallback
    if stem.split(".")[0].strip().casefold() in _RESERVED:
        stem = f"{fallback} {stem}"
    return stem + (f".{suffix}" if suffix else "")


def truthful_file_name(name: str, media_type: str) -> str:
    """The name with a suffix that says what the file is, so that nothing else opens or runs it.

    A suffix that fits stays; any other (`.exe`, `.lnk`, `.pdf` on what is no PDF) is followed by the right one.
    """
    fitting = _SUFFIXES.get(media_type, ("bin",))
    suffix = name.rpartition(".")[2].casefold()
    return name if "." in name and suffix in fitting else f"{name}.{fitting[0]}"


def _cut(stem: str) -> str:
    return stem.encode()[:_LONGEST].decode("utf-8", "ignore").rstrip(". ")


def _is_plain(each: str) -> bool:
    # Format characters (right-to-left marks and the like) can make an .exe look like a .pdf.
    return each == " " or (each.isprintable() and each not in _FORBIDDEN and unicodedata.category(each)[0] in "LNPSM")

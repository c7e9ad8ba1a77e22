"""Naming what a functional group carries (837P, 835, 999 …) from GS01 and its implementation guide."""

from __future__ import annotations

TA1 = "TA1"
MIXED = "mixed"

# GS01 → the transaction sets that such a group may hold, as X12's own list has them.
SETS_OF_GROUP = {
    "BE": ("834",),
    "FA": ("999", "997"),
    "HB": ("271",),
    "HC": ("837",),
    "HI": ("278",),
    "HN": ("277",),
    "HP": ("835",),
    "HR": ("276",),
    "HS": ("270",),
    "PI": ("275",),
    "RA": ("820",),
}
# Guides that say more than GS01 does, by what their identifier begins with after the version (005010X222A1).
_BY_GUIDE = {
    ("HC", "X222"): "837P",
    ("HC", "X098"): "837P",
    ("HC", "X223"): "837I",
    ("HC", "X096"): "837I",
    ("HC", "X224"): "837D",
    ("HC", "X097"): "837D",
    ("HN", "X214"): "277CA",
    ("FA", "X231"): "999",
    ("FA", ""): "997",
}
_GUIDE = slice(6, 10)


def kind_of_group(functional_id: str, guide: str, first_set: str) -> str:
    """The kind of one group; its first set's ST01 decides where GS01 is not known."""
    known = _BY_GUIDE.get((functional_id, guide[_GUIDE]))
    if known:
        return known
    sets = SETS_OF_GROUP.get(functional_id)
    return first_set or (sets[0] if sets else functional_id)

"""Entity tags: how a client names the version it has seen (RFC 9110)."""

from __future__ import annotations


def quoted(etag: str) -> str:
    """An entity tag as the `ETag` header writes it."""
    return f'"{etag}"'


def matches(header: str, etag: str) -> bool:
    """Whether an `If-Match` or `If-None-Match` header names this entity tag; quotes may be left out."""
    named = {part.strip().removeprefix("W/").strip('"') for part in header.split(",")}
    return etag in named or "*" in named

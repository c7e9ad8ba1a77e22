"""Where a request comes from, for the audit trail and for counting tries."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request


def source_of(request: Request) -> str:
    """The address at the other end of the connection; what a proxy says about others is not believed."""
    return request.client.host[:60] if request.client else "unknown"


Source = Annotated[str, Depends(source_of)]

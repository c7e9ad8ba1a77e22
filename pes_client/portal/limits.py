"""How long and how large an answer may be before it stops being a portal's."""

from __future__ import annotations

CONNECT_SECONDS = 10.0
"""For the connection and, counted anew, for the TLS handshake."""

SILENCE_SECONDS = 60.0
"""Without a single byte in either direction."""

ANSWER_SECONDS = 120.0
"""For the head of any answer and for the whole of a small one."""

SLOWEST_BYTES_PER_SECOND = 1024.0
"""What a long download has to bring on average, after its first `ANSWER_SECONDS`."""

ANSWER_BYTES = 16 * 1024 * 1024
"""The most that is read of an answer that is kept in memory."""

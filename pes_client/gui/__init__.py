"""The window: the only folder that knows Qt, and only what people see and touch."""

from __future__ import annotations

from pes_client.gui.lasting import keep_singletons

keep_singletons()

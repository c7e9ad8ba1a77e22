"""The outbox and inbox engine: files out exactly once, letters and answers home (DESIGN §4)."""

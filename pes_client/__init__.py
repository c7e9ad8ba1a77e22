"""PES Client: claim files out exactly once, acknowledgements and letters home, chores without traps."""

"""The `pes` command: the same core as the window, for scripts and terminals."""

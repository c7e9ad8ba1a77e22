"""The window: the only folder that knows Qt, and only what people see and touch."""

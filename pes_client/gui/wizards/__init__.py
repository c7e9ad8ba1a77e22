"""Tasks of several panels in a fixed order."""

"""What the portal has for an organisation: letters, acknowledgements and other trade files."""

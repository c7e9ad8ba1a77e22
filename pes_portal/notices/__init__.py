"""Notices by e-mail when letters are posted, and the ways a mail leaves the portal (TRF-5)."""

"""Clerk Maintenance: who works for an organisation, with which roles, and the regular review (CLK)."""

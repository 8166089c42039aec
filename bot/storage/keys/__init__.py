"""Sealing, and the keys for it."""

"""Somebody wants to apply for a call."""

"""Frozen values from files that passed every check."""

"""A check: which calls fit me."""

"""Calls, programmes, places and offices."""

"""Komshi: the chat bot through which programmes in Kosovo talk with the people they are for."""

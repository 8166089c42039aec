"""Phrases into words: catalogues, dates and money in each language, and their upkeep."""

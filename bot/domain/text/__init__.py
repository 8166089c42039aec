"""Words without a language yet, languages, and what makes text from outside harmless."""

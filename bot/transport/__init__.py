"""The only code that knows Telegram: updates in, screens out."""

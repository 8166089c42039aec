"""The make-believe Telegram."""

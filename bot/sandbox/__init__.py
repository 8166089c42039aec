"""A strict local Telegram Bot API and a phone in the browser; imports nothing of the bot."""

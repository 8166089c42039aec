"""The phones of people who try the bot."""

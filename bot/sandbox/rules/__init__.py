"""What Telegram accepts, and in which words it refuses."""

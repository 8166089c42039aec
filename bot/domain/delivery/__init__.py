"""Messages that matter, from the wish to send them to one final state."""

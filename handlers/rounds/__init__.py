"""When a call is open."""

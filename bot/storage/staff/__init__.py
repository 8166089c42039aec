"""Who of the staff may do what."""

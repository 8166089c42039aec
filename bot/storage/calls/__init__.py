"""Who follows what, and calls to listen to."""

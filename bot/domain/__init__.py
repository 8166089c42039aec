"""What Komshi knows about its subject: frozen values and pure functions, no input or output."""

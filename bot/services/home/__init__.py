"""The first screens, and whatever no question asked for."""

"""What is kept about people, and people's rights over it."""

"""What runs when; the jobs only tick, what is due is in the database."""

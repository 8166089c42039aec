"""What rules do to everybody who can exist, before anybody is asked."""

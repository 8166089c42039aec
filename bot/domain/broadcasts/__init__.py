"""What staff say to many."""

"""What a person may see, take along and have erased."""

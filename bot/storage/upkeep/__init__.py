"""What is done to the whole database: age, keys, copies."""

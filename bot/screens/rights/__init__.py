"""What a person takes along, in words."""

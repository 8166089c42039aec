"""What may stand in the files of the content."""

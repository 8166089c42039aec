"""What goes by its age."""

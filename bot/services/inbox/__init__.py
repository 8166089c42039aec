"""Questions to the team."""

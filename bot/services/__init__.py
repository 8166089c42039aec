"""Use cases, each a verb; they decide who may do what and leave speaking to others."""

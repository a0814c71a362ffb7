"""Export models → hot tier."""

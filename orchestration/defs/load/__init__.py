"""Lake → raw tables."""

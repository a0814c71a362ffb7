"""Experiments: models built beside production's, in a schema of their own."""

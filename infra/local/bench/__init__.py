"""Measurements of the local parts against what they are built of."""

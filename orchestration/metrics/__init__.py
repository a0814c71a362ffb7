"""Metrics, defined once beside the models, asked for by name."""

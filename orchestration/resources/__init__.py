"""Dagster resources: the clients with their configuration."""

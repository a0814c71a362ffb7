"""Clients of the stores, without Dagster: the command line and the tests use them directly."""

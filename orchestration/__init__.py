"""Dagster: lake → warehouse → models → hot tier, and the ledger that accounts for every event."""

"""Warehouse aggregates → hot tier, without duplicates or stale keys (semantics.md 10)."""

"""Lake → raw tables, once and only once (semantics.md 6)."""

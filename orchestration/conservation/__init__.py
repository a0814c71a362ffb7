"""The ledger of every event: each side counted from its own source (semantics.md 1)."""

"""Events put on the stream again: out of the quarantine, or out of the archive (semantics.md 9)."""

"""Events put on the stream again: the quarantine's, and the archive's."""

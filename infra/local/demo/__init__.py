"""The demo: one run through the whole path, every event accounted for."""

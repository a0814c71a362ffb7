"""HTTP as all of these services speak it: bounded bodies, credentials, JSON operations."""

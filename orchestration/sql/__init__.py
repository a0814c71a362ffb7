"""Makers of SQL: pure functions from contract tables and names to statements."""

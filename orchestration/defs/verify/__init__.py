"""Checks that stop what is downstream of bad data."""

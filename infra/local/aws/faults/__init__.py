"""Faults that tests switch on in the running services."""

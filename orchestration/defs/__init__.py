"""Dagster definitions, one folder per stage of an event's journey."""

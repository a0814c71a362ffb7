"""Redshift's types: their identifiers on the wire, their text and binary forms, their DDL."""

"""Firehose: records buffered by size and age, transformed, delivered to S3 at least once."""

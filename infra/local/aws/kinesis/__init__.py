"""Kinesis Data Streams: acknowledged means on disk, limits that throttle."""

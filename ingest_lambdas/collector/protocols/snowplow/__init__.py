"""Snowplow's tracker protocol v2 → canonical calls, the same that Segment's SDKs would send."""

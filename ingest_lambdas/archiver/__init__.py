"""Firehose's transformation of events-raw into the archive of arrivals under received/."""

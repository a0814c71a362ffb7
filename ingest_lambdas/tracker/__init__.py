"""HTTP → Kinesis: an SDK's request becomes one record on events-raw, and only then a 200."""

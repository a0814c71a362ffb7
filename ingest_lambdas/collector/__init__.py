"""Kinesis → Kinesis and Firehose: each arrival becomes one good event or one rejected one."""

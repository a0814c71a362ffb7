"""The Kinesis to Lambda event source mapping, with AWS's parameters and failure rules."""

"""API Gateway's HTTP API: requests become payload 2.0 events, results become responses."""

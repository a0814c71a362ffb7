"""The event contract: what an event is. No boto3, no Dagster; it ships in every zip."""

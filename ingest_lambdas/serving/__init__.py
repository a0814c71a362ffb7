"""DynamoDB → HTTP: the aggregates that the export keeps in the hot tier."""

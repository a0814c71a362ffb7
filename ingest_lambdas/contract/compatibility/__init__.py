"""What a new version of a schema takes no longer: SchemaVer decided by the schemas themselves."""

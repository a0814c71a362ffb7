"""Raw tables → models, by dbt."""

"""Redshift SQL to DuckDB SQL, one module per area; what is not known to agree is refused."""

"""A Redshift on one machine: a PostgreSQL-wire server that answers Redshift SQL from DuckDB.

It imports nothing of Headwater and could be lifted out as a library. Order to read: `server`
(sockets), `protocol` (messages), `session` (a connection's state), `translation` (Redshift SQL to
DuckDB), `types` (how values travel), `catalog` (what clients ask of pg_catalog), `copy` (COPY).
"""

"""A connection's state and what its statements do to the database."""

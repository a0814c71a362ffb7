"""How a computed function tells the SQLSTATE of its error through DuckDB."""


class ComputationError(Exception):
    """Its message begins with the SQLSTATE in square brackets."""

    def __init__(self, sqlstate: str, message: str) -> None:
        super().__init__(f"[{sqlstate}] {message}")

"""Errors as Redshift reports them: an SQLSTATE and a message, also for what DuckDB raises."""

import re

import duckdb

PROTOCOL_VIOLATION = "08P01"
FEATURE_NOT_SUPPORTED = "0A000"
ACTIVE_TRANSACTION = "25001"
NO_ACTIVE_TRANSACTION = "25P01"
IN_FAILED_TRANSACTION = "25P02"
INVALID_PASSWORD = "28P01"
IDLE_IN_TRANSACTION = "25P03"
DEPENDENT_OBJECTS = "2BP01"
BAD_ENCODING = "22021"
UNKNOWN_STATEMENT = "26000"
UNKNOWN_PORTAL = "34000"
UNKNOWN_DATABASE = "3D000"
READ_ONLY_TRANSACTION = "25006"
OBJECT_IN_USE = "55006"
SERIALIZATION_FAILURE = "40001"
DEADLOCK = "40P01"
SYNTAX_ERROR = "42601"
UNDEFINED_COLUMN = "42703"
UNDEFINED_FUNCTION = "42883"
UNDEFINED_TABLE = "42P01"
DUPLICATE_TABLE = "42P07"
INVALID_SCHEMA = "3F000"
TOO_MANY_CONNECTIONS = "53300"
DISK_FULL = "53100"
PROGRAM_LIMIT = "54000"
QUERY_CANCELED = "57014"
INTERNAL_ERROR = "XX000"


class RedshiftError(Exception):
    """An error for the client: `sqlstate` is what its driver maps, `message` what people read.

    `position` counts the characters of the statement from 1 to what the error is about, `detail`
    says more of it.
    """

    def __init__(
        self, sqlstate: str, message: str, position: int | None = None, *, detail: str = ""
    ) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message
        self.position = position
        self.detail = detail


class FatalError(RedshiftError):
    """An error after which the connection is closed."""


def not_supported(what: str) -> RedshiftError:
    """The refusal of whatever is not known to answer as Redshift does."""
    return RedshiftError(FEATURE_NOT_SUPPORTED, f"{what} is not supported by the local Redshift")


# DuckDB's exception class, a pattern of its message, and the SQLSTATE; the first match wins.
_RULES: tuple[tuple[type[Exception], str, str], ...] = (
    (duckdb.InterruptException, "", QUERY_CANCELED),
    (duckdb.CatalogException, r"schema with name .* does not exist", INVALID_SCHEMA),
    (duckdb.CatalogException, r"(function|macro).* does not exist", UNDEFINED_FUNCTION),
    (duckdb.CatalogException, r"does not exist", UNDEFINED_TABLE),
    (duckdb.CatalogException, r"column .* already exists", "42701"),
    (duckdb.CatalogException, r"already exists", DUPLICATE_TABLE),
    (duckdb.CatalogException, r"write-write conflict", SERIALIZATION_FAILURE),
    (duckdb.BinderException, r"column .* (not found|does not exist)", UNDEFINED_COLUMN),
    (duckdb.BinderException, r"does not have a column", UNDEFINED_COLUMN),
    (duckdb.BinderException, r"multiple overloads", FEATURE_NOT_SUPPORTED),
    (duckdb.BinderException, r"must appear in the group by", "42803"),
    (duckdb.BinderException, r"ambiguous", "42702"),
    (duckdb.BinderException, r"no function matches", UNDEFINED_FUNCTION),
    (duckdb.BinderException, r"macro .* does not support", UNDEFINED_FUNCTION),
    (duckdb.BinderException, r"cannot compare|explicit cast", "42804"),
    (duckdb.BinderException, "", "42P10"),
    (duckdb.ParserException, "", SYNTAX_ERROR),
    (duckdb.Error, r"could not write|no space left|disk full|max_temp_directory_size", DISK_FULL),
    (duckdb.TransactionException, r"conflict", SERIALIZATION_FAILURE),
    (duckdb.TransactionException, r"transaction is aborted", IN_FAILED_TRANSACTION),
    (duckdb.TransactionException, "", SERIALIZATION_FAILURE),
    (duckdb.ConstraintException, r"not null", "23502"),
    (duckdb.ConstraintException, "", "23514"),
    (duckdb.ConversionException, r"casting value .* out of range|could not cast value", "22003"),
    (duckdb.ConversionException, r"out of range for the destination type", "22003"),
    (duckdb.ConversionException, r"failed to cast decimal value", "22003"),
    (duckdb.ConversionException, r"date|time", "22007"),
    (duckdb.ConversionException, "", "22P02"),
    (duckdb.OutOfRangeException, "", "22003"),
    (duckdb.InvalidInputException, r"not supported by the local", FEATURE_NOT_SUPPORTED),
    (duckdb.InvalidInputException, r"value too long", "22001"),
    (duckdb.InvalidInputException, r"division by zero|divide by zero", "22012"),
    (duckdb.InvalidInputException, r"more than one row returned", "21000"),
    (duckdb.InvalidInputException, "", "22023"),
    (duckdb.OutOfMemoryException, "", "53200"),
    (duckdb.NotImplementedException, r"unknown timezone", "22023"),
    (duckdb.NotImplementedException, "", FEATURE_NOT_SUPPORTED),
)


# Macros and computed functions begin their errors with the SQLSTATE in brackets.
_OWN_STATE = re.compile(r"\[(?P<state>[0-9A-Z]{5})\] (?P<message>[^\n]*)")


def from_duckdb(error: duckdb.Error) -> RedshiftError:
    """The Redshift error for one of DuckDB's; conflicts read as dbt-redshift's retry expects."""
    text = re.sub(r"^[A-Za-z ]+ Error: ", "", str(error).split("\n\nLINE ")[0].strip())
    told = _OWN_STATE.search(text) if isinstance(error, duckdb.InvalidInputException) else None
    if told:
        return RedshiftError(told["state"], told["message"])
    for kind, pattern, sqlstate in _RULES:
        if isinstance(error, kind) and re.search(pattern, text, re.IGNORECASE):
            detail = text if sqlstate == SERIALIZATION_FAILURE else ""
            return RedshiftError(sqlstate, _phrase(sqlstate, text), detail=detail)
    return RedshiftError(INTERNAL_ERROR, text)


_PHRASES = {
    SERIALIZATION_FAILURE: "could not complete because of conflict with concurrent transaction",
    QUERY_CANCELED: "Query cancelled on user's request",
    "22012": "Divide by zero",
}


def _phrase(sqlstate: str, text: str) -> str:
    if sqlstate in _PHRASES:
        return _PHRASES[sqlstate]
    if sqlstate == DISK_FULL:
        return f"Disk Full: make room and try again ({text})"
    if sqlstate == FEATURE_NOT_SUPPORTED and "multiple overloads" in text:
        return "a function of arguments of this type is not supported: cast them"
    if sqlstate == "23502":
        return f"Cannot insert a NULL value into column {text.rpartition('.')[2]}"
    missing = re.search(r"Table with name \"?([\w#.]+)\"? does not exist", text)
    if missing:
        return f'relation "{missing.group(1)}" does not exist'
    column = re.search(r'(?:Referenced column|does not have a column named) "([^"]+)"', text)
    if sqlstate == UNDEFINED_COLUMN and column:
        return f'column "{column.group(1)}" does not exist'
    return text

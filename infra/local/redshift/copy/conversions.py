"""Turns a field's text into a column's value, with Redshift's rules instead of DuckDB's lenience.

Everything is SQL over the text column named `text`: the loader runs it over whole files at once,
and the diagnosis of a failed load runs the very same conditions to tell which value was refused.
"""

from collections.abc import Callable

from infra.local.redshift.copy import problems as p
from infra.local.redshift.copy.errors import refuse
from infra.local.redshift.copy.moments import convert_date, convert_timestamp
from infra.local.redshift.copy.problems import Conversion, Field, Problem
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.target import TargetColumn

CHARACTER_TYPES = ("character", "character varying")
INTEGER_TYPES = {"smallint": "SMALLINT", "integer": "INTEGER", "bigint": "BIGINT"}
FLOAT_TYPES = {"real": "FLOAT", "double precision": "DOUBLE"}

# Aligned UTF-8 sequences in hexadecimal: what stays whole when a text is cut at a byte.
_WHOLE_CHARACTERS = "^((?:[0-7].|[CD].[89AB].|E.[89AB].[89AB].|F.[89AB].[89AB].[89AB].)*)"


def convert(column: TargetColumn, field: Field, options: CopyOptions) -> Conversion:
    """The conversion of one column. Raises CopyError (0A000) for a type that COPY cannot fill."""
    conversion = _by_type(column)(column, field, options)
    if not column.not_null:
        return conversion
    missing = Problem(f"{field.text} IS NULL", p.MISSING_VALUE, "Missing data for not-null field")
    return Conversion(conversion.value, (missing, *conversion.problems), conversion.shown_type)


def _by_type(
    column: TargetColumn,
) -> Callable[[TargetColumn, Field, CopyOptions], Conversion]:
    if column.type in INTEGER_TYPES:
        return _integer
    if column.type in FLOAT_TYPES:
        return _float
    found = {
        "character varying": _varchar,
        "character": _char,
        "numeric": _decimal,
        "boolean": _boolean,
        "date": lambda _, field, options: convert_date(field, options),
        "timestamp without time zone": lambda _, field, options: convert_timestamp(field, options),
        "timestamp with time zone": lambda _, field, options: convert_timestamp(
            field, options, with_zone=True
        ),
        "super": _super,
    }.get(column.type)
    if found is None:
        raise refuse(f"COPY into a column of type {column.type.upper()}")
    return found


def _varchar(column: TargetColumn, field: Field, options: CopyOptions) -> Conversion:
    text = field.text
    # Redshift ends a C string there: it is no text of a VARCHAR.
    null_byte = Problem(
        f"contains({text}, chr(0))",
        p.NUL_IN_FIELD if options.null_as == "\0" else p.INVALID_CODEPOINT,
        "Invalid null byte - field longer than 1 byte",
        is_escaped=True,
    )
    if options.truncate_columns:
        cut = f"left(hex(encode({text})), {2 * (column.byte_length or 0)})"
        whole = f"decode(unhex(regexp_extract({cut}, '{_WHOLE_CHARACTERS}', 1)))"
        value = f"CASE WHEN strlen({text}) > {column.byte_length} THEN {whole} ELSE {text} END"
        return Conversion(value, (null_byte,), "varchar")
    too_long = Problem(
        f"strlen({text}) > {column.byte_length}",
        p.INPUT_OUT_OF_RANGE,
        "String length exceeds DDL length",
    )
    return Conversion(text, (too_long, null_byte), "varchar")


def _char(column: TargetColumn, field: Field, options: CopyOptions) -> Conversion:
    conversion = _varchar(column, field, options)
    text = field.text
    multibyte = Problem(
        f"strlen({text}) <> length({text})",
        p.INVALID_CODEPOINT,
        "Multibyte character not supported for CHAR (Hint: Try using VARCHAR)",
    )
    return Conversion(conversion.value, (multibyte, *conversion.problems), "char")


def _integer(column: TargetColumn, field: Field, _: CopyOptions) -> Conversion:
    text = field.text
    cast = f"TRY_CAST({text} AS {INTEGER_TYPES[column.type]})"
    digits = f"regexp_full_match({text}, '[+-]?[0-9]+')"
    return Conversion(
        cast,
        (
            Problem(
                f"NOT {digits}",
                p.INVALID_DIGIT,
                f"Invalid digit, Type: {column.type.title()}",
                _read_of(text, "[+-]?[0-9]*"),
            ),
            Problem(
                f"{text} IS NOT NULL AND {field.value} IS NULL",
                p.INTEGER_OVERFLOW,
                f"Overflow, Type: {column.type.title()}",
            ),
        ),
        {"smallint": "int2", "integer": "int4", "bigint": "int8"}[column.type],
    )


def _decimal(column: TargetColumn, field: Field, options: CopyOptions) -> Conversion:
    text = field.text
    scale = column.scale
    kept = f"(\\.[0-9]{{{scale}}})[0-9]+$" if scale else "\\.[0-9]*$"
    # Redshift cuts what is beyond the scale, unless ROUNDEC asks to round as a cast does.
    cut = text if options.round_decimals else f"regexp_replace({text}, '{kept}', '{_kept(scale)}')"
    cast = f"TRY_CAST({cut} AS DECIMAL({column.precision},{scale}))"
    form = f"regexp_full_match({text}, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)')"
    return Conversion(
        cast,
        (
            Problem(
                f"NOT {form}",
                p.INVALID_DECIMAL,
                "Invalid decimal format or value",
                _read_of(text, "[+-]?[0-9]*[.]?[0-9]*"),
            ),
            Problem(
                f"{text} IS NOT NULL AND {field.value} IS NULL",
                p.INPUT_OUT_OF_RANGE,
                "Numeric data overflow (result precision)",
            ),
        ),
        "numeric",
    )


def _read_of(text: str, form: str) -> str:
    """SQL of how many characters of a number could be read: the next one is wrong."""
    return f"length(regexp_extract({text}, '^{form}'))"


def _kept(scale: int) -> str:
    return "\\1" if scale else ""


def _float(column: TargetColumn, field: Field, _: CopyOptions) -> Conversion:
    text = field.text
    cast = f"TRY_CAST({text} AS {FLOAT_TYPES[column.type]})"
    form = f"regexp_full_match({text}, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?')"
    return Conversion(
        cast,
        (
            Problem(
                f"NOT {form}",
                p.INVALID_FLOAT,
                "Invalid float format or value",
                _read_of(text, "[+-]?[0-9]*[.]?[0-9]*([eE][+-]?[0-9]*)?"),
            ),
            Problem(
                f"{text} IS NOT NULL AND ({field.value} IS NULL OR isinf({field.value}))",
                p.INPUT_OUT_OF_RANGE,
                "Float out of range",
            ),
        ),
        {"real": "float4", "double precision": "float8"}[column.type],
    )


def _boolean(_: TargetColumn, field: Field, __: CopyOptions) -> Conversion:
    text = field.text
    true, false = "('true', 't', 'yes', 'y', '1')", "('false', 'f', 'no', 'n', '0')"
    value = (
        f"CASE WHEN lower({text}) IN {true} THEN true WHEN lower({text}) IN {false} THEN false END"
    )
    unknown = Problem(
        f"{text} IS NOT NULL AND {field.value} IS NULL",
        p.INVALID_BOOLEAN,
        "Unknown boolean format",
    )
    return Conversion(value, (unknown,), "bool")


def _super(_: TargetColumn, field: Field, __: CopyOptions) -> Conversion:
    return Conversion(f"CAST({field.json} AS VARIANT)", (), "super")

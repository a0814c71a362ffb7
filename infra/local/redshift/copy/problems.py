"""The reasons for which COPY refuses a value: Redshift's error codes and texts.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html
"""

from dataclasses import dataclass

INPUT_OUT_OF_RANGE = 1204
INVALID_DATE = 1205
INVALID_TIMESTAMP = 1206
INVALID_DIGIT = 1207
INVALID_FLOAT = 1208
INVALID_DECIMAL = 1209
INVALID_BOOLEAN = 1210
MISSING_VALUE = 1213
INVALID_LINE = 1216
INVALID_CODEPOINT = 1220
INTEGER_OVERFLOW = 1222
INVALID_SUPER = 1224
TOO_MANY_FIELDS = 1202
NO_DATA = 1211
# A line of too few fields ends before a delimiter is found.
TOO_FEW_FIELDS = 1214
NUL_IN_FIELD = 1218


@dataclass(frozen=True)
class Field:
    """A column's names in a load's query: its text, its JSON, and the value made of them."""

    text: str
    json: str
    value: str


@dataclass(frozen=True)
class Problem:
    """One check of a column: `condition` is DuckDB SQL, true where the value is refused."""

    condition: str
    code: int
    reason: str
    # SQL of where in the field the error is, from 0.
    position: str = "0"
    # Whether a JSON file must hold an escape for it: see `Unpacker.escapes`.
    is_escaped: bool = False


@dataclass(frozen=True)
class Conversion:
    """How a column's text becomes its value: `value` is DuckDB SQL, right where no problem is."""

    value: str
    problems: tuple[Problem, ...]
    # How Redshift shows the type in stl_load_errors: ten characters.
    shown_type: str

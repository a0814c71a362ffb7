"""Functions that Redshift has and this server refuses by name, and names that Redshift has not."""

from .case import subject
from .expressions import error, refused

SUBJECTS = (
    subject("INITCAP", "r_INITCAP", refused("initcap('a')")),
    subject("FNV_HASH", "r_FNV_HASH", refused("fnv_hash('a')")),
    subject("ADD_MONTHS", "r_ADD_MONTHS", refused("add_months('2008-01-31'::date, 1)")),
    subject("SIMILAR TO", "pattern-matching-conditions-similar-to", refused("'a' similar to 'a'")),
    subject("CHAR", "r_Character_types", refused("'a'::char(3)")),
    subject(
        "functions of no name in Redshift",
        "c_SQL_functions",
        refused("list_extract(array(1,2), 1)"),
        refused("getvariable('x')"),
    ),
    subject(
        "errors of expressions",
        "r_numeric_computations201",
        error("1/0", "22012"),
        error("'x'::int", "22P02"),
        error("nothing", "42703"),
        error("2147483647 + 1", "22003"),
    ),
)

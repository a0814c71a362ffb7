"""FLOAT(n) is REAL or DOUBLE PRECISION, by the bits that it asks for.

As PostgreSQL has it, from which Redshift comes; SQLAlchemy and pandas write FLOAT(53).
Source: https://www.postgresql.org/docs/8.0/datatype.html#DATATYPE-FLOAT
"""

from sqlglot import exp

from ..errors import RedshiftError

_BITS_OF_REAL, _BITS_OF_DOUBLE = 24, 53


def read_float_precision(tree: exp.Expr) -> None:
    """Put the type that has the bits in the place of each FLOAT(n); raises 22023 for no such."""
    for kind in tree.find_all(exp.DataType):
        if kind.this == exp.DType.DOUBLE and kind.expressions:
            bits = int(kind.expressions[0].name)
            if not 0 < bits <= _BITS_OF_DOUBLE:
                raise RedshiftError("22023", "precision for type float must be 1 to 53 bits")
            kind.set("this", exp.DType.FLOAT if bits <= _BITS_OF_REAL else exp.DType.DOUBLE)
            kind.set("expressions", [])

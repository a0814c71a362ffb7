"""VARBYTE: binary values as results of functions; no column has the type yet.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_VARBYTE_type.html
"""

from sqlglot import exp

from ..errors import not_supported
from .build import Translator, arguments, call, literal_text
from .context import Context

_FORMATS = {"hex": "hex", "utf8": "utf8", "utf-8": "utf8"}


def _format(node: exp.Expr) -> str:
    written = literal_text(node, "a format of VARBYTE")
    found = _FORMATS.get(written.lower())
    if found is None:
        raise not_supported(f"the format {written} of VARBYTE")
    return found


def _to_bytes(node: exp.Expr, _: Context) -> exp.Expr:
    value, form = arguments(node, 2)
    return call("bytes_of_hex" if _format(form) == "hex" else "bytes_of", value)


def _from_bytes(node: exp.Expr, _: Context) -> exp.Expr:
    value, form = arguments(node, 2)
    return call("hex_of_bytes" if _format(form) == "hex" else "text_of_bytes", value)


def _of_hex(node: exp.Expr, _: Context) -> exp.Expr:
    return call("bytes_of_hex", *arguments(node, 1))


BY_NAME: dict[str, Translator] = {
    "from_hex": _of_hex,
    "from_varbyte": _from_bytes,
    "to_varbyte": _to_bytes,
}

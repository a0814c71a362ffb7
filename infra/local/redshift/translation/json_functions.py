"""Functions of JSON kept as text.

Source: https://docs.aws.amazon.com/redshift/latest/dg/text-json-functions.html
"""

from sqlglot import exp

from .build import Translator, arguments, as_text, call, renamed
from .context import Context

_DEEPEST = 5


def _path_text(node: exp.Expr, _: Context) -> exp.Expr:
    text, *path = arguments(node, 2, _DEEPEST + 2)
    lenient: exp.Expr = exp.false()
    if isinstance(path[-1], exp.Boolean):
        lenient = path.pop()
    items = exp.Array(expressions=[as_text(item) for item in path])
    return call("redshift_json_path_text", text, items, lenient)


def _with_leniency(name: str, least: int) -> Translator:
    def translate(node: exp.Expr, _: Context) -> exp.Expr:
        given = arguments(node, least, least + 1)
        lenient = given[least] if len(given) > least else exp.false()
        return call(name, *given[:least], lenient)

    return translate


BY_NAME: dict[str, Translator] = {
    "can_json_parse": renamed("redshift_can_json_parse", 1),
    "is_valid_json": renamed("redshift_is_valid_json", 1),
    "is_valid_json_array": renamed("redshift_is_valid_json_array", 1),
    "json_array_length": _with_leniency("redshift_json_array_length", 1),
    "json_extract_array_element_text": _with_leniency("redshift_json_element_text", 2),
    "json_extract_path_text": _path_text,
}

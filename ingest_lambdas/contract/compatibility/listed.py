"""Values that a schema lists one by one."""

from typing import Any

from ingest_lambdas.contract.compatibility.document import View, stated, types_of

_FEW = {"null": (None,), "boolean": (False, True)}


def list_values(known: View) -> list[Any] | None:
    """All values that may satisfy what is known; None where they are too many to be listed.

    A listed 1 stands for 1.0 too, which draft 4 does not call an integer. Numbers inside listed
    objects and arrays have more spellings than are worth listing.
    """
    listed = stated(known, "enum")
    if listed:
        if any(isinstance(value, list | dict) for value in listed[0]):
            return None
        return [spelt for value in listed[0] for spelt in _spellings(value)]
    types = types_of(known)
    if types <= _FEW.keys():
        return [value for name in sorted(types) for value in _FEW[name]]
    return None


def _spellings(value: Any) -> list[Any]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return [value]
    whole, fraction = int(value), float(value)
    return [v for v in (whole, fraction) if v == value]

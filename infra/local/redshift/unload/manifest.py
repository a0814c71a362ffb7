"""The manifest of an UNLOAD: its files, and with VERBOSE the schema and the counts.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD_command_examples.html
"""

import json
from typing import Any

from infra.local.redshift.unload.columns import UnloadColumn
from infra.local.redshift.unload.files import UnloadedFile

# A query does not tell the length of its texts: what a VARCHAR may hold at most.
_VARCHAR_BYTES = 65535
_NUMERIC_OFFSET = 4


def render_manifest(
    files: list[UnloadedFile], columns: list[UnloadColumn], *, verbose: bool
) -> bytes:
    """The JSON text, which COPY … MANIFEST reads for every format."""
    entries: list[dict[str, Any]] = []
    for file in files:
        meta = {"content_length": file.size}
        if verbose:
            meta["record_count"] = file.rows
        entries.append({"url": file.address, "meta": meta})
    document: dict[str, Any] = {"entries": entries}
    if verbose:
        document["schema"] = {"elements": [_element(column) for column in columns]}
        document["meta"] = {
            "content_length": sum(file.size for file in files),
            "record_count": sum(file.rows for file in files),
        }
        document["author"] = {"name": "Amazon Redshift", "version": "1.0.0"}
    return json.dumps(document, indent=2).encode()


def _element(column: UnloadColumn) -> dict[str, Any]:
    kind: dict[str, Any] = {"base": column.type}
    if column.type == "numeric":
        packed = column.modifier - _NUMERIC_OFFSET
        kind |= {"precision": packed >> 16, "scale": packed & 0xFFFF}
    if column.is_text:
        kind["length"] = _VARCHAR_BYTES
    return {"name": column.name, "type": kind}

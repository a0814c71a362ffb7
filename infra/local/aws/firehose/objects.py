"""Outputs composed into S3 objects: one per evaluated prefix, named as Firehose names them."""

import gzip
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from infra.local.aws.firehose.definition import Definition
from infra.local.aws.firehose.transformation import Output

VERSION = 1


@dataclass(frozen=True, slots=True)
class S3Object:
    """One object to put."""

    key: str
    body: bytes


def compose(definition: Definition, outputs: Iterable[Output]) -> list[S3Object]:
    """The objects that hold the outputs.

    AWS evaluates a prefix once per object, from its oldest record's arrival; here a buffer that
    spans two values of the prefix also becomes two objects, so that no file spans two hours.
    """
    groups: dict[tuple[str, str], list[Output]] = {}
    for output in outputs:
        if output.data:
            prefix = definition.error_prefix if output.error_type else definition.prefix
            place = prefix.evaluate(output.arrival, error_type=output.error_type)
            groups.setdefault((output.error_type, place), []).append(output)
    return [_object(definition, error_type, group) for (error_type, _), group in groups.items()]


def _object(definition: Definition, error_type: str, outputs: list[Output]) -> S3Object:
    oldest = min(output.arrival for output in outputs)
    prefix = definition.error_prefix if error_type else definition.prefix
    folder = prefix.evaluate(oldest, uuid.uuid4().hex[:11], error_type)
    moment = datetime.fromtimestamp(oldest / 1000, UTC)
    name = f"{definition.name}-{VERSION}-{moment:%Y-%m-%d-%H-%M-%S}-{uuid.uuid4()}"
    body = b"".join(output.data for output in outputs)
    if definition.gzip:
        return S3Object(f"{folder}{name}.gz", gzip.compress(body, compresslevel=6, mtime=0))
    return S3Object(folder + name, body)

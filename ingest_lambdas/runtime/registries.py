"""The setting that names the registries: places in order, divided by commas.

package             the schemas that ship with the code
file:/folder        a folder that holds VENDOR/NAME/jsonschema/M-R-A
s3://bucket/prefix  likewise under a prefix
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ingest_lambdas.contract.schema_folder import SchemaFolder
from ingest_lambdas.runtime.live_registry import (
    Layer,
    LiveRegistry,
    PackagedLayer,
    WatchedLayer,
)
from ingest_lambdas.runtime.schema_bucket import SchemaBucket

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MakeClient = Callable[[], "S3Client"]


class RegistriesMisspelt(ValueError):
    """The setting names a place that is none."""


def open_registries(setting: str, s3: MakeClient) -> LiveRegistry:
    """The registry of a setting's places; `s3` is asked only where one is a bucket.

    Raises RegistriesMisspelt.
    """
    places = [place.strip() for place in setting.split(",") if place.strip()]
    if not places:
        raise RegistriesMisspelt("no registry is named, such as package or file:/folder")
    return LiveRegistry([_layer(place, s3) for place in places])


def _layer(place: str, s3: MakeClient) -> Layer:
    kind, _, rest = place.partition(":")
    if place == "package":
        return PackagedLayer()
    if kind == "file" and rest:
        return WatchedLayer(SchemaFolder(rest.removeprefix("//")))
    bucket, _, prefix = rest.removeprefix("//").partition("/")
    if kind == "s3" and rest.startswith("//") and bucket:
        return WatchedLayer(SchemaBucket(s3(), bucket, prefix))
    known = "package, file:/folder or s3://bucket/prefix"
    raise RegistriesMisspelt(f"{place!r} is no registry: it is {known}")

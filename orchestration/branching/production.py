"""What production was last built from, kept where every experiment can read it: in the lake."""

from pathlib import Path

from botocore.exceptions import ClientError

from ingest_lambdas.contract.lake_layout import PRODUCTION_MANIFEST
from orchestration.clients.lake import Lake

STAMP = "built-from"
LARGEST_MANIFEST_BYTES = 256 * 1024 * 1024
_ABSENT = {"404", "NoSuchKey"}


class NeverBuilt(RuntimeError):
    """No build of production has left its manifest; the message says what to do."""


def publish_manifest(lake: Lake, manifest: Path, built_from: str) -> bool:
    """Keep the manifest of a build that has succeeded; False where this very one is kept already.

    `built_from` changes whenever the project does. A manifest is some megabytes, a cycle a minute.
    """
    if _kept_stamp(lake) == built_from:
        return False
    lake.client.put_object(
        Bucket=lake.bucket,
        Key=PRODUCTION_MANIFEST,
        Body=manifest.read_bytes(),
        ContentType="application/json",
        Metadata={STAMP: built_from},
    )
    return True


def fetch_manifest(lake: Lake, folder: Path) -> Path:
    """Write production's manifest into a folder, as dbt's --state wants it. Raises NeverBuilt."""
    try:
        found = lake.client.get_object(Bucket=lake.bucket, Key=PRODUCTION_MANIFEST)
    except ClientError as error:
        if _is_absent(error):
            raise NeverBuilt(
                "production has not been built yet: `headwater cycle` builds it"
            ) from error
        raise
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "manifest.json"
    path.write_bytes(found["Body"].read(LARGEST_MANIFEST_BYTES))
    return path


def _kept_stamp(lake: Lake) -> str | None:
    try:
        head = lake.client.head_object(Bucket=lake.bucket, Key=PRODUCTION_MANIFEST)
    except ClientError as error:
        if _is_absent(error):
            return None
        raise
    return head["Metadata"].get(STAMP)


def _is_absent(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in _ABSENT

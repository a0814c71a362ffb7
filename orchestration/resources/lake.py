"""The lake as a Dagster resource."""

import dagster as dg

from orchestration.clients.lake import Lake


class LakeResource(dg.ConfigurableResource[Lake]):
    """Names of the two buckets."""

    bucket: str
    personal_bucket: str

    def client(self) -> Lake:
        """A client of both buckets."""
        return Lake(self.bucket, self.personal_bucket)

"""The hot tier as a Dagster resource."""

import dagster as dg

from orchestration.clients.hot_tier import HotTier


class HotTierResource(dg.ConfigurableResource[HotTier]):
    """Name of the DynamoDB table."""

    table_name: str

    def client(self) -> HotTier:
        """A client of the table."""
        return HotTier(self.table_name)

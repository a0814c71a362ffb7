"""The stream events-raw as a Dagster resource."""

import dagster as dg

from orchestration.clients.raw_stream import RawStream


class RawStreamResource(dg.ConfigurableResource[RawStream]):
    """Name of the Kinesis stream."""

    stream_name: str

    def client(self) -> RawStream:
        """A client of the stream."""
        return RawStream(self.stream_name)

"""Which way out the settings name. What it needs is imported when it is taken."""

from ingest_lambdas.tracker_sdk.destination import Destination
from ingest_lambdas.tracker_sdk.settings import SdkSettings


def destination_for(source: str, settings: SdkSettings) -> Destination:
    """HTTP where an endpoint is set, else Kinesis."""
    if settings.endpoint:
        from ingest_lambdas.tracker_sdk.http_destination import HttpDestination

        return HttpDestination(settings.endpoint, settings.write_key)
    from ingest_lambdas.runtime import clients
    from ingest_lambdas.tracker_sdk.kinesis_destination import KinesisDestination

    return KinesisDestination(clients.kinesis(), settings.stream, source)

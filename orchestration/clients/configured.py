"""The stores of an installation, by its settings."""

from orchestration.clients.lake import Lake
from orchestration.clients.raw_stream import RawStream
from orchestration.clients.warehouse import Warehouse
from orchestration.settings import Settings


def warehouse_of(settings: Settings) -> Warehouse:
    """Redshift."""
    return Warehouse(
        settings.redshift_host,
        settings.redshift_port,
        settings.redshift_database,
        settings.redshift_user,
        settings.redshift_password,
        settings.redshift_ssl,
    )


def lake_of(settings: Settings) -> Lake:
    """Both buckets."""
    return Lake(settings.lake_bucket, settings.personal_bucket)


def raw_stream_of(settings: Settings) -> RawStream:
    """The stream events-raw."""
    return RawStream(settings.raw_stream)

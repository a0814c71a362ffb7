"""Redshift as a Dagster resource."""

import dagster as dg

from orchestration.clients.warehouse import Warehouse
from orchestration.settings import PASSWORD_VARIABLE, Settings


class WarehouseResource(dg.ConfigurableResource[Warehouse]):
    """Address of the warehouse and the role that COPY assumes."""

    host: str
    port: int
    database: str
    user: str
    password: str
    ssl: str
    copy_role: str

    def client(self) -> Warehouse:
        """A client; it connects when a session is opened."""
        return Warehouse(self.host, self.port, self.database, self.user, self.password, self.ssl)


def warehouse_resource(settings: Settings) -> WarehouseResource:
    """The resource of an installation; its password is read at run time and never shown."""
    return WarehouseResource(
        host=settings.redshift_host,
        port=settings.redshift_port,
        database=settings.redshift_database,
        user=settings.redshift_user,
        password=dg.EnvVar(PASSWORD_VARIABLE),
        ssl=settings.redshift_ssl,
        copy_role=settings.copy_role,
    )

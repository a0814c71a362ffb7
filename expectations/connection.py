"""How to reach the warehouse through SQLAlchemy."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL


@dataclass(frozen=True)
class WarehouseConnection:
    """Address and credentials; `ssl` is a sslmode of Redshift's clients, `timeout` in seconds."""

    host: str
    port: int
    database: str
    user: str
    password: str
    ssl: str = "verify-ca"
    timeout: int = 300

    @property
    def url(self) -> str:
        """SQLAlchemy URL, password included: not for logs."""
        return URL.create(
            "redshift+redshift_connector",
            username=self.user,
            password=self.password,
            host=self.host,
            port=self.port,
            database=self.database,
        ).render_as_string(hide_password=False)

    @property
    def driver_arguments(self) -> dict[str, Any]:
        """What redshift_connector is told besides the URL."""
        encrypted = self.ssl != "disable"
        mode = "verify-full" if self.ssl == "verify-full" else "verify-ca"
        return {
            "ssl": encrypted,
            **({"sslmode": mode} if encrypted else {}),
            "timeout": self.timeout,
            # Left to itself the driver reads its whole call stack to find a name.
            "application_name": "headwater expectations",
        }

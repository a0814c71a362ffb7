"""Whose installation this is: the account, region and credentials that every service shares."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """One AWS account in one region; `access_key` is what every request must be signed with."""

    access_key: str
    number: str
    region: str
    secret_key: str = field(default="", repr=False)

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource such as `stream/clicks` in this account and region."""
        return f"arn:aws:{service}:{self.region}:{self.number}:{resource}"


def resource_name(arn: str) -> str:
    """The name in an ARN: of `…:stream/clicks` clicks, of `…:function:f:$LATEST` f."""
    resource = arn.split(":", 5)[-1]
    if resource.startswith("function:"):
        return resource.split(":")[1]
    return resource.rsplit("/", 1)[-1]

"""How a COPY fails: an SQLSTATE and the text that Redshift's clients see."""

from infra.local.redshift.errors import FEATURE_NOT_SUPPORTED, INTERNAL_ERROR, RedshiftError


class CopyError(RedshiftError):
    """A COPY that did not happen. `sqlstate` is what the wire protocol reports."""

    def __init__(self, message: str, sqlstate: str = INTERNAL_ERROR) -> None:
        super().__init__(sqlstate, message)


def refuse(feature: str) -> CopyError:
    """The error for something that Redshift may know and this server does not."""
    return CopyError(f"{feature} is not supported by the local Redshift", FEATURE_NOT_SUPPORTED)

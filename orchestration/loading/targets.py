"""Which kind of lake file fills which raw table."""

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.loading.loader import Target


def targets(copy_role: str) -> dict[LakeKind, Target]:
    """The targets of all loads, by kind."""
    return {
        "events": Target(EVENTS, "events", copy_role),
        "rejected": Target(REJECTED_EVENTS, "rejected", copy_role),
    }

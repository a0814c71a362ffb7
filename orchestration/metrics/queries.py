"""SQL of metrics: MetricFlow makes it from their definitions in dbt_project/models/metrics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import cast

from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlClient, SqlEngine
from metricflow.sql.render.redshift import RedshiftSqlPlanRenderer
from metricflow_semantics.errors.error_classes import InformativeUserError
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup
from metricflow_semantics.toolkit.mf_logging.lazy_formattable import LazyFormat


@dataclass(frozen=True)
class Metric:
    """A metric as its definition describes it, and by what it can be asked for."""

    name: str
    description: str
    dimensions: tuple[str, ...]


@dataclass(frozen=True)
class MetricQuery:
    """Which metrics, by which dimensions; days are the first and the last one, UTC."""

    metrics: Sequence[str]
    by: Sequence[str] = ()
    where: Sequence[str] = ()
    first_day: date | None = None
    last_day: date | None = None


class NoSuchQuery(ValueError):
    """The definitions do not know what is asked for; the message says what they know."""


class _Redshift:
    """What MetricFlow asks of a warehouse to write SQL for it; it never runs any."""

    sql_engine_type = SqlEngine.REDSHIFT
    sql_plan_renderer = RedshiftSqlPlanRenderer()


class Metrics:
    """The metrics of a parsed project."""

    def __init__(self, semantic_manifest: Path) -> None:
        """Reads target/semantic_manifest.json, which `dbt parse` writes."""
        parsed = parse_manifest_from_dbt_generated_manifest(semantic_manifest.read_text())
        self._defined = parsed.metrics
        self._engine = MetricFlowEngine(
            SemanticManifestLookup(parsed), cast(SqlClient, _Redshift())
        )

    def list(self) -> list[Metric]:
        """All of them by name, with the dimensions that each can be asked by."""
        return [
            Metric(metric.name, " ".join((metric.description or "").split()), self._by(metric.name))
            for metric in sorted(self._defined, key=lambda metric: metric.name)
        ]

    def sql(self, query: MetricQuery) -> str:
        """The query in Redshift's SQL, ordered by its dimensions. Raises NoSuchQuery."""
        request = MetricFlowQueryRequest.create(
            metric_names=list(query.metrics),
            group_by_names=list(query.by),
            order_by_names=list(query.by),
            where_constraints=list(query.where),
            time_constraint_start=_midnight(query.first_day),
            time_constraint_end=_midnight(query.last_day),
        )
        try:
            return str(self._engine.explain(request).sql_statement.sql)
        except InformativeUserError as error:
            raise NoSuchQuery(_told(error)) from error

    def _by(self, metric: str) -> tuple[str, ...]:
        found = self._engine.simple_dimensions_for_metrics([metric])
        return tuple(sorted({dimension.dunder_name for dimension in found}))


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time()) if day else None


def _told(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return str(reason.evaluated_value if isinstance(reason, LazyFormat) else reason)

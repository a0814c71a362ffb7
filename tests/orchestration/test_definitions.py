"""A snapshot of what the project promises its users and its UI; it changes only on purpose."""

import pytest

STAGES = {
    "ingest": {"tracker", "events_raw", "events_validated"},
    "lake": {"received", "events", "rejected"},
    "raw": {"ad_spend", "events", "rejected_events"},
    "ops": {
        "day_closings",
        "load_ledger",
        "model_builds",
        "replay_outcomes",
        "touched_visitor_days",
    },
    "hot_tier": {"product_daily", "site_daily"},
}


@pytest.fixture(scope="module")
def graph(definitions):
    return definitions.resolve_asset_graph()


def test_the_stages_outside_dbt_have_exactly_these_assets(graph):
    found = {key.to_user_string() for key in graph.get_all_asset_keys()}
    by_layer = {layer: {f"{layer}/{name}" for name in names} for layer, names in STAGES.items()}
    for layer, keys in by_layer.items():
        assert {key for key in found if key.startswith(f"{layer}/")} == keys
    dbt = {key.split("/")[0] for key in found} - STAGES.keys()
    assert dbt == {"staging", "intermediate", "marts", "exports"}


def test_the_lineage_leads_from_every_aggregate_back_to_the_tracker(graph):
    def upstream(key):
        parents = graph.get(key).parent_keys
        return set(parents).union(*map(upstream, parents)) if parents else set()

    for key in graph.get_all_asset_keys():
        if key.path[0] == "hot_tier":
            found = {above.to_user_string() for above in upstream(key)}
            assert {"ingest/tracker", "lake/events", "raw/events", "marts/fct_events"} <= found


def test_jobs_and_schedules(definitions):
    jobs = {job.name for job in definitions.resolve_all_job_defs()}
    assert {"cycle", "audit", "replay", "reprocess", "compact"} <= jobs
    schedules = {s.name: (s.job_name, s.cron_schedule) for s in definitions.schedules}
    assert schedules == {
        "cycle_schedule": ("cycle", "*/10 * * * *"),
        "nightly_compaction": ("compact", "30 3 * * *"),
    }


def test_the_cycle_is_partitioned_by_load_hour_and_leaves_the_audit_out(definitions):
    cycle, audit = (definitions.resolve_job_def(name) for name in ("cycle", "audit"))
    assert cycle.partitions_def.fmt == "%Y-%m-%d-%H"
    assert "raw__events_conservation" not in cycle.graph.node_dict
    assert set(audit.graph.node_dict) == {"raw__events_conservation"}


def steps_before(job, node_name):
    """Names of the steps that must end well before a step starts."""
    waiting, found = [node_name], set()
    while waiting:
        node = waiting.pop()
        for handle in job.graph.dependency_structure.input_to_upstream_outputs_for_node(
            node
        ).values():
            names = {output.node_name for output in handle} - found
            found |= names
            waiting += names
    return found


def test_raw_checks_gate_the_models_and_mart_checks_gate_the_export(definitions):
    cycle = definitions.resolve_job_def("cycle")
    raw_checks = {"verify_raw", "raw__events_loaded_as_recorded"}
    assert raw_checks <= steps_before(cycle, "models")
    for export in ("hot_tier__product_daily", "hot_tier__site_daily"):
        assert {"verify_marts", "models", *raw_checks} <= steps_before(cycle, export)


def test_every_asset_has_an_owner_a_layer_and_a_description(graph):
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert list(node.owners) == ["team:headwater"], key
        assert node.tags["headwater/layer"] == key.path[0]
        assert node.description, key


def test_the_password_is_in_no_definition(definitions):
    resource = definitions.resources["warehouse"]
    assert "EnvVar" in type(resource.password).__name__

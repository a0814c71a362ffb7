"""Runs whose process is gone, for instance after kill -9: without this they would count as in
progress for ever, and no schedule would start another.

`python -m orchestration.interrupted_runs` runs while nothing of Dagster does: before its daemon.
"""

import dagster as dg

IN_PROGRESS = (
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
)


def runs_in_progress(
    instance: dg.DagsterInstance, job_name: str | None = None
) -> list[dg.DagsterRun]:
    """Runs that have not ended, as the instance knows it."""
    return list(instance.get_runs(dg.RunsFilter(job_name=job_name, statuses=list(IN_PROGRESS))))


def close_interrupted_runs(instance: dg.DagsterInstance) -> int:
    """Mark every run in progress as failed; the next cycle does its work again. Their number."""
    runs = runs_in_progress(instance)
    for run in runs:
        instance.report_run_failed(run, "Its process was gone when the installation came up.")
    return len(runs)


if __name__ == "__main__":
    with dg.DagsterInstance.get() as found:
        close_interrupted_runs(found)

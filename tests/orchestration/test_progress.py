"""What a run in this process says of its steps."""

import dagster as dg

from orchestration.progress import tell_steps


@dg.op
def first() -> int:
    return 1


@dg.op
def second(one: int) -> None:
    raise ValueError(f"not {one}")


@dg.job
def two_steps() -> None:
    second(first())


def test_each_step_is_told_as_it_starts_and_ends() -> None:
    said: list[str] = []
    run_id = "6b4ddd3c-7f0c-4a53-9b66-0d4f30a5ea43"
    with dg.DagsterInstance.ephemeral() as instance:
        tell_steps(instance, run_id, said.append)
        two_steps.execute_in_process(instance=instance, run_id=run_id, raise_on_error=False)
    assert said == ["first start", "first success", "second start", "second failure"]

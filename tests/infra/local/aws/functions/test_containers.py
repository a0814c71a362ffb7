import threading

from infra.local.aws.functions.containers import Containers


def run(containers: Containers) -> threading.Thread:
    """The thread on which a piece of work was done, once it is done."""
    done = threading.Event()
    found: list[threading.Thread] = []

    def work() -> None:
        found.append(threading.current_thread())
        done.set()

    containers.run(work)
    assert done.wait(30)
    return found[0]


def test_work_at_once_is_done_side_by_side() -> None:
    containers = Containers("f")
    together = threading.Barrier(4)
    for _ in range(3):
        containers.run(lambda: together.wait(30) and None)
    together.wait(30)


def test_a_thread_that_is_idle_for_long_ends_and_another_takes_over() -> None:
    containers = Containers("f", idle_seconds=0.01)
    first = run(containers)
    first.join(30)
    assert not first.is_alive()
    assert run(containers).name == "f"


def test_a_warm_thread_is_used_again() -> None:
    containers = Containers("f")
    threads = {run(containers) for _ in range(200)}
    assert len(threads) < 10

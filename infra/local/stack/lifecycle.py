"""Up and down: the whole stack's life, safe to call at any time and in any state."""

import fcntl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager

from infra.local.settings import Stack
from infra.local.stack import object_store, processes
from infra.local.stack.errors import StackError
from infra.local.stack.installation_files import write_installation_files
from infra.local.stack.process_spec import ProcessSpec
from infra.local.stack.supervisor import Supervisor

# Called with a process's name and what became of it: "started" or "was running".
Report = Callable[[str, str], None]


def up(stack: Stack, specs: list[ProcessSpec], report: Report) -> None:
    """Have every process of `specs` serve and hold what it must; in parallel.

    Living processes are left alone, dead ones started. What a process forgets when it ends is
    provisioned again. Raises StackError, after all have been tried, naming what to do.
    """
    with _alone(stack):
        write_installation_files(stack)
        object_store.prepare(stack)
        stack.file("warehouse").mkdir(exist_ok=True)
        supervisor = Supervisor(stack.home)
        with ThreadPoolExecutor(max_workers=len(specs)) as pool:
            tasks = [pool.submit(_raise_up, supervisor, stack, spec, report) for spec in specs]
            failures = [task.exception() for task in as_completed(tasks)]
        _raise_failures([failure for failure in failures if failure is not None])


def down(stack: Stack) -> list[str]:
    """End every process of the installation; gives the names of those that ran."""
    with _alone(stack):
        names = [spec.name for spec in processes.every_process(stack)]
        return Supervisor(stack.home).stop(names)


def running_processes(stack: Stack) -> list[str]:
    """Names of the processes that live."""
    supervisor = Supervisor(stack.home)
    names = [spec.name for spec in processes.every_process(stack)]
    return [name for name in names if supervisor.running(name) is not None]


def _raise_up(supervisor: Supervisor, stack: Stack, spec: ProcessSpec, report: Report) -> None:
    started = supervisor.ensure(spec)
    _provision(stack, spec.name)
    report(spec.name, "started" if started else "was running")


def _provision(stack: Stack, process: str) -> None:
    if process not in ("s3", "aws", "streams"):
        return
    # boto3 takes a second to import: meanwhile the processes start.
    from infra.local.stack import provision

    steps = {
        "s3": provision.provision_lake,
        "aws": provision.provision_hot_tier,
        "streams": provision.provision_streams,
    }
    steps[process](stack)


def _raise_failures(failures: list[BaseException]) -> None:
    if not failures:
        return
    strange = [failure for failure in failures if not isinstance(failure, StackError)]
    if strange:
        raise strange[0]
    raise StackError("\n\n".join(str(failure) for failure in failures))


@contextmanager
def _alone(stack: Stack) -> Iterator[None]:
    """Two `up` at once would start everything twice: the second waits."""
    stack.home.mkdir(parents=True, exist_ok=True)
    with stack.file("stack.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

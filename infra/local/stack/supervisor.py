"""Starts and ends single processes of the stack; each lives in a session of its own."""

import subprocess
import time
from pathlib import Path
from threading import Event

import psutil

from infra.local.settings import PROJECT
from infra.local.stack import errors, identity, ports
from infra.local.stack.process_spec import ProcessSpec, files_of

PROBE_EVERY_SECONDS = 0.1
# SeaweedFS takes 3.5 s to say goodbye; what is still there after this is killed.
GRACE_SECONDS = 10.0
# Children are meant to outlive this process, about which a collected Popen would complain.
_children: list[subprocess.Popen[bytes]] = []


class Supervisor:
    """Looks after the processes of the installation under `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def running(self, name: str) -> psutil.Process | None:
        """The living process of that name, if it is really ours."""
        return identity.find_process(identity.read_card(files_of(self.home, name).card))

    def ensure(self, spec: ProcessSpec) -> bool:
        """Have the process serve; leaves a living one alone. Says whether it was started.

        Raises StackError when a port is taken, or the process ends or does not serve in time.
        """
        process = self.running(spec.name)
        started = process is None
        if process is None:
            self._clear_remains(spec)
            process = self._start(spec)
        self._await_ready(spec, process)
        return started

    def stop(self, names: list[str]) -> list[str]:
        """End the named processes and their children: SIGTERM, a grace, SIGKILL.

        Gives the names of those that ran.
        """
        leaders = {name: found for name in names if (found := self.running(name)) is not None}
        doomed = list(leaders.values())
        for name in names:
            card = identity.read_card(files_of(self.home, name).card)
            doomed.extend(identity.find_orphans(card, self.home))
        _end(doomed)
        for name in names:
            files_of(self.home, name).card.unlink(missing_ok=True)
        _children[:] = [child for child in _children if child.poll() is None]
        return list(leaders)

    def _clear_remains(self, spec: ProcessSpec) -> None:
        """End what a killed leader left behind, then refuse ports that strangers hold."""
        card = identity.read_card(files_of(self.home, spec.name).card)
        _end(identity.find_orphans(card, self.home))
        for port in spec.ports:
            if ports.is_taken(port):
                raise errors.port_taken(
                    spec.name, port, ports.describe_holder(port), self.home / "stack.json"
                )

    def _start(self, spec: ProcessSpec) -> psutil.Process:
        files = files_of(self.home, spec.name)
        files.log.parent.mkdir(parents=True, exist_ok=True)
        with files.log.open("ab") as log:
            child = subprocess.Popen(
                spec.argv,
                cwd=PROJECT,
                env=dict(spec.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _children.append(child)
        identity.write_card(files.card, child.pid)
        return psutil.Process(child.pid)

    def _await_ready(self, spec: ProcessSpec, process: psutil.Process) -> None:
        log = files_of(self.home, spec.name).log
        deadline = time.monotonic() + spec.patience
        pause = Event()
        while not spec.is_ready():
            if not _is_alive(process):
                raise errors.died_at_start(spec.name, log)
            if time.monotonic() > deadline:
                raise errors.never_ready(spec.name, spec.patience, log)
            pause.wait(PROBE_EVERY_SECONDS)


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        _signal(process, hard=False)
    _, alive = psutil.wait_procs(processes, timeout=GRACE_SECONDS)
    for process in alive:
        _signal(process, hard=True)
    psutil.wait_procs(alive, timeout=GRACE_SECONDS)


def _signal(process: psutil.Process, *, hard: bool) -> None:
    try:
        (process.kill if hard else process.terminate)()
    except psutil.NoSuchProcess:
        return

"""The life of single processes: started once, recovered after a crash, never a stranger's."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from infra.local.stack import ports, supervisor
from infra.local.stack.errors import StackError
from infra.local.stack.process_spec import ProcessSpec, files_of
from infra.local.stack.readiness import alive_is_enough, http_answers
from infra.local.stack.supervisor import Supervisor

IGNORES_SIGTERM = (
    "import signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('deaf', flush=True)\n"
    "signal.pause()"
)


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Supervisor]:
    keeper = Supervisor(tmp_path)
    yield keeper
    keeper.stop(["web", "deaf", "broken"])


def spec(home: Path, name: str, *argv: str, port: int | None = None) -> ProcessSpec:
    return ProcessSpec(
        name=name,
        purpose="a test's process",
        argv=(sys.executable, *argv),
        is_ready=http_answers(port, "/") if port else alive_is_enough,
        environment={**os.environ, "HEADWATER_HOME": str(home)},
        ports=(port,) if port else (),
        patience=20,
    )


def web(home: Path) -> ProcessSpec:
    port = ports.choose_free(1)[0]
    arguments = ("-m", "http.server", str(port), "--bind", "127.0.0.1", "-d", str(home))
    return spec(home, "web", *arguments, port=port)


def pid_of(keeper: Supervisor, name: str) -> int:
    process = keeper.running(name)
    assert process is not None
    return process.pid


def test_a_running_process_is_left_alone(keeper: Supervisor) -> None:
    wanted = web(keeper.home)
    assert keeper.ensure(wanted)
    pid = pid_of(keeper, "web")
    assert not keeper.ensure(wanted)
    assert pid_of(keeper, "web") == pid


def test_a_killed_process_is_started_again(keeper: Supervisor) -> None:
    wanted = web(keeper.home)
    keeper.ensure(wanted)
    victim = psutil.Process(pid_of(keeper, "web"))
    victim.kill()
    psutil.wait_procs([victim], timeout=10)
    assert keeper.running("web") is None
    assert keeper.ensure(wanted)
    assert wanted.is_ready()


def test_stopping_ends_it_and_says_what_ran(keeper: Supervisor) -> None:
    wanted = web(keeper.home)
    keeper.ensure(wanted)
    assert keeper.stop(["web", "deaf"]) == ["web"]
    assert keeper.running("web") is None
    assert not wanted.is_ready()
    assert keeper.stop(["web"]) == []


def test_a_process_deaf_to_sigterm_is_killed(
    keeper: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 0.3)
    keeper.ensure(spec(keeper.home, "deaf", "-c", IGNORES_SIGTERM))
    pid = pid_of(keeper, "deaf")
    assert keeper.stop(["deaf"]) == ["deaf"]
    assert not psutil.pid_exists(pid)


def test_a_pid_used_again_by_a_stranger_is_not_ours(keeper: Supervisor) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    try:
        card = files_of(keeper.home, "web").card
        card.parent.mkdir(parents=True)
        card.write_text(json.dumps({"pid": stranger.pid, "born": 1.0}))
        assert keeper.running("web") is None
        assert keeper.stop(["web"]) == []
        assert stranger.poll() is None
    finally:
        stranger.send_signal(signal.SIGKILL)
        stranger.wait(timeout=10)


def test_half_a_card_counts_as_none(keeper: Supervisor) -> None:
    wanted = web(keeper.home)
    card = files_of(keeper.home, "web").card
    card.parent.mkdir(parents=True)
    card.write_text('{"pid": 1')
    assert keeper.ensure(wanted)


def test_a_taken_port_is_named_with_its_holder(keeper: Supervisor) -> None:
    wanted = web(keeper.home)
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", wanted.ports[0]))
        squatter.listen()
        with pytest.raises(StackError, match=f"port {wanted.ports[0]}, which pid {os.getpid()}"):
            keeper.ensure(wanted)
    assert keeper.running("web") is None


def test_a_process_that_dies_shows_the_end_of_its_log(keeper: Supervisor) -> None:
    port = ports.choose_free(1)[0]
    broken = spec(keeper.home, "broken", "-c", "raise SystemExit('no such file')", port=port)
    with pytest.raises(StackError, match="no such file"):
        keeper.ensure(broken)


def test_children_of_a_killed_leader_are_ended_before_a_restart(keeper: Supervisor) -> None:
    idle = "import signal; signal.pause()"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {idle!r}])"
    wanted = spec(keeper.home, "deaf", "-c", child)
    keeper.ensure(wanted)
    leader = psutil.Process(pid_of(keeper, "deaf"))
    orphan = _await_child(leader)
    leader.kill()
    psutil.wait_procs([leader], timeout=10)
    assert _lives(orphan)
    keeper.ensure(wanted)
    assert not _lives(orphan)


def _await_child(leader: psutil.Process) -> psutil.Process:
    for _ in range(200):
        if children := leader.children():
            return children[0]
        supervisor.Event().wait(0.05)
    raise AssertionError("the leader started no child")


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

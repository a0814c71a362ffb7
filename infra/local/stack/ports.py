"""Ports that are taken by somebody else, and what to do about it."""

import socket

import psutil


def is_taken(port: int) -> bool:
    """Whether something listens on the port of 127.0.0.1."""
    with socket.socket() as probe:
        # As servers do it: a port in TIME_WAIT after our own restart is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False


def describe_holder(port: int) -> str:
    """Who listens on the port, as far as this user may see it."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.Error:
        return "another process"
    for connection in connections:
        listens = connection.status == psutil.CONN_LISTEN
        if listens and connection.laddr and connection.laddr.port == port and connection.pid:
            return _describe(connection.pid)
    return "another process"


def _describe(pid: int) -> str:
    try:
        return f"pid {pid} ({' '.join(psutil.Process(pid).cmdline())[:100]})"
    except psutil.Error:
        return f"pid {pid}"


def choose_free(count: int) -> list[int]:
    """That many different free ports, all held until all are chosen."""
    held = [socket.socket() for _ in range(count)]
    for holder in held:
        holder.bind(("127.0.0.1", 0))
    ports = [int(holder.getsockname()[1]) for holder in held]
    for holder in held:
        holder.close()
    return ports

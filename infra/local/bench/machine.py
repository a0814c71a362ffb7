"""The machine that a measurement was made on: figures of different ones do not compare."""

import os
import platform

import duckdb
import psutil


def describe_machine() -> dict[str, object]:
    """Processor, memory in GB, load average of the last minute, versions."""
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "load": round(psutil.getloadavg()[0], 2),
        "system": platform.system(),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }

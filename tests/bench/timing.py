"""Time, memory and tables for every part of the benchmark."""

import gc
import subprocess
import sys
from collections.abc import Callable, Mapping
from time import perf_counter

from rich.table import Table

ROUNDS = 5
LARGE = 100_000  # posts, of which feedparser needs a minute: it is measured once

# Between fork and exec, a process has the memory of its parent. A small launcher in between keeps that low.
_LAUNCHER = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least seconds of a few rounds, each after a garbage collection."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def peak(*arguments: str) -> int:
    """Return the peak memory of a fresh interpreter, in KiB."""
    command = [sys.executable, "-c", _LAUNCHER, "-c", *arguments]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(output) // (1024 if sys.platform == "darwin" else 1)


def table_of(names: list[str], rows: Mapping[str, tuple[str, ...]]) -> Table:
    """Return a table with these columns; the first column has the names of the rows."""
    table = Table(names[0], box=None)
    for name in names[1:]:
        table.add_column(name, justify="right")
    for name, values in rows.items():
        table.add_row(name, *values)
    return table

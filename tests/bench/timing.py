"""Time, memory and tables, as every part of the bench has them."""

import gc
import subprocess
import sys
from collections.abc import Callable, Mapping
from time import perf_counter

from rich.table import Table

ROUNDS = 5
LARGE = 100_000  # posts, of which feedparser needs a minute: it is measured once

# A process counts the memory of the one that started it as its own, up to the moment that it is another program. So
# one that holds next to nothing stands between this one and the one that is measured.
_LAUNCHER = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least time of a few rounds, in seconds, each after a collection of what the last one left."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def peak(*arguments: str) -> int:
    """The most memory that a fresh interpreter held, in KiB."""
    command = [sys.executable, "-c", _LAUNCHER, "-c", *arguments]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(said) // (1024 if sys.platform == "darwin" else 1)


def table_of(names: list[str], rows: Mapping[str, tuple[str, ...]]) -> Table:
    """A table with these columns, the first of them the rows' names."""
    table = Table(names[0], box=None)
    for name in names[1:]:
        table.add_column(name, justify="right")
    for name, values in rows.items():
        table.add_row(name, *values)
    return table

"""Engines at work, each in a fresh process of its own."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from types import TracebackType
from typing import Any, NamedTuple, Self

HERE = Path(__file__).resolve().parent
NODE_MODULES = HERE / "node_modules"

# Between fork and exec, a process has the memory of its parent. A small launcher in between keeps that low.
_LAUNCHER = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"


class Engine(NamedTuple):
    """A name in peers.py or peers.mjs, its package, and the limits of its share of the work."""

    name: str
    package: str = ""
    node: bool = False
    budget: int | None = None  # questions × posts; a slow engine answers only the first questions
    largest: int | None = None  # posts

    @property
    def is_installed(self) -> bool:
        if self.node:
            return which("node") is not None and (NODE_MODULES / self.package).is_dir()
        return not self.package or find_spec(self.package) is not None

    def fits(self, posts: int) -> bool:
        return self.largest is None or posts <= self.largest

    def number_of(self, questions: int, posts: int) -> int:
        """Return the number of questions to answer, at least twenty."""
        return questions if self.budget is None else min(questions, max(20, self.budget // posts))


class Worker:
    """A process in which an engine has indexed the posts of a file, and answers."""

    def __init__(self, engine: Engine, path: Path) -> None:
        script = ["node", "peers.mjs"] if engine.node else [sys.executable, "peers.py"]
        command = [sys.executable, "-c", _LAUNCHER, script[0], str(HERE / script[1]), engine.name, str(path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        built = self._read_answer()
        self.seconds, self.memory = float(built["seconds"]), int(built["memory"])  # the most it held so far, in KiB

    def ask(self, query: str) -> tuple[list[str], float]:
        """Return the ids that are found, best first, and the seconds that took."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(query) + "\n")
        answer = self._read_answer()
        return answer["ids"], answer["seconds"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()  # closes its input, upon which it ends

    def _read_answer(self) -> dict[str, Any]:
        assert self._process.stdout
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

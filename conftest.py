"""Every example runs: in README.md, in the pages under docs/, and in the docstrings of the package."""

import os
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import chdir
from doctest import DocTest, DocTestParser, DocTestRunner
from pathlib import Path
from shutil import copy

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).resolve().parent
FOR_PEOPLE = ("$ pip ", "$ make ", "$ git ")  # console blocks that would change the machine are shown, not run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which the examples of one page run: it holds the example files, and what they write."""
    folder = tmp_path_factory.mktemp("page")
    for name in ("blog.txt", "index.html"):
        copy(ROOT / "docs" / "examples" / name, folder)
    Path(folder, "docs").symlink_to(ROOT / "docs")  # the README's examples run in the checkout
    with chdir(folder):
        yield folder


def evaluate_console(example: Example) -> str | None:
    """Run the commands of a console block in a shell, one after another; their output must be what the block shows."""
    if example.parsed.startswith(FOR_PEOPLE):
        return None
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):  # with these, rich takes a pipe for a terminal
        env.pop(name, None)
    status = 0
    for step in example.parsed.removeprefix("$ ").split("\n$ "):
        command, _, expected = step.replace("\n> ", " ").partition("\n")
        run = subprocess.run(  # noqa: S603  the commands are the documentation's own
            ["bash", "-c", f"(exit {status}); {command}"],  # noqa: S607  so that `echo $?` tells of the command before
            check=False,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        status = run.returncode
        if run.stdout.rstrip() != expected.rstrip():
            return f"$ {command}\nExpected:\n{expected}\nGot (exit code {status}):\n{run.stdout}"
    return None


def parse_docstring(document: Document) -> Iterator[Region]:
    """Read a docstring as one example, so that none leans on a name that another has defined."""
    if examples := DocTestParser().get_examples(document.text, document.path):
        yield Region(0, len(document.text), examples, evaluate_docstring)


def evaluate_docstring(example: Example) -> str:
    output: list[str] = []
    test = DocTest(example.parsed, dict(example.namespace), example.path, None, example.line, None)
    DocTestRunner(verbose=False).run(test, out=output.append)
    return "".join(output)


PAGES = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("console", evaluate_console)],
    patterns=["README.md", "docs/**/*.md", "docs/*.md"],
    fixtures=["folder"],
)
DOCSTRINGS = Sybil(parsers=[parse_docstring], patterns=["src/*/*.py", "src/*/*/*.py", "src/*/*/*/*.py"])

pytest_collect_file = (PAGES + DOCSTRINGS).pytest()

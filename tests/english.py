"""Find phrases that plain English does not need: in source, documentation, tests and the help of the command.

Run by `make lint`. Prints the place of each phrase, and exits with 1 if there are any. Names are read as text: `_`
separates words as a space does. A phrase may continue on the next line.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = (
    *("*.md", "*.py", "*.toml", "*.yaml", ".*.yaml", ".github/**/*.yml", ".ci/run", "Makefile"),
    *("docs/**/*.md", "docs/**/*.py", "docs/**/*.css"),
    *("src/**/*.py", "src/**/*.html", "src/**/*.js", "src/**/*.css"),
    *("tests/**/*.py", "tests/**/*.mjs"),
)
SKIPPED = {"english.py", "test_english.py"}  # they name the phrases
GENERATED = {"_build", "node_modules", "__pycache__"}

GAP = r"[\s_#*]+"  # between two words; may hold a line break and the mark of a comment
PHRASES = (
    "mend(?:s|ed|ing)?",
    "anew",
    "whoever",
    "oftener",
    "likeness(?:es)?",
    "(?-i:is none)",  # `is None` is Python
    "at most so many",
    "at least so near",
    "is no (?!(?:longer|more)(?![a-z]))[a-z{`][a-z]*",
)
PATTERN = re.compile(f"(?<![a-z])(?:{'|'.join(PHRASES).replace(' ', GAP)})(?![a-z])", re.IGNORECASE)
THERE = re.compile(f"(?<![a-z])there{GAP}$", re.IGNORECASE)


def main() -> int:
    found = [
        f"{place}:{line}: {phrase}"
        for texts in (files(ROOT), helps())
        for place, text in texts
        for line, phrase in phrases(text)
    ]
    sys.stdout.writelines(f"{each}\n" for each in found)
    return 1 if found else 0


def phrases(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number of the line where each phrase begins, and the phrase."""
    for match in PATTERN.finditer(text):
        if match[0].lower().startswith("is") and THERE.search(text, max(match.start() - 40, 0), match.start()):
            continue  # "there is no post", "if there is none"
        yield text.count("\n", 0, match.start()) + 1, re.sub(GAP, " ", match[0])


def files(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the path of each file that people read, relative to the root, and its text."""
    for path in sorted({path for pattern in FILES for path in root.glob(pattern)}):
        where = path.relative_to(root)
        if path.name not in SKIPPED and GENERATED.isdisjoint(where.parts):
            yield where.as_posix(), path.read_text(encoding="utf-8")


def helps() -> Iterator[tuple[str, str]]:
    """Yield the help of `postindex` and of each of its commands."""
    general = output("--help")
    yield "postindex --help", general
    _, _, commands = general.partition("\nCommands:\n")
    for name in re.findall(r"^  ([a-z][a-z-]*)", commands.partition("\n\n")[0], re.MULTILINE):
        yield f"postindex {name} --help", output(name, "--help")


def output(*arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "postindex", *arguments],
        env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1"},
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return run.stdout


if __name__ == "__main__":
    sys.exit(main())

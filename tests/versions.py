"""Run one program on every Python that is here, and stop where one gives other bytes than the rest.

Run by `make versions` with the names of Pythons, of which those are taken that are here. Each gets an environment of
its own, with the packages that are newest for it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTING = ROOT / "docs" / "examples" / "blog.txt"
PROGRAM = """
import hashlib, sys, tempfile
from pathlib import Path
import postindex
from postindex import Channel, feeds

index = postindex.read_listing(sys.argv[1]).index
channel = Channel(title="Notes", link="https://example.org/", authors=["A. Writer"], time_zone="America/New_York")
digest = hashlib.sha256(index.to_json().encode())
digest.update(repr([index.related(post) for post in index]).encode())
digest.update(repr([index.search(post.title.split()[-1]) for post in index]).encode())
with tempfile.TemporaryDirectory() as folder:
    feeds.write_all(index, channel, folder, archive_size=7)
    for path in sorted(Path(folder).rglob("*.*")):
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
print("Python", sys.version.split()[0], digest.hexdigest())
"""


def main() -> None:
    names = [name for name in sys.argv[1:] if is_here(name)]
    outputs = [output(name) for name in names]
    sys.stdout.writelines(f"{line}\n" for line in outputs)
    if len({line.split()[-1] for line in outputs}) != 1:
        sys.exit("Not every Python gives the same bytes." if outputs else "None of these Pythons is here.")


def is_here(name: str) -> bool:
    try:
        run = subprocess.run([name, "--version"], check=False, capture_output=True)
    except OSError:
        return False
    return run.returncode == 0


def output(name: str) -> str:
    """Return what the program prints when this Python runs it."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder, "bin", "python")
        subprocess.run([name, "-m", "venv", "--without-pip", folder], check=True)
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(python)]
        subprocess.run([*pip, "install", str(ROOT)], check=True)
        run = subprocess.run([python, "-c", PROGRAM, str(LISTING)], cwd=folder, check=True, capture_output=True)
        return run.stdout.decode().strip()


if __name__ == "__main__":
    main()

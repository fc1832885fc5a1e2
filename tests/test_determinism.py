"""The same posts give the same bytes, whatever the hash seed, time zone, locale and encoding around them."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PROGRAM = """
import sys
import postindex
from postindex import Channel, feeds

index = postindex.read_listing(sys.argv[1]).index
channel = Channel(title="Notes", link="https://example.org/", authors=["A. Writer"], language="en")
answers = [
    index.to_json(),
    repr(index), index._repr_html_(), repr(index.tags), repr(index[:20].tags),
    *(repr(index.related(post, limit=10)) for post in index),
    *(repr(index.search(" ".join(post.title.split()[:2])[:-1])) for post in index),
    *(repr(index.tagged(any_of=[tag for tag in post.tags])) for post in index),
    postindex.write_listing(index, path="/notes", description="Posts touching notes."),
    repr(list(postindex.iter_posts(sys.argv[1]))),
    repr([hash(post) == hash(index.from_json(index.to_json())[0]) for post in index[:1]]),
]
out = sys.stdout.buffer
out.write("\\n".join(answers).encode())
out.write(feeds.rss(index, channel))
out.write(feeds.atom(index, channel))
"""
PLAIN = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}


@cache
def locales() -> list[str]:
    """Return the locales of this machine, a few of them; C at least."""
    try:
        names = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        names = []
    return sorted({"C", *names[:6]})


def output(listing: Path, **around: str) -> bytes:
    env = {**os.environ, **PLAIN, **around}
    return subprocess.run([sys.executable, "-c", PROGRAM, listing], env=env, capture_output=True, check=True).stdout


AROUND = [
    {"PYTHONHASHSEED": "1", "TZ": "America/New_York"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "random", "TZ": "XYZ+11:59"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},  # every default encoding is ASCII
    {"PYTHONOPTIMIZE": "2"},
    *({"LC_ALL": name} for name in locales()),
]


@pytest.fixture(scope="module", params=["example", "real"])
def listing(request: pytest.FixtureRequest, root: Path) -> Path:
    if request.param == "example":
        return root / "docs" / "examples" / "blog.txt"
    shared: Path = request.getfixturevalue("shared")
    return shared / "listings" / "blog.txt"


@pytest.fixture(scope="module")
def plain(listing: Path) -> bytes:
    return output(listing)


@pytest.mark.parametrize("around", AROUND, ids=lambda around: ",".join(around.values()))
def test_nothing_around_changes_a_byte(around: dict[str, str], listing: Path, plain: bytes) -> None:
    assert output(listing, **around) == plain


def test_the_program_says_something(plain: bytes) -> None:
    for part in (
        b'{"version":1,"posts":[',
        b"<PostIndex: ",
        b"(<Related ",
        b"(<Hit ",
        b"<rss ",
        b"<feed ",
        b"/notes\nP",
    ):
        assert part in plain

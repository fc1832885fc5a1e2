"""The same posts give the same bytes, whatever the hash seed, time zone, locale, encoding, day and Python around."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from shutil import which

import pytest

import postindex

PROGRAM = """
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
import postindex
from postindex import Channel, feeds

index = postindex.read_listing(sys.argv[1]).index
channel = Channel(
    title="Notes",
    link="https://example.org/",
    authors=["A. Writer"],
    language="en",
    time_zone="America/New_York",
    rss_url="https://example.org/rss.xml",
    atom_url="https://example.org/atom.xml",
    json_url="https://example.org/feed.json",
)
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
for format in ("rss", "atom", "json"):
    out.write(getattr(feeds, format)(index, channel))
    for documents in (
        feeds.paged(index, channel, format, size=7),
        feeds.archived(index, channel, format, size=7),
        feeds.archived(index, channel, format, size=7, archives=feeds.archived(index[9:], channel, format, size=7)),
    ):
        for name, document in documents.items():
            out.write(name.encode() + document)
out.write(f"{feeds.fingerprint(feeds.atom(index, channel))} {feeds.last_modified(index, channel)}".encode())
with TemporaryDirectory() as folder:
    for options in ({"page_size": 5}, {"remove_stale": True, "min_count": 2}):
        done = feeds.write_all(index, channel, folder, **options)
        for paths in (done.written, done.unchanged, done.stale):
            out.write("\\n".join(path.relative_to(folder).as_posix() for path in paths).encode())
        for path in done.written:
            out.write(path.read_bytes())
    out.write(done.alternates("notes").encode())
"""

# The clock of a program that has loaded everything: of Python alone, as any module may look at it.
PATCHED = """
import datetime, os, sys, time
import dateutil.parser, dateutil.tz, feedgen.entry, feedgen.feed, lxml.etree, postindex.feeds

class AnyMoment(type):
    def __instancecheck__(self, value):
        return isinstance(value, real)

class Other(datetime.datetime, metaclass=AnyMoment):
    @classmethod
    def now(cls, tz=None):
        return cls(int(os.environ["YEAR"]), 7, 1, tzinfo=tz)

    utcnow = today = now

real = datetime.datetime
for module in list(sys.modules.values()):
    for name, value in list(vars(module).items()):
        if value is real and module.__name__ != "__main__":
            setattr(module, name, Other)
time.time = Other.now().timestamp
assert feedgen.feed.datetime.now().year == datetime.datetime.today().year == int(os.environ["YEAR"])
"""

# The clock of a whole process, in front of the C library's.
PRELOADED = """
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t moment(void) { return (atoi(getenv("YEAR")) - 1970) * 31556952L + 15778476L; }

int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = syscall(SYS_clock_gettime, clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec = moment();
    return failed;
}
int gettimeofday(struct timeval *now, void *zone) { now->tv_sec = moment(); now->tv_usec = 0; return 0; }
time_t time(time_t *now) { if (now) *now = moment(); return moment(); }
"""

SOURCE = {"PYTHONPATH": str(Path(postindex.__file__).parent.parent)}
PLAIN = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}


@cache
def locales() -> list[str]:
    """Return the locales of this machine, a few of them; C at least."""
    try:
        names = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        names = []
    return sorted({"C", *names[:6]})


def output(listing: Path, *, before: str = "", python: str = sys.executable, **around: str) -> bytes:
    env = {**os.environ, **PLAIN, **around}
    done = subprocess.run([python, "-c", before + PROGRAM, listing], env=env, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


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
def test_the_environment_changes_no_byte(around: dict[str, str], listing: Path, plain: bytes) -> None:
    assert output(listing, **around) == plain


@pytest.mark.parametrize("year", ["1999", "2099"])
def test_no_day_changes_a_byte(year: str, listing: Path, plain: bytes) -> None:
    assert output(listing, before=PATCHED, YEAR=year) == plain


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that sets the clock of the process that loads it."""
    compiler = which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("a process gets a clock of its own by a C compiler and on Linux alone")
    source = tmp_path_factory.mktemp("clock") / "clock.c"
    source.write_text(PRELOADED, encoding="utf-8")
    library = source.with_suffix(".so")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    return library


def test_no_clock_changes_a_byte(clock: Path, listing: Path, plain: bytes) -> None:
    check = "from datetime import date, datetime\nassert datetime.now().year == date.today().year == 2099\n"
    assert output(listing, before=check, LD_PRELOAD=str(clock), YEAR="2099") == plain


def has_what_is_needed(python: str) -> bool:
    load = [python, "-c", "import postindex.index, postindex.feeds, feedgen.feed, lxml.etree"]
    return subprocess.run(load, env={**os.environ, **SOURCE}, capture_output=True, check=False).returncode == 0


@cache
def other_pythons() -> list[str]:
    """Return the other Pythons of this machine that have what postindex needs."""
    minors = [minor for minor in range(11, 30) if minor != sys.version_info.minor]
    return [python for minor in minors if (python := which(f"python3.{minor}")) and has_what_is_needed(python)]


def test_no_other_python_changes_a_byte(listing: Path, plain: bytes) -> None:
    if not (pythons := other_pythons()):
        pytest.skip("no other Python from 3.11 up has here what postindex needs")
    assert [python for python in pythons if output(listing, python=python, **SOURCE) != plain] == []


def test_the_program_prints_every_kind_of_output(plain: bytes) -> None:
    for part in (
        b'{"version":1,"posts":[',
        b"<PostIndex: ",
        b"(<Related ",
        b"(<Hit ",
        b"<rss ",
        b"<feed ",
        b'"version": "https://jsonfeed.org/version/1.1"',
        b"feed-archive-1.json{",
        b"/atom-2.xml",
        b"<opml ",
        b"/notes\nP",
    ):
        assert part in plain

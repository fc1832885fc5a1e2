"""Eight third-party feed readers fetch our feeds over HTTP and find what was written.

`make readers` installs what pip and npm have of them, `apt-get install newsboat sfeed curl` the rest. A reader that is
not here is skipped, unless the environment says POSTINDEX_READERS=required.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path
from shutil import which
from threading import Thread
from typing import Any, NamedTuple

import pytest

from postindex import Author, Channel, Listing, Post, PostIndex, Tag, feeds, read_listing
from postindex.models import Enclosure

HERE = Path(__file__).resolve().parent
PROGRAMS = "`apt-get install newsboat sfeed curl`"
SECONDS = 60  # for one reading; the slowest takes about one

CHANNEL = Channel(
    title="Notes & <i>queries</i>",
    link="https://example.org/notes/",
    description="What we learn about tea, ledgers & bees.",
    language="en",
    authors=[Author("A. Writer", email="writer@example.org", url="https://example.org/about?who=all&lang=en")],
    logo="https://example.org/logo.png",
    rss_url="https://example.org/rss.xml",
    atom_url="https://example.org/atom.xml",
    json_url="https://example.org/feed.json",
    hub="https://hub.example/",
    category_scheme="https://example.org/tags/",
)
HARD = [
    Post(
        title="When is <b>tea</b> a <i>teapot</i>? AT&T's <br> answer",
        published=datetime(2026, 3, 22, 23, 30, 15, 250000, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        updated=datetime(2026, 4, 1, 8, tzinfo=timezone(-timedelta(hours=3))),
        summary='Pour & wait: <b>bold</b> tea needs 4 < x < 6 minutes, "or so".\n&amp; is not &.',
        tags=["Tea", "C++", "ci/cd", Tag("K8s", slug="kubernetes"), "R&D", "two words", ".net", "お茶"],
        url="https://tea.example/pots/?page=1&part=2#lid",
        authors=["Ada Brewer", "Ben"],
    ),
    Post(
        title="Vec<u8> is not a tag, nor is &lt;br&gt;",
        published=date(2026, 3, 21),
        summary="&#39; &quot; &nbsp; ]]> <![CDATA[x]]> <!-- x --> <p>&copy;</p>",
        tags=["C#"],
    ),
    Post(title="&amp; is &#38;, and &lt;b&gt; is not a tag", published=date(2026, 3, 21), summary="R&amp;D"),
    Post(
        title="'Single', \"double\", “curly”, «guillemets», `ticks`", published=date(2026, 3, 20), summary="'s' \"d\""
    ),
    Post(
        title="お茶とデータベース",
        published=date(2026, 3, 19),
        summary="緑茶を飲みながら、索引を作る。",
        tags=["データ・ベース"],
    ),
    Post(title="שלום, עולם – مرحبا 123 \u200fabc", published=date(2026, 3, 18), summary="\u200fשלום", tags=["עברית"]),
    Post(title="👩🏽‍💻 writes 🇯🇵 notes: e\u0301 and é", published=date(2026, 3, 17), summary="🫖", tags=["🫖 tea"]),
    Post(title=("A title of two hundred characters, " * 6)[:199] + "!", published=date(2026, 3, 16)),
    Post(title="Two  spaces, and one\u00a0that holds", published=date(2026, 3, 15), summary=" \n a,\tb  c \n\n d  \n"),
    Post(title="Ends of lines", published=date(2026, 3, 14), summary="one\r\ntwo\u2028three\\n four \\t five \\\\"),
    Post(
        title="With all that belongs to it",
        published=date(2026, 3, 14),
        summary="An & in a summary",
        content_html='<p>Tea &amp; <a href="https://example.org/?a=1&amp;b=2">bees</a>: 4 &lt; 6.</p>\n<p>お茶 🫖</p>',
        enclosures=[
            Enclosure(url="https://example.org/1.mp3?a=1&b=2", type="audio/mpeg", length=12_345_678),
            Enclosure(url="https://example.org/1.pdf", type="application/pdf"),
        ],
    ),
    Post(title="With HTML alone", published=date(2026, 3, 13), content_html="<p>Tea &amp; bees</p>"),
    Post(title="East", published=datetime(2026, 3, 12, 1, tzinfo=timezone(timedelta(hours=14)))),
    Post(title="West", published=datetime(2026, 3, 10, 23, 59, 59, tzinfo=timezone(-timedelta(hours=12)))),
    Post(title="A comma", published=date(2026, 3, 9), authors=["Jane Doe, Jr."]),
    Post(title="The first second", published=datetime(1970, 1, 1, tzinfo=UTC)),
    Post(title="Before", published=datetime(1969, 12, 31, 12, tzinfo=UTC)),
    Post(title="Long before", published=date(1843, 10, 18)),
]
CORPORA = ("18f", "goblog", "ruby_ja")
MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}

Entry = Mapping[str, Any]


# -- what was written -------------------------------------------------------------------------------------------------


def written_entry(post: Post, format: str) -> Entry:
    """Return the content of a post in our document: what read.py prints if a reader loses nothing."""
    names = [tag.name for tag in post.tags]
    changed = post.updated or (post.published if format == "atom" else None)
    files = [enclosure.url for enclosure in post.enclosures]
    return {
        "id": CHANNEL.id_of(post) if format == "atom" else CHANNEL.guid_of(post),
        "title": post.title,
        "link": CHANNEL.link_of(post),
        "published": CHANNEL.moment_of(post.published),
        "updated": changed and CHANNEL.moment_of(changed),
        "summary": escape(post.summary, quote=False) if format == "rss" else post.summary,  # an RSS description is HTML
        "content": post.content_html or (post.summary if format == "json" else ""),
        "categories": [tag.slug for tag in post.tags] if format == "atom" else names,
        "labels": names if format == "atom" else [],
        "authors": [author.name for author in post.authors or CHANNEL.authors],
        "enclosures": files[:1] if format == "rss" else files,
    }


# -- what readers find -----------------------------------------------------------------------------------------------


class NotRead(Exception):
    """A reader failed; its output."""


class Reader(NamedTuple):
    """A reader, the fields that it gives of each format that it reads, and what it takes to run it."""

    name: str
    fields: Mapping[str, str]
    module: str = ""
    package: str = ""
    programs: tuple[str, ...] = ()
    version: str = ""  # of the first program, where the habits below change with it; those of packages are pinned
    names_feed: bool = True  # whether it gives the feed's own title and link
    in_order: bool = True  # whether posts of one moment stay as they stand in the document

    def missing(self) -> list[str]:
        missing = [program for program in self.programs if which(program) is None]
        if self.version and not missing and not version_of(self.programs[0]).startswith(self.version):
            missing.append(f"version {self.version}")
        if self.module and find_spec(self.module) is None:
            missing.append(f"{self.module} from PyPI")
        if self.package and not (HERE / "node_modules" / self.package).is_dir():
            missing.append(f"{self.package} from npm")
        return missing

    def require(self) -> None:
        if missing := self.missing():
            reason = f"{self.name} needs {', '.join(missing)}; `make readers` installs packages, {PROGRAMS} programs"
            if os.environ.get("POSTINDEX_READERS") == "required":
                pytest.fail(reason)
            pytest.skip(reason)

    def read(self, url: str) -> Any:
        program, script = ("node", "read.mjs") if self.package else (sys.executable, "read.py")
        run = subprocess.run(
            [program, HERE / script, self.name, url],
            check=False,
            env={**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
        if run.returncode:
            raise NotRead(run.stderr)
        return json.loads(run.stdout)


def version_of(program: str) -> str:
    run = subprocess.run([program, "--version"], check=True, capture_output=True, encoding="utf-8", timeout=SECONDS)
    return run.stdout.split()[1]


READERS = [
    Reader(
        "atoma",
        {  # of RSS and JSON Feed, it knows the one `author` who was there before `dc:creator` and `authors`
            "rss": "id title link published summary content categories enclosures",
            "atom": "id title link published updated summary content categories labels authors enclosures",
            "json": "id title link published updated summary content categories enclosures",
        },
        module="atoma",
    ),
    Reader(
        "fastfeedparser",
        {
            "rss": "id title link published summary content categories authors enclosures",
            "atom": "id title link published updated summary content categories labels authors",  # no enclosures
            "json": "id title link published updated summary content categories authors enclosures",
        },
        module="fastfeedparser",
    ),
    Reader(
        "feedparser",
        {
            "rss": "id title link published summary content categories authors enclosures",
            "atom": "id title link published updated summary content categories labels authors enclosures",
        },
        module="feedparser",
    ),
    Reader(
        "feedsmith",
        {
            "rss": "id title link published summary content categories authors enclosures",
            "atom": "id title link published updated summary content categories labels authors enclosures",
            "json": "id title link published updated summary content categories authors enclosures",
        },
        package="feedsmith",
        programs=("node",),
    ),
    Reader(
        "newsboat",
        {  # it has no room for an entry's tags, nor for a second date
            "rss": "id title link published summary authors enclosures",
            "atom": "id title link published summary authors enclosures",
        },
        programs=("newsboat",),
        version="2.21.",
    ),
    Reader(
        "reader",
        {  # its tags are the user's
            "rss": "id title link published summary content authors enclosures",
            "atom": "id title link published updated summary content authors enclosures",
            "json": "id title link published updated summary content authors enclosures",
        },
        module="reader",
        in_order=False,
    ),
    Reader(
        "rss-parser",
        {
            "rss": "id title link published summary content categories authors enclosures",
            "atom": "id title link published summary content authors",  # of Atom it takes little
        },
        package="rss-parser",
        programs=("node",),
    ),
    Reader(
        "sfeed",
        {  # a line has one date
            "rss": "id title link published summary categories authors enclosures",
            "atom": "id title link published summary categories authors enclosures",
        },
        programs=("sfeed_update", "sfeed", "curl"),
        names_feed=False,
        in_order=False,
    ),
]
READ = [(reader, format) for reader in READERS for format in reader.fields]
UNREAD = [(reader, format) for reader in READERS for format in MEDIA_TYPES if format not in reader.fields]


class Habit(NamedTuple):
    """What readers make of a field: what they are known to find, in place of what we say."""

    readers: str
    formats: str
    field: str
    found: Callable[[Entry], Any]
    plain: Callable[[Any], Any] = lambda value: value  # of what they give, what is compared


def unmarked(title: str) -> str:
    return unescape(title).replace("<br />", "<br>")


# Each finds what those before it have left.
HABITS = [
    # It writes Atom's plain text as the HTML that it shows.
    Habit("newsboat", "atom", "summary", lambda entry: escape(entry["summary"], quote=False).replace("\r", "&#13;")),
    # They keep one text of a post: its HTML where there is some.
    Habit("newsboat sfeed", "rss atom", "summary", lambda entry: entry["content"] or entry["summary"]),
    # It takes U+2028, which XML may have, for a fault of the document.
    Habit("fastfeedparser", "rss atom", "summary", lambda entry: entry["summary"].replace("\u2028", "\n")),
    # A description stands for HTML that is not there,
    Habit("fastfeedparser", "rss", "content", lambda entry: entry["content"] or entry["summary"]),
    # and HTML for a summary that is not there: one takes the tags out of it.
    Habit("feedparser reader", "rss atom", "summary", lambda entry: entry["summary"] or entry["content"]),
    Habit(
        "fastfeedparser",
        "rss atom",
        "summary",
        lambda entry: entry["summary"] or unescape(re.sub("<[^>]+>", "", entry["content"])),
    ),
    # They cut off white space at both ends,
    Habit(
        "atoma fastfeedparser feedparser feedsmith reader sfeed",
        "rss atom",
        "summary",
        lambda entry: entry["summary"].strip(),
    ),
    Habit("feedsmith", "json", "summary", lambda entry: entry["summary"].strip()),
    Habit("feedsmith", "json", "content", lambda entry: entry["content"].strip()),
    # and drop the carriage return before a line feed.
    Habit("feedparser reader", "rss", "summary", lambda entry: entry["summary"].replace("\r\n", "\n")),
    Habit("sfeed", "rss atom", "summary", lambda entry: entry["summary"].replace("\r\n", "\n")),
    # RSS does not say whether a title is text or HTML; they guess, and write what they take for HTML again.
    Habit("feedparser reader", "rss", "title", lambda entry: unmarked(entry["title"]), unmarked),
    # Of several authors they know the first,
    Habit("fastfeedparser rss-parser sfeed", "rss atom json", "authors", lambda entry: entry["authors"][:1]),
    # or the last, whom one takes for two where there is a comma,
    Habit("reader", "rss atom", "authors", lambda entry: entry["authors"][-1:]),
    Habit("reader", "rss", "authors", lambda entry: entry["authors"][0].split(", ")),
    Habit("newsboat", "rss", "authors", lambda entry: entry["authors"][-1:]),
    # or make one of all.
    Habit("newsboat", "atom", "authors", lambda entry: [", ".join(entry["authors"])]),
    # They have room for one file, which is all that RSS may have.
    Habit("newsboat sfeed", "atom", "enclosures", lambda entry: entry["enclosures"][:1]),
    # It keeps seconds in 32 bits without a sign: what was before 1970 is after 2038.
    Habit("newsboat", "rss atom", "published", lambda entry: seconds(entry["published"]) % 2**32),
]


def seconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def expected(post: Post, reader: Reader, format: str) -> Entry:
    """Return what read.py prints of a post, if the reader finds all that it gives and has no habits but those above."""
    entry = written_entry(post, format)
    for habit in habits_of(reader, format):
        entry = {**entry, habit.field: habit.found(entry)}
    given = reader.fields[format].split()
    return {field: printed(value) if field in given else None for field, value in entry.items()}


def habits_of(reader: Reader, format: str) -> list[Habit]:
    return [habit for habit in HABITS if reader.name in habit.readers.split() and format in habit.formats.split()]


def printed(value: Any) -> Any:
    if isinstance(value, datetime):
        return seconds(value)
    return None if value in ("", []) else value


# -- where they find it -----------------------------------------------------------------------------------------------


class Site(ThreadingHTTPServer):
    """What is at which path, on this machine."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.documents: dict[str, tuple[str, bytes]] = {}

    def put(self, name: str, format: str, posts: Iterable[Post]) -> str:
        """Put a document of the posts under a name, and return its URL."""
        path, write = f"/{name}.{format}", getattr(feeds, format)
        self.documents[path] = (MEDIA_TYPES[format], write(posts, CHANNEL))
        return f"http://127.0.0.1:{self.server_port}{path}"


class Answer(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        if self.path not in self.server.documents:
            self.send_error(404)
            return
        media_type, document = self.server.documents[self.path]
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(document)))
        self.end_headers()
        self.wfile.write(document)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of requests that went well."""


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site() as site:
        thread = Thread(target=site.serve_forever)
        thread.start()
        yield site
        site.shutdown()
        thread.join()


class Served(NamedTuple):
    """Posts, and the URLs of their documents by format."""

    posts: PostIndex
    urls: Mapping[str, str]


@pytest.fixture(scope="session", params=["hard", "example", "real", *CORPORA])
def served(request: pytest.FixtureRequest, site: Site) -> Served:
    name = request.param
    if name == "hard":
        posts = PostIndex(HARD)
    elif name in CORPORA:
        posts = read_listing(request.getfixturevalue("shared") / "corpora" / f"{name}.listing.txt").index
    else:
        known = request.getfixturevalue(name)
        posts = known.index if isinstance(known, Listing) else known
    return Served(posts, {format: site.put(name, format, posts) for format in MEDIA_TYPES})


# -- tests ------------------------------------------------------------------------------------------------------------


def name_of(part: Reader | str) -> str:
    return part.name if isinstance(part, Reader) else part


@pytest.mark.parametrize(("reader", "format"), READ, ids=name_of)
def test_a_reader_finds_what_we_wrote(reader: Reader, format: str, served: Served) -> None:
    reader.require()
    feed = reader.read(served.urls[format])
    assert (feed["title"], feed["link"]) == ((CHANNEL.title, CHANNEL.link) if reader.names_feed else (None, None))

    plain = {habit.field: habit.plain for habit in habits_of(reader, format)}
    ours, theirs = [expected(post, reader, format) for post in served.posts], feed["entries"]
    if not reader.in_order:
        ours, theirs = (sorted(entries, key=itemgetter("id")) for entries in (ours, theirs))
    assert [entry["id"] for entry in theirs] == [entry["id"] for entry in ours]
    differences = [
        (our["id"], field, found, our[field])
        for our, their in zip(ours, theirs, strict=True)
        for field, value in their.items()
        if (found := plain[field](value) if field in plain else value) != our[field]
    ]
    assert differences == []


@pytest.mark.parametrize(("reader", "format"), UNREAD, ids=name_of)
def test_a_reader_does_not_read_other_formats(reader: Reader, format: str, site: Site) -> None:
    reader.require()
    with pytest.raises(NotRead):
        reader.read(site.put("unread", format, HARD))


def test_a_missing_reader_is_skipped_with_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTINDEX_READERS", raising=False)
    reader = Reader("nobody's", {}, module="no_such_module", package="no-such-package", programs=("no-such-program",))
    needs = "nobody's needs no-such-program, no_such_module from PyPI, no-such-package from npm; `make readers`"
    with pytest.raises(pytest.skip.Exception, match=needs):
        reader.require()
    monkeypatch.setenv("POSTINDEX_READERS", "required")
    with pytest.raises(pytest.fail.Exception, match=needs):
        reader.require()

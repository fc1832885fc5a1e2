"""A fuzzer for `read`: sources of every kind with mistakes, as they are and in archives.

Run by `make fuzz`. A failing input is minimised and kept in `found/`; `fuzz_read.py FILE` tries it again.
"""

import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import cycle, islice
from random import Random
from typing import Any, get_args

import fuzz_exports
import fuzz_feeds

import fuzz
from postindex import Listing, ListingError, read
from postindex.listing.values import Kind
from postindex.sources.front_matter.builders import BUILDERS

TROUBLE = [
    *fuzz_exports.TROUBLE,
    *(
        b"---\n",
        b"+++\n",
        b";;;\n",
        b"...\n",
        b"---",
        b"\n\n",
        b"    ",
        b"\t",
        b"- ",
        b": ",
        b"? ",
        b"# ",
        b"|\n",
        b">\n",
    ),
    *(b"&a ", b"*a", b"<<: *a", b"!!python/object:os.system ", b"!!binary ", b"%YAML 9\n", b"[" * 300, b"{a: " * 300),
    *(
        b"2026-03-22 09:00:00 +0800",
        b"2026-02-30",
        b"10:30",
        b"no",
        b"~",
        b"0x10",
        b"1_0",
        b".inf",
        b"2026-03-22T10:00:00",
    ),
    *(
        b"[taxonomies]\n",
        b"[[a]]\n",
        b"a.b = 1\n",
        b'"""',
        b"'''",
        b".. title: ",
        b":date: ",
        b"====\n",
        b"<!--\n",
        b"-->\n",
    ),
    *(
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PK\x01\x02",
        b"tags: [a, b]\n",
        b"draft: true\n",
        b"url: //x\n",
        b"published: no\n",
    ),
]
_FRONT_MATTER = (
    b"---\ntitle: Tea\ndate: 2026-03-22 10:00:00 +0100\ntags: [cups, pots]\ncategories: drinks\n---\nOn *leaves*.\n",
    b"---\ntitle: 'Tea'\ndate: {created: 2026-03-22, updated: 2026-03-23}\nauthors:\n- name: Ann\n---\n# Tea\n",
    b"---\ntitle: >\n  Tea,\n  twice\npubDate: 2026-03-22\ntags: &t\n  - a\ncategories: *t\ncover: {src: /a}\n---\n",
    b'+++\ntitle = "Tea"\ndate = 2026-03-22T10:00:00Z\ndraft = false\n[taxonomies]\ntags = ["cups"]\n+++\nOn leaves.\n',
    b'{\n"title": "Tea", "date": "2026-03-22", "tags": ["cups"], "url": "/tea/"\n}\nOn leaves.\n',
    b"Title: Tea\nDate: 2026-03-22 10:00\nTags: cups,\n    pots\nStatus: published\n\nOn leaves.\n",
    b"Tea, twice\n==========\n\n:date: 2026-03-22 10:00\n:tags: cups\n:summary: On\n    leaves.\n\nText.\n",
    b"<!--\n.. title: Tea\n.. date: 2026-03-22\n.. tags: cups, pots\n-->\nOn leaves.\n",
)
_PAGES = (
    b"<!doctype html><title>Notes</title><ul><li>2026-03-22 <a href=/a/>Tea</a><li>2026-03-01 <a href=/b/>Cup</a></ul>",
    b"<article><h2><a href='/a/'>Tea, twice</a></h2><p>March 22, 2026 5 min</p><p>On leaves.</p></article>" * 3,
)
_NAMES = ("a.md", "posts/b.md", "_posts/2026-03-22-c.md", "feed.xml", "d.json", "e.csv", "f.txt", "g.html", "h.rst")
LONGEST = 2000  # bytes
_IN_TURN = 20
_STRANGE_NAMES = ("../a.md", "/a.md", "a.md/b.md", "x" * 300 + ".md", "a\\b.md", "é.md", "", "a/", "con.md", "a.md ")


def seeds() -> list[bytes]:
    """Return valid sources; those that take long to read, listings and pages, are one in ten."""
    texts = [b"\n".join(line.encode(errors="replace") for line in text[:8]) for group in fuzz.seeds() for text in group]
    quick = [*_times(5, fuzz_feeds.seeds()), *_times(5, fuzz_exports.seeds()), *_times(8, _FRONT_MATTER)]
    return [text[:LONGEST] for text in (*quick, *_times(1, texts), *_times(1, _PAGES))]


def _times(weight: int, texts: Sequence[bytes]) -> list[bytes]:
    """Return some of these texts, in turn, so many that `weight` says how often they are chosen."""
    return list(islice(cycle(texts), weight * _IN_TURN))


def check(content: bytes) -> None:
    """Run every check on one input; raise `CheckFailed` for the first that fails."""
    builder = sorted(BUILDERS)[len(content) % len(BUILDERS)]
    lenient = partial(read, strict=False, builder=builder, url="https://example.org/")
    listing = lenient(content)
    _check_listing(listing, content)
    errors = tuple(problem for problem in listing.problems if problem.severity == "error")
    rarely = len(content) % 8
    if rarely == 0 and _refused(content, builder) != errors:
        raise fuzz.CheckFailed("strict reading raises the errors that lenient reading finds", errors)
    if rarely == 1 and lenient(fuzz.LineByLine(content)) != listing:  # type: ignore[arg-type]
        raise fuzz.CheckFailed("a slow file gives the same", listing)
    if rarely == 2 and len(lenient(content, drafts=True, untitled="first-words").posts) < len(listing.posts):
        raise fuzz.CheckFailed("keeping more loses no post", listing.posts)
    if rarely == 3:
        kinds = get_args(Kind)
        _check_listing(lenient(content, format=kinds[len(content) // 8 % len(kinds)], today=date(2026, 4, 1)), content)


def _check_listing(listing: Listing, content: bytes) -> None:
    last = 1 + content.count(b"\n") + content.count(b"\r") + len(content) * (content[:2] == b"PK")
    if not all(1 <= problem.line <= last for problem in listing.problems):
        raise fuzz.CheckFailed("problems are at lines of the file", listing.problems)
    if listing.origins and len(listing.origins) != len(listing.posts):
        raise fuzz.CheckFailed("each post has its origin", listing.origins)
    fuzz._check_posts(listing)
    if last % 4 == 0 and dict(Listing.model_validate(listing.model_dump())) != dict(listing):
        raise fuzz.CheckFailed("a dump is validated to the same", listing)


def _refused(content: bytes, builder: Any) -> tuple[Any, ...]:
    try:
        read(content, builder=builder, url="https://example.org/")
    except ListingError as error:
        return error.problems
    return ()


def inputs(random: Random, texts: Sequence[bytes]) -> Iterator[bytes]:
    """Yield valid sources with one to four mistakes, one in fifty of them archives of such, without end."""
    mistaken = fuzz_exports.inputs(random, texts, TROUBLE)
    while True:
        yield _archive(random, mistaken) if random.random() < 0.02 else next(mistaken)


def _archive(random: Random, contents: Iterator[bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name in dict.fromkeys(random.choices(_NAMES, k=random.randint(1, 3))):
            kept = random.choice(_STRANGE_NAMES) if random.random() < 0.1 else name
            archive.writestr(zipfile.ZipInfo(kept), next(contents))
    content = bytearray(packed.getvalue())
    for _ in range(random.choice((0, 0, 1, 3))):
        content[random.randrange(len(content))] = random.randrange(256)
    return bytes(content)


def main(arguments: Sequence[str] | None = None) -> int:
    return fuzz_feeds.run("sources", seeds, inputs, check, arguments)


if __name__ == "__main__":
    sys.exit(main())

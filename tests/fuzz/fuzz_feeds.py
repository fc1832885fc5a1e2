"""A fuzzer for reading feeds: valid ones with mistakes. It has the runner of the fuzzer for listings.

Run by `make fuzz`. A failing input is minimised and kept in `found/`; `fuzz_feeds.py FILE` tries it again.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import fuzz
from postindex import Author, Channel, Enclosure, Listing, ListingError, Post, feeds
from postindex.sources import read_feed

SEEDS = (
    fuzz.ROOT / "tests" / "data" / "feeds",
    fuzz.ROOT.parent / "shared" / "feeds",  # real feeds, which only the developers' machines have
)
LONGEST = 4000  # bytes
TROUBLE = [
    *(b"<", b">", b"&", b"&amp;", b"&#0;", b"&#x110000;", b"&nbsp;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?x ?>"),
    *(
        b"'",
        b'"',
        b"/",
        b"\0",
        b"\x07",
        b"\xff",
        b"\xc3",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xef\xbf\xbf",
        b"\n",
        b"  ",
    ),
    *(
        b"<!DOCTYPE a>",
        b'<!DOCTYPE rss [<!ENTITY a "b">]>',
        b"<a>" * 120,
        b"<item>",
        b"</item>",
        b"<entry>",
        b"</entry>",
    ),
    *(b"{", b"}", b"[", b"]", b",", b":", b"null", b"1e999", b"-1", b"true", b'"\\ud800"', b"NaN", b"9" * 30),
    *(b"http://[", b"//", b"javascript:a", b"../", b"https://", b"a b", b"%", b"\xe2\x80\xae", b"\xf0\x9f\x8d\xb5"),
    *(b"0001-01-01", b"2026-02-30", b"+99:99", b"2026-03-22T10:00:00.123456789Z", b"Sun, 22 Mar 2026 10:00:00 XYZ"),
    *(b" type='html'", b" type='xhtml'", b" xml:base='//'", b" xml:lang='x_y'", b" rel='enclosure'", b" length='x'"),
    *(b"<title/>", b"<link/>", b"<guid>x</guid>", b"<author>a@b (c</author>", b"<category>!</category>"),
    *(b"<pubDate>soon</pubDate>", b"<description>&lt;p&gt;", b"<content type='html'>&lt;a href='x'</content>"),
]
DECLARATIONS = [
    b"<?xml version='1.0' encoding='%s'?>" % name
    for name in (b"utf-8", b"utf-16", b"iso-8859-1", b"windows-1251", b"gb2312", b"klingon", b"rot13")
]
_UNIT = re.compile(rb"<[^<>]*>|[^<>]+")


def seeds() -> list[bytes]:
    """Return valid feeds: those of the folders, and a small one of each format."""
    channel = Channel(title="Notes", link="https://example.org/", language="en", hub="https://hub.example.org/")
    posts = [
        Post(
            title="Tea & <pots>",
            published=datetime.fromisoformat("2026-03-22T10:30:00+01:00"),
            updated=date(2026, 3, 23),
            url="https://example.org/tea/",
            summary="On leaves.",
            content_html='<p>On <a href="/leaves">leaves</a> &amp; pots.</p>',
            tags=["tea", "pots"],
            authors=[Author("Ann", email="ann@example.org", url="https://example.org/ann/")],
            language="en-GB",
            enclosures=[Enclosure(url="https://example.org/1.mp3", type="audio/mpeg", length=12)],
        ),
        Post(title="A kettle", published=date(2026, 3, 1), url="https://example.org/kettle/"),
    ]
    own = [write(posts, channel) for write in (feeds.rss, feeds.atom, feeds.json)]
    files = [file for folder in SEEDS for ending in ("*.xml", "*.json") for file in sorted(folder.glob(ending))]
    return [*own, *(file.read_bytes()[:LONGEST] for file in files)]


def check(content: bytes) -> None:
    """Run every check on one input; raise `CheckFailed` for the first that fails."""
    listing = read_feed(content, strict=False)
    last = content.count(b"\n") + content.count(b"\r") + 1
    lines = [problem.line for problem in listing.problems]
    if not all(1 <= line <= last for line in lines):
        raise fuzz.CheckFailed("problems are at lines of the file", lines)
    if len(listing.origins) != len(listing.posts):
        raise fuzz.CheckFailed("each post has its origin", listing.origins)
    fuzz._check_posts(listing)
    errors = tuple(problem for problem in listing.problems if problem.severity == "error")
    if _refused(content) != errors:
        raise fuzz.CheckFailed("strict reading raises the errors that lenient reading finds", errors)
    if len(content) % 4 == 0:
        slow = read_feed(fuzz.LineByLine(content), strict=False)  # type: ignore[arg-type]
        if _seen(slow) != _seen(listing):
            raise fuzz.CheckFailed("a slow file gives the same", _seen(slow), _seen(listing))


def _refused(content: bytes) -> tuple[Any, ...]:
    try:
        read_feed(content)
    except ListingError as error:
        return error.problems
    return ()


def _seen(listing: Listing) -> tuple[Any, ...]:
    return listing.posts, listing.origins, listing.problems, listing.kind, listing.title, listing.url


def inputs(random: Random, texts: Sequence[bytes]) -> Iterator[bytes]:
    """Yield valid feeds with one to four mistakes, without end."""
    while True:
        units = _UNIT.findall(random.choice(texts))
        for _ in range(random.randint(1, 4)):
            _change(random, units, texts)
        content = b"".join(units)[: 2 * LONGEST]
        if random.random() < 0.1:
            at = random.randrange(len(content) + 1)
            content = (
                content[:at] if random.random() < 0.5 else content[:at] + bytes([random.randrange(256)]) + content[at:]
            )
        if random.random() < 0.1:
            content = random.choice(DECLARATIONS) + content.partition(b"?>")[2]
        yield content


def _change(random: Random, units: list[bytes], texts: Sequence[bytes]) -> None:
    units[:] = units or [b" "]
    at, other = random.randrange(len(units)), random.randrange(len(units))
    kind = random.randrange(6)
    if kind == 0:
        del units[at]
    elif kind == 1:
        units.insert(at, units[other])
    elif kind == 2:
        units[at], units[other] = units[other], units[at]
    elif kind == 3:
        donor = _UNIT.findall(random.choice(texts))
        start = random.randrange(len(donor))
        units[at:at] = donor[start : start + random.randint(1, 12)]
    else:
        unit, place = units[at], random.randrange(len(units[at]) + 1)
        units[at] = unit[:place] + random.choice(TROUBLE) + unit[place + random.randint(0, 2) :]


def run(
    what: str,
    seeds: Callable[[], Sequence[bytes]],
    inputs: Callable[[Random, Sequence[bytes]], Iterator[bytes]],
    check: fuzz.Check,
    arguments: Sequence[str] | None,
) -> int:
    """Try inputs until a check fails, as the arguments of the command say; return its exit code."""
    parser = argparse.ArgumentParser(description=f"Try broken {what} until a check fails.")
    parser.add_argument("files", nargs="*", type=Path, help="try only these files, such as earlier failures")
    parser.add_argument("--seed", type=int, default=0, help="seed of the inputs (default: 0)")
    parser.add_argument("--seconds", type=float, help="how long to try (default: 60, unless --inputs is given)")
    parser.add_argument("--inputs", type=int, help="how many to try")
    parser.add_argument("--found", type=Path, default=fuzz.FOUND, help="where a failing input is written")
    given = parser.parse_args(arguments)
    if given.files:
        failures = [failure for file in given.files if (failure := fuzz.failure_of(file.read_bytes(), check))]
        return fuzz._report_failures(failures, None)
    seconds = 60 if given.seconds is None and given.inputs is None else given.seconds
    start, tried = perf_counter(), 0
    for content in inputs(Random(f"{given.seed}"), seeds()):
        if (given.inputs is not None and tried >= given.inputs) or (seconds and perf_counter() - start > seconds):
            break
        tried += 1
        if failure := fuzz.failure_of(content, check):
            return fuzz._report_failures([fuzz.minimised(failure, check)], given.found)
    took = perf_counter() - start
    sys.stdout.write(f"{tried:,} {what} in {took:.1f} s, {tried / took:,.0f} a second, seed {given.seed}\n")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    return run("feeds", seeds, inputs, check, arguments)


if __name__ == "__main__":
    sys.exit(main())

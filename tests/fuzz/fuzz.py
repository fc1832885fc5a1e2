"""A fuzzer for reading and writing listings.

Run by `make fuzz`. The same seed, number of jobs and folders of seeds try the same inputs in the same order. A failing
input is minimised and kept in `found/`; `fuzz.py FILE` tries it again.
"""

import argparse
import io
import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, NamedTuple

from postindex import InvalidValue, Listing, ListingError, Post, Problem, iter_posts, parse_listings, write_listing
from postindex.listing.parser import Parser

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOUND = HERE / "found"
SEEDS = (
    HERE / "corpus",
    ROOT / "tests" / "data" / "listings",
    ROOT.parent / "shared" / "listings",  # real documents, which only the developers' machines have
)
MOST_LINES = 6  # of one seed in an input
LONGEST_LINE = 120
LONGEST = 1500  # characters

TROUBLE = [
    *"-*+•–—·|/,.()[]#:@~©←→…0159aM",
    *("\t", " ", "  ", "\r", "\n", "\0", "\x07", "\x0b", "\x0c", "\x1c", "\x1f", "\x7f"),
    *("\x85", "\xa0", "\xad", "\u1680", "\u2028", "\u2029", "\u202f", "\u3000", "\ufeff", "\u200b", "\u202e"),
    *("\ud800", "\udfff", "\ufffe", "\uffff", "\ufffd", "\U0010ffff"),
    *("茶", "ア", "Ａ", "７", "٣", "²", "Ⅻ", "e\u0301", "\u0301", "ไ\u0e49", "ß", "İ", "ﬁ", "🍵", "👩‍🌾", "שלום"),
]
TROUBLE_BYTES = [b"\xff", b"\xc3", b"\xe2\x80", b"\xed\xa0\x80", b"\0", b"\xef\xbb\xbf", b"\x80"]
BULLETS = ["- ", "* ", "+ ", "• ", "– ", "1. ", "2) ", "12. ", "-", "•", "", "", "— ", "10000. ", "-\t", "-\xa0"]
MONTHS = ["January", "Feb", "Mar.", "APRIL", "may", "Sept", "September", "Oct.", "Nov", "December", "März", "Smarch"]
WEEKDAYS = ["Monday, ", "Tue ", "Wed., ", "Someday, ", "SUNDAY "]
SEPARATORS = [" ", " ", " · ", " | ", " — ", " – ", " • ", " / ", ", ", " - ", "·", "  ", " : ", " by "]
TIMES = ["5 min", "12 min read", "1 hr 5 mins", "(7 minutes)", "0 min", "90m", "2h", "1000000 min", "1000001 min"]
TIMES += ["~5 min", "5 min 6 min", "٣ min", "1 hour and 2 minutes reading time", "3-minute read", "99999999 m"]
TAGS = ["/tea", "#tea", "/Tea", "/kettles", "#c++", "/.net", "/c#", "/!!!", "/", "#", "/a/b", "/tea,", "/two words"]
OTHERS = [
    *("59 posts", "1 post", "0 posts", "1,234 posts", "2 posts", "1,23 posts", "999999999 posts", "1 posts"),
    *("/tea", "/", "/tea/pots", "/tea time", "//", "/2026-03-22"),
    *("Older posts →", "← Newer", "Page 1 of 5", "1 2 3 … 9", "© 2026 The Kettle", "Read more", "Back to top", "RSS"),
    *("----", "====", "* * *", "-", "•", "—", "***", "·····", "- -", "_" * 120),
    *("Tags: tea, pots", "tags:", "Topics: tea", "- Tags: a, a, b/", "Tagged: /tea #pots", "Tags: ,", "- tags: //x"),
    *("-/tea", "*#tea", "- /tea /pots", "/tea · /pots", "#tea, #pots", "- #tea", "+ /tea", "- /tea #", "/ /"),
    *("Tea, twice", "A kettle hums at dawn.", "March 22, 2026 was a fine day", "Room 12, 2026", "- a bullet", "1. one"),
    *("<html>", "%PDF-1.7", "GIF89a", "<?xml version='1.0'?>", "Posts about tea.", "", " ", "\t"),
]

Check = Callable[[bytes], None]
Lines = list[str]


class CheckFailed(Exception):
    """A check that failed: its name, and the values found."""


class Failure(NamedTuple):
    """An input that fails, and how."""

    content: bytes
    kind: str
    report: str


def seeds() -> list[list[Lines]]:
    """Return the lines of every text, folder by folder, in an order that no file system decides."""
    groups = []
    for folder in SEEDS:
        texts = [file.read_bytes().decode(errors="replace") for file in sorted(folder.glob("**/*.txt"))]
        groups.append([[line[:LONGEST_LINE] for line in text.split("\n")] for text in texts])
    return [group for group in groups if group]


# Checks of one input


def check(content: bytes) -> None:
    """Run every check on one input; raise `CheckFailed` for the first that fails."""
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = content.decode(errors="replace")
    listings = parse_listings(content, strict=False)
    problems = [problem for listing in listings for problem in listing.problems]
    codes = {problem.code for problem in problems}
    last = text.count("\n") + text.count("\r") - text.count("\r\n") + 1
    for listing in listings:
        _check_places(listing, last)
        _check_posts(listing)
        _check_written(listing)
    if "not-text" in codes:  # which only bytes show
        return
    sometimes = len(content) % 4 == 0  # as reading takes nearly all of the time
    if sometimes or not problems:
        refused = _refused(text)
        errors = [problem for problem in problems if problem.severity == "error"]
        if not codes & {"bad-encoding", "cut-file"} and refused != errors[: len(refused) or None]:
            raise CheckFailed("strict reading raises the errors that lenient reading finds", refused, errors)
    if "bad-encoding" not in codes:
        _check_by_line(text, listings)
    if sometimes:
        _check_streamed(content)


def _refused(text: str) -> list[Problem]:
    try:
        parse_listings(text)
    except ListingError as error:
        if not str(error) or not repr(error) or not error.problems:
            raise CheckFailed("an error says what is wrong", error.problems) from error
        return list(error.problems)
    return []


def _check_places(listing: Listing, last: int) -> None:
    places = [(problem.line, problem.column) for problem in listing.problems]
    if places != sorted(places) or not all(1 <= line <= last and column >= 1 for line, column in places):
        raise CheckFailed("problems stand in the text, in its order", places)
    lines = listing.lines
    if list(lines) != sorted(set(lines)) or len(lines) != len(listing.posts) or not all(1 <= n <= last for n in lines):
        raise CheckFailed("each post has its line", lines)


def _check_posts(listing: Listing) -> None:
    if len({post.id for post in listing.posts}) != len(listing.posts):
        raise CheckFailed("ids are distinct", listing.posts)
    for post in listing.posts:
        if _content_of(Post(**dict(post))) != _content_of(post):
            raise CheckFailed("a post is what validation leaves", post)


def _check_written(listing: Listing) -> None:
    if not (listing.posts or listing.path or listing.description):
        return
    try:
        written = write_listing(listing.posts, path=listing.path, description=listing.description)
    except InvalidValue as error:
        if not error.place.startswith(("Post.", "Listing.")) or not str(error):
            raise CheckFailed("a refusal names its field", error.place) from error
        return
    try:
        read = parse_listings(written)
    except ListingError as error:
        raise CheckFailed("what is written is read back", str(error), written) from error
    header = (listing.path, listing.description, len(listing.posts))
    if [(each.path, each.description, each.declared_count) for each in read] != [header]:
        raise CheckFailed("a header is read back equal", written)
    if list(map(_content_of, read[0].posts)) != list(map(_content_of, listing.posts)):
        raise CheckFailed("posts are read back equal", read[0].posts, listing.posts)


def _check_by_line(text: str, listings: tuple[Listing, ...]) -> None:
    """Compare reading line by line with reading whole entries in the canonical form."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    by_line = Parser()
    for line in text.split("\n"):
        by_line.feed(line)
    by_line.end()
    posts = [post for listing in listings for post in listing.posts]
    found = [len(draft.findings.problems) for draft in by_line.drafts]
    if posts == by_line.posts and found == [len(listing.problems) for listing in listings]:
        return
    # The whole text may decide a date, drop a repeated post, and make ids distinct.
    whole = Parser()
    whole.read(text)
    whole.end()
    if (whole.lines, list(map(_content_of, whole.posts))) != (by_line.lines, list(map(_content_of, by_line.posts))):
        raise CheckFailed("posts are the same line by line", by_line.posts, whole.posts)
    if _found(whole) != _found(by_line):
        raise CheckFailed("problems are the same line by line", _found(by_line), _found(whole))


def _found(parser: Parser) -> list[tuple[tuple[Problem, ...], int]]:
    return [draft.findings.settle() for draft in parser.drafts]


def _check_streamed(content: bytes) -> None:
    """Compare reading from a slow pipe with reading at once."""
    met: list[Problem] = []
    problems: list[Problem] = []
    posts = list(map(_content_of, iter_posts(LineByLine(content), on_problem=met.append)))  # type: ignore[arg-type]
    whole = list(map(_content_of, iter_posts(io.BytesIO(content), on_problem=problems.append)))
    if any(problem.code == "not-text" for problem in met + problems):
        return  # binary content is detected in the first piece, which is a line here
    if posts != whole:
        raise CheckFailed("posts are the same from a slow pipe", posts, whole)
    if sorted(map(str, met)) != sorted(map(str, problems)):
        raise CheckFailed(
            "problems are the same from a slow pipe", *(sorted(map(str, each)) for each in (met, problems))
        )


def _content_of(post: Post) -> tuple[Any, ...]:
    """Return the fields of a post, with the spelling of tags."""
    return (
        post.id,
        post.title,
        post.published,
        post.summary,
        [(tag.name, tag.slug) for tag in post.tags],
        post.reading_minutes,
    )


class LineByLine:
    """An open file that gives one line at a time, as a slow pipe does."""

    def __init__(self, content: bytes) -> None:
        self._lines = io.BytesIO(content)

    def read(self, _size: int = -1) -> bytes:
        return self._lines.readline()


# Making inputs


def inputs(random: Random, texts: list[list[Lines]]) -> Iterator[bytes]:
    """Yield inputs without end."""
    maker = Maker(random, texts)
    while True:
        yield maker.content()


class Maker:
    """Makes inputs of the lines of seeds and of parts of the grammar."""

    def __init__(self, random: Random, texts: list[list[Lines]]) -> None:
        self._random = random.random
        self._texts = texts
        self._mutations: list[Callable[[Lines], None]] = [
            *(self._delete, self._duplicate, self._swap, self._replace, self._splice, self._indent, self._join),
            *(self._insert, self._insert, self._add_entry, self._add_entry, self._trouble, self._trouble),
        ]

    def content(self) -> bytes:
        lines = self._some()
        for _ in range(1 + self._below(4)):
            self._pick(self._mutations)(lines)
        end = "\n" if self._random() < 0.9 else self._pick(["\r\n", "\r"])
        content: bytes = end.join(lines)[:LONGEST].encode(errors="surrogatepass")
        return self._bytes_changed(content) if self._random() < 0.1 else content

    def _below(self, number: int) -> int:
        return int(self._random() * number)  # a fifth of the time of randrange

    def _pick(self, items: Sequence[Any]) -> Any:
        return items[int(self._random() * len(items))]

    def _some(self) -> Lines:
        lines: Lines = self._pick(self._pick(self._texts))  # the folders weigh the same
        start = self._below(len(lines)) if self._random() < 0.6 else 0
        return lines[start : start + 2 + self._below(MOST_LINES)]

    def _place(self, lines: Lines) -> int:
        if not lines:
            lines.append("")
        return self._below(len(lines))

    def _delete(self, lines: Lines) -> None:
        del lines[self._place(lines)]

    def _duplicate(self, lines: Lines) -> None:
        place = self._place(lines)
        lines[place:place] = lines[place : place + 1 + self._below(3)]

    def _swap(self, lines: Lines) -> None:
        one, other = self._place(lines), self._place(lines)
        lines[one], lines[other] = lines[other], lines[one]

    def _insert(self, lines: Lines) -> None:
        lines.insert(self._place(lines), self._line())

    def _replace(self, lines: Lines) -> None:
        lines[self._place(lines)] = self._line()

    def _splice(self, lines: Lines) -> None:
        lines[self._place(lines) :] = self._some()

    def _add_entry(self, lines: Lines) -> None:
        place = self._place(lines)
        tags = [f"- {self._pick(TAGS)}" for _ in range(self._below(3))]
        lines[place:place] = [self._head(), self._pick(OTHERS), self._pick(OTHERS), *tags]

    def _trouble(self, lines: Lines) -> None:
        place = self._place(lines)
        line = lines[place]
        at = self._below(len(line) + 1) if self._random() < 0.5 else self._pick([0, len(line)])
        cut = at + self._below(3) if self._random() < 0.3 else at
        lines[place] = line[:at] + self._pick(TROUBLE) + line[cut:]

    def _indent(self, lines: Lines) -> None:
        place = self._place(lines)
        lines[place] = self._pick(["  ", "\t", "\xa0", "\u3000", "\x85", "\ufeff"]) + lines[place]

    def _join(self, lines: Lines) -> None:
        place = self._place(lines)
        lines[place : place + 2] = [self._pick(SEPARATORS).join(lines[place : place + 2])]

    def _line(self) -> str:
        kind = self._random()
        if kind < 0.25:
            return self._head()
        if kind < 0.45:
            return str(self._pick(BULLETS) + self._pick(TAGS))
        return str(self._pick(OTHERS) if kind < 0.95 else self._pick(BULLETS) + self._pick(OTHERS))

    def _head(self) -> str:
        head = self._pick(BULLETS) if self._random() < 0.4 else "- "
        head += (self._pick(WEEKDAYS) if self._random() < 0.15 else "") + self._day()
        return str(head + self._pick(SEPARATORS) + self._pick(TIMES)) if self._random() < 0.5 else str(head)

    def _day(self) -> str:
        year = self._pick([1, 1999, 2024, 2026, 2026, 9999, 12026])
        month, day = 1 + self._below(13), 1 + self._below(32)
        name, mark = self._pick(MONTHS), self._pick("-/.")
        ordinal, of = self._pick(["", "st", "nd", "rd", "th", "."]), self._pick(["", "of "])
        month_first = [f"March {day}, 2026", f"March {day}, 2026", f"March {day}, 2026", f"{name} {day}, {year:04}"]
        others = [
            f"{day}{ordinal} {of}{name} {year:04}",
            f"{year:04}-{month:02}-{day:02}",
            f"{year:04}{mark}{month}{mark}{day}",
            f"{day:02}{mark}{month:02}{mark}{year:04}",
        ]
        return str(self._pick(month_first + others))

    def _bytes_changed(self, content: bytes) -> bytes:
        changed = bytearray(content or b"\n")
        at = self._below(len(changed))
        kind = self._random()
        if kind < 0.5:
            changed[at] ^= 1 << self._below(8)
        elif kind < 0.75:
            del changed[at:]
        else:
            changed[at:at] = self._pick(TROUBLE_BYTES)
        return bytes(changed)


# Running


def failure_of(content: bytes, check: Check) -> Failure | None:
    """Return the failure of an input, or None."""
    try:
        check(content)
    except CheckFailed as failed:
        return Failure(content, str(failed.args[0]), "\n".join(map(str, failed.args)))
    except Exception as error:  # noqa: BLE001  any exception at all is a failure
        frame = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
        return Failure(content, kind, "".join(traceback.format_exception(error)))
    return None


def minimised(failure: Failure, check: Check) -> Failure:
    """Return the failure with lines, then characters, deleted while its kind stays the same."""
    smallest, size = failure, -1
    while len(smallest.content) != size:
        size = len(smallest.content)
        for units_of in (_lines_of, _characters_of):
            smallest = _reduced(smallest, units_of(smallest.content), check)
    return smallest


def _lines_of(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


def _characters_of(content: bytes) -> list[bytes]:
    try:
        return [char.encode(errors="surrogatepass") for char in content.decode("utf-8", "surrogatepass")]
    except UnicodeDecodeError:
        return [content[at : at + 1] for at in range(len(content))]


def _reduced(failure: Failure, units: list[bytes], check: Check) -> Failure:
    length = max(1, len(units) // 2)
    while True:
        at = 0
        while at < len(units):
            fewer = units[:at] + units[at + length :]
            same = failure_of(b"".join(fewer), check)
            if same and same.kind == failure.kind:
                units, failure = fewer, same
            else:
                at += length
        if length == 1:
            return failure
        length //= 2


def run(seed: str, most: int | None, seconds: float | None, stop: Any = None) -> tuple[int, Failure | None]:
    """Try inputs until `most` are tried, the time is over, or one fails; return their number and the failure."""
    texts, until, tried = seeds(), None if seconds is None else perf_counter() + seconds, 0
    for content in inputs(Random(seed), texts):
        if most is not None and tried >= most:
            break
        if tried % 64 == 0 and ((until and perf_counter() > until) or (stop and stop.is_set())):
            break
        tried += 1
        if failure := failure_of(content, check):
            if stop:
                stop.set()
            return tried, minimised(failure, check)
    return tried, None


_stop: Any = None


def _share(stop: Any) -> None:
    global _stop  # noqa: PLW0603  an event reaches the processes of a pool in no other way
    _stop = stop


def _job(work: tuple[str, int | None, float | None]) -> tuple[int, Failure | None]:
    return run(*work, _stop)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Try broken listings until a check fails.")
    parser.add_argument("files", nargs="*", type=Path, help="try only these files, such as earlier failures")
    parser.add_argument("--seed", type=int, default=0, help="seed of the inputs (default: 0)")
    parser.add_argument("--seconds", type=float, help="how long to try (default: 60, unless --inputs is given)")
    parser.add_argument("--inputs", type=int, help="how many to try")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    parser.add_argument("--found", type=Path, default=FOUND, help="where a failing input is written")
    given = parser.parse_args(arguments)
    if given.files:
        failures = [failure for file in given.files if (failure := failure_of(file.read_bytes(), check))]
        _print(f"{len(given.files)} tried, {len(failures)} failed")
        return _report_failures(failures, None)
    seconds = 60 if given.seconds is None and given.inputs is None else given.seconds
    shares = [
        None if given.inputs is None else given.inputs // given.jobs + (job < given.inputs % given.jobs)
        for job in range(given.jobs)
    ]
    work = [(f"{given.seed}-{job}", share, seconds) for job, share in enumerate(shares)]
    start = perf_counter()
    if given.jobs == 1:
        done = [_job(work[0])]
    else:
        with multiprocessing.Pool(given.jobs, _share, [multiprocessing.Event()]) as pool:
            done = pool.map(_job, work, chunksize=1)
    tried, took = sum(number for number, _ in done), perf_counter() - start
    _print(f"{tried:,} inputs in {took:.1f} s, {tried / took:,.0f} a second, seed {given.seed}, jobs {given.jobs}")
    return _report_failures([failure for _, failure in done if failure], given.found)


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _report_failures(failures: list[Failure], folder: Path | None) -> int:
    """Print and keep the smallest failure; return the exit code."""
    if not failures:
        return 0
    smallest = min(failures, key=lambda failure: len(failure.content))
    _print(f"\nFailed: {smallest.report.rstrip()}\n\nby {smallest.content!r}")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{sha256(smallest.content).hexdigest()[:8]}.txt"
        file.write_bytes(smallest.content)
        _print(f"\nkept in {file}")
    return 1


if __name__ == "__main__":
    sys.exit(main())

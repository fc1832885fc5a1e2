"""Laws of reading: what holds for every text, and what holds for every listing that could be written."""

import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postindex import (
    InvalidValue,
    Listing,
    ListingError,
    Post,
    Problem,
    Tag,
    parse_listing,
    read_listing,
    write_listing,
)
from postindex.listing.lines import strip_line

# Text that a line may hold: everything but line ends, what XML cannot carry, and the byte order mark.
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters="\t\x85", exclude_characters="\ufeff\ufffe\uffff"
)
# A line that begins with one of these words is text everywhere.
WORDS = st.sampled_from(["Leaves", "why", "Übermorgen", "茶", "🍵", "“Fog”", "(No)", "tagging", "_", "posts", "min"])
LINES = st.builds("{} {}".format, WORDS, st.text(CHARACTERS, max_size=20)).map(strip_line)
# The line below a head is a title, unless it is a head or tags with a bullet.
TITLES = LINES | st.sampled_from(
    [
        "59 posts",
        "/path and more",
        "-",
        "----",
        "- May 10",
        "- 29 minutes",
        "-/tag",
        "© 2026",
        "Older posts",
        "*",
        "1. one",
    ]
)
# Where heads have bullets, a date without one is text as well.
BULLETED_TITLES = TITLES | st.sampled_from(["March 22, 2026", "2026-03-22 5 min", "2026-02-30", "22/03/2026"])
NAMES = st.text(st.characters(categories=["L", "M", "N", "P", "S"], exclude_characters="/#,"), max_size=12)
TAGS = st.builds("{}{}".format, st.sampled_from("abcxyz"), NAMES)
PADDINGS = st.sampled_from(["", "", " ", "\t", "\u3000", "\xa0 "])
BLANKS = st.sampled_from(["", "", "\n", " \n\t\n"])
BULLETS = st.sampled_from(["- ", "- ", "* ", "+ ", "• ", "– ", "1. ", "27) ", "-\t", "•\xa0"])

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
FORMS = [
    lambda day: day.isoformat(),
    lambda day: f"{day.year:04}/{day.month}/{day.day}",
    lambda day: f"{day.year:04}.{day.month:02}.{day.day:02}",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year:04}",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}th, {day.year:04}",
    lambda day: f"{MONTHS[day.month - 1][:3]}. {day.day} {day.year:04}",
    lambda day: f"{MONTHS[day.month - 1][:3].upper()} {day.day:02},\xa0{day.year:04}",
    lambda day: f"{day.day} {MONTHS[day.month - 1].lower()} {day.year:04}",
    lambda day: f"{day.day}. {MONTHS[day.month - 1][:3]}, {day.year:04}",
    lambda day: f"{day.day}ST of  {MONTHS[day.month - 1]}, {day.year:04}",
]
IN_NUMBERS = {  # by day_first
    True: [
        lambda day: f"{day.day}/{day.month}/{day.year:04}",
        lambda day: f"{day.day:02}.{day.month:02}.{day.year:04}",
    ],
    False: [
        lambda day: f"{day.month}/{day.day}/{day.year:04}",
        lambda day: f"{day.month:02}-{day.day:02}-{day.year:04}",
    ],
}
IN_FRONT = [
    lambda _: "",
    lambda _: "",
    lambda day: f"{WEEKDAYS[day.weekday()]}, ",
    lambda day: f"{WEEKDAYS[day.weekday()][:3]}. ",
    lambda day: f"{WEEKDAYS[day.weekday()].upper()} ",
]
SEPARATORS = st.sampled_from([" ", "  ", " · ", "·", " | ", "|", " — ", " – ", " • ", " / ", ", ", " - "])
TIMES = [
    lambda minutes: f"{minutes} min",
    lambda minutes: f"{minutes} mins read",
    lambda minutes: f"{minutes}-minute read",
    lambda minutes: f"({minutes} Minutes)",
    lambda minutes: f"{minutes}m",
    lambda minutes: f"{minutes} min. reading time",
]
IN_HOURS = [
    lambda hours, minutes: f"{hours}h {minutes}m",
    lambda hours, minutes: f"{hours} hours and {minutes} minutes",
    lambda hours, minutes: f"({hours} hr, {minutes} min read)",
]

BAD_ENTRIES = st.sampled_from(
    [
        ("- February 30, 2026 5 min\nNever\nNot once.\n- /never\n", (0, 3, "bad-date")),
        ("  - 30/2/2026\nNever\n", (0, 5, "bad-date")),
        ("\n- 2026-13-01\n", (1, 3, "bad-date")),
        ("1. March 22, 2026\n\n- /untitled\n- /twice\n", (0, 1, "no-title")),
    ]
)


@st.composite
def reading_times(draw: st.DrawFn) -> tuple[int | None, str]:
    """Draw minutes, and what says them behind a date."""
    minutes = draw(st.none() | st.integers(0, 200) | st.integers(0, 1_000_000))
    if minutes is None:
        return None, ""
    if 60 <= minutes < 60 * 10_000 and draw(st.booleans()):
        text = draw(st.sampled_from(IN_HOURS))(*divmod(minutes, 60)) if minutes % 60 else f"{minutes // 60} hours"
    else:
        text = draw(st.sampled_from(TIMES))(minutes)
    return minutes, draw(SEPARATORS) + text


@st.composite
def tag_lines(draw: st.DrawFn, names: list[str], bulleted: bool) -> list[str]:
    """Draw lines that say tags, all with bullets or none."""
    bullet = draw(BULLETS) if bulleted else ""
    if not names:
        return []
    if draw(st.booleans()):
        return [f"{bullet}{draw(st.sampled_from(['Tags: ', 'tagged:', 'Topics : ']))}{', '.join(names)}"]
    marked = [f"{draw(st.sampled_from('/#'))}{name}" for name in names]
    if draw(st.booleans()):
        return [f"{bullet}{each}" for each in marked]
    return [bullet + draw(st.sampled_from([" ", "  ", " · ", ", ", " | "])).join(marked)]


@st.composite
def entries(draw: st.DrawFn, bulleted: bool = True, tags_bulleted: bool = True) -> tuple[Post, str]:
    """Draw a post, and an entry that says it in one of the ways that the grammar has."""
    minutes, time = draw(reading_times())
    title = draw(BULLETED_TITLES if bulleted else TITLES)
    summary = draw(st.lists(LINES, max_size=3))
    tags = draw(st.lists(TAGS, max_size=4))
    post = Post(title=title, published=draw(st.dates()), summary=" ".join(summary), tags=tags, reading_minutes=minutes)
    day = draw(st.sampled_from(IN_FRONT))(post.day) + draw(st.sampled_from(FORMS))(post.day)
    bullet = draw(BULLETS) if bulleted else ""
    rules = st.sampled_from(["----", "* * *", "==="])
    rule = draw(st.lists(rules, max_size=1)) if summary else []
    lines = [f"{bullet}{day}{time}", title, *summary, *rule, *draw(tag_lines(tags, tags_bulleted))]
    pad, blank = draw(PADDINGS), draw(BLANKS)
    return post, "".join(f"{pad}{line}{pad}\n{blank}" for line in lines)


def several(bulleted: bool = True, tags_bulleted: bool = True) -> st.SearchStrategy[list[tuple[Post, str]]]:
    return st.lists(entries(bulleted, tags_bulleted), min_size=1, max_size=4, unique_by=lambda entry: entry[0].id)


DISTINCT_ENTRIES = several()


@st.composite
def documents(draw: st.DrawFn) -> tuple[Listing, str]:
    """Draw a listing, and a text that says it in one of the ways that the grammar has."""
    bulleted, tags_bulleted = draw(st.tuples(st.booleans(), st.booleans()))
    written = draw(several(bulleted, tags_bulleted))
    posts = tuple(post for post, _ in written)
    path = draw(st.none() | st.builds("/{}".format, NAMES))
    count = len(posts) if draw(st.booleans()) else None
    description = draw(st.lists(LINES, max_size=1 if path is None and count is None else 3))
    head = [path, *description, None if count is None else f"{count:,} post{'s' * (count > 1)}", draw(BLANKS)]
    text = "".join(f"{line}\n" for line in head if line is not None) + "".join(entry for _, entry in written)
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    listing = Listing(path=path, description=" ".join(description) or None, declared_count=count, posts=posts)
    return listing, draw(st.sampled_from(["", "\ufeff"])) + text.replace(
        "\n", draw(st.sampled_from(["\n", "\r\n", "\r"]))
    )


# Texts near enough to a listing to reach every corner, and texts of anything at all, lone surrogates included.
FRAGMENTS = st.sampled_from(
    [
        "- March 22, 2026 5 min",
        "- 2026-03-22",
        "- 2026-02-30 5 min read",
        "- 30/2/2026",
        "- /tea",
        "- /!!!",
        "- /t\x00ea",
        "- /",
        "-",
        "/tea",
        "2 posts",
        "0 posts",
        "Tea, twice",
        "Te\x0ba",
        "\x1cTe\x1ca",
        "\ud800",
        "\x85",
        "\ufeff",
        " ",
        "",
    ]
)
ANY_LINES = (
    FRAGMENTS | st.text(st.characters(exclude_characters="\r\n")) | st.builds("{} {}".format, FRAGMENTS, FRAGMENTS)
)
NEAR_TEXTS = st.lists(ANY_LINES, max_size=20)
ANY_TEXTS = st.text(st.characters()) | NEAR_TEXTS.map("\n".join)


def names(posts: tuple[Post, ...]) -> list[list[tuple[str, str]]]:
    """The tags of posts; equal tags may be spelt differently."""
    return [[(tag.name, tag.slug) for tag in post.tags] for post in posts]


def lines_of(text: str) -> list[str]:
    """The lines as an editor counts them."""
    return re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))


DOUBTS = {"another-layout", "doubtful-title"}  # which change nothing that is read


def errors_of(listing: Listing) -> tuple[Problem, ...]:
    return tuple(problem for problem in listing.problems if problem.severity == "error")


def errors_but_doubts(listing: Listing) -> list[tuple[int, int, str]]:
    """The errors but those that doubt what was read: titles, and a last line that may be a footer."""
    errors = [
        problem for problem in errors_of(listing) if problem.code not in DOUBTS and "footer" not in problem.message
    ]
    return [(problem.line, problem.column, problem.code) for problem in errors]


def codes_of(problems: Iterable[Problem]) -> set[str]:
    return {problem.code for problem in problems}


@given(ANY_TEXTS)
def test_any_text_is_read_or_refused_for_its_problems(text: str) -> None:
    """Lenient reading reads every text; strict reading raises its errors, all of them, and keeps its warnings."""
    lenient = parse_listing(text, strict=False)
    if errors_of(lenient):
        with pytest.raises(ListingError) as caught:
            parse_listing(text)
        assert caught.value.problems == errors_of(lenient)
    else:
        strict = parse_listing(text)
        assert (strict, strict.problems) == (lenient, lenient.problems)


@given(st.binary() | ANY_TEXTS.map(lambda text: text.encode(errors="surrogatepass")))
def test_any_bytes_are_read_or_refused_for_their_problems(content: bytes) -> None:
    """Bytes are read as their text is, if they are text; strict reading refuses what lenient reading finds wrong."""
    lenient = read_listing(io.BytesIO(content), strict=False)
    as_text = parse_listing(content.decode(errors="replace"), strict=False)
    if "not-text" in codes_of(lenient.problems):
        assert (lenient.posts, len(lenient.problems)) == ((), 1)
    elif not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):  # marks of UTF-16 and UTF-32
        assert lenient.posts == as_text.posts
        assert [problem for problem in lenient.problems if problem in as_text.problems] == list(as_text.problems)
        found = {problem.code for problem in lenient.problems if problem not in as_text.problems}
        assert found <= {"bad-encoding", "cut-file"}
    assert parse_listing(content, strict=False) == lenient
    if errors_of(lenient):
        with pytest.raises(ListingError) as caught:
            read_listing(io.BytesIO(content))
        assert caught.value.problems == errors_of(lenient)
    else:
        assert read_listing(io.BytesIO(content)) == lenient


@given(ANY_TEXTS)
def test_problems_are_in_the_order_of_the_text(text: str) -> None:
    """Every problem's line and column are places of the text, and the problems come in the order of those places."""
    problems = parse_listing(text, strict=False).problems
    lines = lines_of(text)
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)
    assert all(1 <= column <= max(1, len(lines[line - 1])) for line, column in places)
    assert all(len(str(problem).splitlines()) == 1 for problem in problems)


@given(ANY_TEXTS)
def test_control_characters_are_reported_at_their_place(text: str) -> None:
    """A `control-character` is reported at the character that its message names."""
    lines = lines_of(text)
    for problem in parse_listing(text, strict=False).problems:
        if problem.code == "control-character":
            line = lines[problem.line - 1]
            assert problem.message.startswith(f"U+{ord(line[problem.column - 1]):04X}")
            assert len(line) - len(line.lstrip()) < problem.column <= len(line.rstrip())


@given(ANY_TEXTS)
def test_reading_twice_is_equal(text: str) -> None:
    """Reading is a function of the text: nothing is remembered between two readings."""
    assert parse_listing(text, strict=False) == parse_listing(text, strict=False)


@given(ANY_TEXTS)
def test_posts_can_be_indexed(text: str) -> None:
    """Every listing's posts have distinct ids, and its index holds exactly them."""
    listing = parse_listing(text, strict=False)
    assert len({post.id for post in listing.posts}) == len(listing.posts)
    assert sorted(post.id for post in listing.index) == sorted(post.id for post in listing.posts)


@given(NEAR_TEXTS)
def test_line_ends_read_alike(lines: list[str]) -> None:
    """LF, CRLF and CR read alike, with and without a final one."""
    expected = parse_listing("\n".join(lines), strict=False)
    for end in ("\n", "\r\n", "\r"):
        assert parse_listing(end.join(lines), strict=False) == expected
        assert parse_listing(end.join([*lines, ""]), strict=False) == expected


@given(ANY_TEXTS.filter(lambda text: text[:1] != "\ufeff"))
def test_a_byte_order_mark_is_dropped(text: str) -> None:
    """A byte order mark before a text changes nothing, the places of its problems included."""
    assert parse_listing(f"\ufeff{text}", strict=False) == parse_listing(text, strict=False)
    content = text.encode(errors="surrogatepass")
    marked = read_listing(io.BytesIO(b"\xef\xbb\xbf" + content), strict=False)
    plain = read_listing(io.BytesIO(content), strict=False)
    places = [[(found.line, found.column, found.code) for found in listing.problems] for listing in (marked, plain)]
    assert (marked.posts, places[0]) == (plain.posts, places[1])


@given(documents())
def test_every_field_is_read_exactly(document: tuple[Listing, str]) -> None:
    """Header, posts and their order are read exactly, in every form of the grammar; titles may be doubted."""
    expected, text = document
    listing = parse_listing(text, strict=False)
    assert listing == expected
    assert errors_but_doubts(listing) == []
    assert names(listing.posts) == names(expected.posts)
    lines = lines_of(text)
    below = [next(filter(None, map(str.strip, lines[line:]))) for line in listing.lines]
    assert below == [post.title for post in expected.posts]


@given(documents())
def test_reading_and_writing_reach_one_canonical_text(document: tuple[Listing, str]) -> None:
    """The canonical text of any listing reads back as the same listing, and is written unchanged."""
    listing = parse_listing(document[1], strict=False)
    try:
        text = write_listing(listing)
    except InvalidValue as refused:
        error = refused
    else:
        read = parse_listing(text)
        assert read == listing
        assert names(read.posts) == names(listing.posts)
        assert write_listing(read) == text
        return
    assert error.place.startswith(("Listing.declared_count", "Post.title"))
    assert "doubt" in error.reason


@given(st.lists(st.dates(), min_size=1, max_size=5), st.booleans(), st.booleans(), st.data())
def test_one_date_in_numbers_decides_for_all(
    days: list[date], day_first: bool, given_too: bool, data: st.DataObject
) -> None:
    """Dates of three numbers are read in the order that one of them, or the argument, says; else they are ambiguous."""
    dates = [data.draw(st.sampled_from(IN_NUMBERS[day_first]))(day) for day in days]
    text = "".join(f"- {written}\nPot {number}\n" for number, written in enumerate(dates))
    listing = parse_listing(text, strict=False, day_first=day_first if given_too else None)
    ambiguous = [day for day in days if day.day <= 12 and day.day != day.month]
    if given_too or any(day.day > 12 for day in days) or not ambiguous:
        assert [post.day for post in listing.posts] == days
        assert errors_of(listing) == ()
    else:
        assert [post.day for post in listing.posts] == [day for day in days if day not in ambiguous]
        assert [problem.code for problem in errors_of(listing)] == ["ambiguous-date"] * len(ambiguous)


@given(documents(), st.lists(st.tuples(st.sampled_from("dtsir"), st.integers(0), FRAGMENTS), min_size=1, max_size=4))
def test_a_document_with_mistakes_is_read_or_refused(
    document: tuple[Listing, str], mistakes: list[tuple[str, int, str]]
) -> None:
    """Lines deleted, repeated, swapped, put in or replaced: lenient reading reads what is left, in its order."""
    lines = lines_of(document[1])
    for kind, number, fragment in mistakes:
        at = number % len(lines)
        lines[at : at + 2] = {
            "d": lines[at + 1 : at + 2] or [""],
            "t": [lines[at], *lines[at : at + 2]],
            "s": lines[at : at + 2][::-1],
            "i": [fragment, *lines[at : at + 2]],
            "r": [fragment, *lines[at + 1 : at + 2]],
        }[kind]
    text = "\n".join(lines)
    listing = parse_listing(text, strict=False)
    assert list(listing.lines) == sorted(set(listing.lines))
    assert len(listing.lines) == len(listing.posts)
    assert all(1 <= line <= len(lines) for line in listing.lines)
    places = [(problem.line, problem.column) for problem in listing.problems]
    assert places == sorted(places)
    assert all(1 <= line <= len(lines) for line, _ in places)
    assert all(Post(**dict(post)) == post for post in listing.posts)
    if errors_of(listing):
        with pytest.raises(ListingError, match=re.escape(str(errors_of(listing)[0]))):
            parse_listing(text)
    else:
        assert parse_listing(text) == listing


@given(DISTINCT_ENTRIES, BAD_ENTRIES, st.data())
def test_a_bad_entry_does_not_change_its_neighbours(
    written: list[tuple[Post, str]], bad: tuple[str, tuple[int, int, str]], data: st.DataObject
) -> None:
    """A bad entry between any two others changes none of them, and is the one problem, at its own line."""
    entry, (line, column, code) = bad
    texts = [text for _, text in written]
    place = data.draw(st.integers(0, len(texts)))
    above = "".join(texts[:place])
    listing = parse_listing(above + entry + "".join(texts[place:]), strict=False)
    assert listing.posts == tuple(post for post, _ in written)
    problems = errors_but_doubts(listing)
    assert problems == [(above.count("\n") + 1 + line, column, code)]


@given(DISTINCT_ENTRIES, st.data())
def test_a_head_alone_does_not_change_its_neighbours(written: list[tuple[Post, str]], data: st.DataObject) -> None:
    """A head without a title is a problem and no post: the text is cut there if it is the last line."""
    texts = [text for _, text in written]
    place = data.draw(st.integers(0, len(texts)))
    above = "".join(texts[:place])
    listing = parse_listing(f"{above}- 2026-03-22 5 min\n{''.join(texts[place:])}", strict=False)
    assert listing.posts == tuple(post for post, _ in written)
    code = "cut-file" if place == len(texts) else "no-title"
    problems = errors_but_doubts(listing)
    assert problems == [(above.count("\n") + 1, 1, code)]


@given(DISTINCT_ENTRIES, st.data())
def test_a_repeated_post_is_read_once(written: list[tuple[Post, str]], data: st.DataObject) -> None:
    """The same entry a second time, anywhere below, adds a problem at its line and no post."""
    texts = [text for _, text in written]
    again = data.draw(st.integers(0, len(texts) - 1))
    place = data.draw(st.integers(again + 1, len(texts)))
    above = "".join(texts[:place])
    listing = parse_listing(above + texts[again] + "".join(texts[place:]), strict=False)
    assert listing.posts == tuple(post for post, _ in written)
    problems = errors_but_doubts(listing)
    assert problems == [(above.count("\n") + 1, 1, "duplicate-post")]


@given(DISTINCT_ENTRIES, st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order_of_the_text(written: list[tuple[Post, str]], random: Any) -> None:
    """The same entries in another order are the same posts, ids included, even where ids had to be told apart."""
    texts = [text for _, text in written]
    texts += [
        f"- {post.day.isoformat()}\n{post.title}\nOnce more, at {number}.\n" for number, (post, _) in enumerate(written)
    ]
    shuffled = random.sample(texts, len(texts))
    first, second = (parse_listing("".join(each), strict=False) for each in (texts, shuffled))
    assert set(first.posts) == set(second.posts)


@given(st.dates(), st.sampled_from(FORMS))
def test_every_day_is_read_in_every_form(day: date, form: Any) -> None:
    """Each form of a date names the day that it was written from."""
    assert parse_listing(f"- {form(day)}\nTea").posts[0].published == day
    assert parse_listing(f"{form(day)}\nTea").posts[0].published == day


@given(st.text(st.characters(exclude_characters="\r\n"), min_size=1).map(lambda text: f"a{text}"))
def test_a_tag_is_read_as_tag_of_reads_it(name: str) -> None:
    """A tag line means what `Tag.of` makes of the same text; what that refuses is a `bad-tag`."""
    listing = parse_listing(f"- 2026-03-22\nTea\n- /{name}", strict=False)
    if len(name.split()) > 1:
        assert [problem.code for problem in listing.problems] == ["bad-tag"]
        return
    try:
        expected = [Tag.of(f"/{name.strip()}")]
    except InvalidValue:
        assert [problem.code for problem in listing.problems] == ["bad-tag"]
    else:
        assert [(tag.name, tag.slug) for tag in listing.posts[0].tags] == [(tag.name, tag.slug) for tag in expected]

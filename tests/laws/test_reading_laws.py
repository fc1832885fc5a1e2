"""Laws of reading: what holds for every text, and what holds for every listing that could be written."""

import io
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postindex import InvalidValue, Listing, ListingError, Post, Tag, parse_listing, read_listing

# Text that a line may hold: everything but line ends, what XML cannot carry, and the byte order mark.
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters="\t\x85", exclude_characters="\ufeff\ufffe\uffff"
)
LINES = st.text(CHARACTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
BODY_LINES = LINES.filter(lambda line: line[0] != "-") | st.sampled_from(
    ["59 posts", "/path", "- a bullet", "-", "- May 10", "- 29 minutes"]
)
# What is in doubt below a title is none in its place.
TITLES = BODY_LINES | st.sampled_from(["- /usr and /opt", "March 22, 2026", "* March 22, 2026", "-/tag"])
HEAD_LINES = LINES.filter(lambda line: line[0] not in "-/0123456789")
NAMES = st.text(st.characters(categories=["L", "M", "N", "P", "S"], exclude_characters="/#"), max_size=12)
TAGS = st.builds("{}{}".format, st.sampled_from("abcxyz"), NAMES)

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
FORMS = [
    lambda day: day.isoformat(),
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year:04}",
    lambda day: f"{MONTHS[day.month - 1][:3]}. {day.day} {day.year:04}",
    lambda day: f"{MONTHS[day.month - 1][:3].upper()} {day.day:02}, {day.year:04}",
]

BAD_ENTRIES = st.sampled_from(
    [
        ("- February 30, 2026 5 min\nNever\nNot once.\n- /never\n", (0, 3, "bad-date")),
        ("  - 30/2/2026\nNever\n", (0, 5, "bad-date")),
        ("\n- 2026-13-01\n", (1, 3, "bad-date")),
        ("- 2026-03-22 5 min\n", (0, 1, "no-title")),
        ("- March 22, 2026\n\n- /untitled\n- /twice\n", (0, 1, "no-title")),
    ]
)


@st.composite
def entries(draw: st.DrawFn) -> tuple[Post, str]:
    """Draw a post, and an entry that says it."""
    title, summary = draw(TITLES), draw(st.lists(BODY_LINES, max_size=3))
    post = Post(
        title=title,
        published=draw(st.dates()),
        summary=" ".join(summary),
        tags=(tags := draw(st.lists(TAGS, max_size=5))),
        reading_minutes=draw(st.none() | st.integers(0, 9999)),
    )
    day = draw(st.sampled_from(FORMS))(post.day)
    minutes = (
        "" if post.reading_minutes is None else f" {post.reading_minutes} min{draw(st.sampled_from(['', ' read']))}"
    )
    pad, blank = draw(st.sampled_from(["", " ", "\t", "\u3000"])), draw(st.sampled_from(["\n", "\n\n", " \n\t\n"]))
    lines = [f"- {day}{minutes}", title, *summary, *(f"- /{tag}" for tag in tags)]
    return post, "".join(f"{pad}{line}{pad}{blank}" for line in lines)


DISTINCT_ENTRIES = st.lists(entries(), min_size=1, max_size=5, unique_by=lambda entry: entry[0].id)

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


def lines_of(text: str) -> list[str]:
    """The lines as an editor counts them."""
    return re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))


@given(ANY_TEXTS)
def test_any_text_is_read_or_refused_for_its_problems(text: str) -> None:
    """Lenient reading reads every text; strict reading raises exactly where that met problems, and raises them all."""
    lenient = parse_listing(text, strict=False)
    if lenient.problems:
        with pytest.raises(ListingError) as caught:
            parse_listing(text)
        assert caught.value.problems == lenient.problems
    else:
        assert parse_listing(text) == lenient


@given(st.binary() | ANY_TEXTS.map(lambda text: text.encode(errors="surrogatepass")))
def test_any_bytes_are_read_or_refused_for_their_problems(content: bytes) -> None:
    """Bytes are read as their text is; strict reading refuses exactly what lenient reading finds wrong."""
    lenient = read_listing(io.BytesIO(content), strict=False)
    as_text = parse_listing(content.decode(errors="replace"), strict=False)
    assert lenient.posts == as_text.posts
    assert tuple(problem for problem in lenient.problems if problem.code != "bad-encoding") == as_text.problems
    if lenient.problems:
        with pytest.raises(ListingError) as caught:
            read_listing(io.BytesIO(content))
        assert caught.value.problems == lenient.problems
    else:
        assert read_listing(io.BytesIO(content)) == lenient


@given(ANY_TEXTS)
def test_problems_stand_in_the_text_and_in_its_order(text: str) -> None:
    """Every problem's line and column are places of the text, and the problems come in the order of those places."""
    problems = parse_listing(text, strict=False).problems
    lines = lines_of(text)
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)
    assert all(1 <= column <= max(1, len(lines[line - 1])) for line, column in places)
    assert all(len(str(problem).splitlines()) == 1 for problem in problems)


@given(ANY_TEXTS)
def test_control_characters_are_found_where_they_stand(text: str) -> None:
    """A `control-character` stands at the character that its message names, within the line's white space."""
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


@given(
    st.none() | st.builds("/{}".format, NAMES),
    st.lists(HEAD_LINES, max_size=2),
    DISTINCT_ENTRIES,
    st.booleans(),
    st.booleans(),
)
def test_what_is_written_is_read_back(
    path: str | None, description: list[str], written: list[tuple[Post, str]], counted: bool, strict: bool
) -> None:
    """A listing written by the rules is read back exactly: head, every field of every post, and their order."""
    posts = tuple(post for post, _ in written)
    count = len(posts) if counted else None
    head = [path, *description, None if count is None else f"{count:,} post{'s' * (count > 1)}"]
    text = "".join(f"{line}\n" for line in head if line is not None) + "".join(entry for _, entry in written)
    assert parse_listing(text, strict=strict) == Listing(
        path=path, description=" ".join(description) or None, declared_count=count, posts=posts
    )


@given(DISTINCT_ENTRIES, BAD_ENTRIES, st.data())
def test_a_bad_entry_harms_no_neighbour(
    written: list[tuple[Post, str]], bad: tuple[str, tuple[int, int, str]], data: st.DataObject
) -> None:
    """A bad entry between any two others changes none of them, and is the one problem, at its own line."""
    entry, (line, column, code) = bad
    texts = [text for _, text in written]
    place = data.draw(st.integers(0, len(texts)))
    above = "".join(texts[:place])
    listing = parse_listing(above + entry + "".join(texts[place:]), strict=False)
    assert listing.posts == tuple(post for post, _ in written)
    problems = [(problem.line, problem.column, problem.code) for problem in listing.problems]
    assert problems == [(above.count("\n") + 1 + line, column, code)]


@given(DISTINCT_ENTRIES, st.data())
def test_a_post_said_again_is_read_once(written: list[tuple[Post, str]], data: st.DataObject) -> None:
    """The same entry a second time, anywhere below, adds a problem at its line and no post."""
    texts = [text for _, text in written]
    again = data.draw(st.integers(0, len(texts) - 1))
    place = data.draw(st.integers(again + 1, len(texts)))
    above = "".join(texts[:place])
    listing = parse_listing(above + texts[again] + "".join(texts[place:]), strict=False)
    assert listing.posts == tuple(post for post, _ in written)
    problems = [(problem.line, problem.column, problem.code) for problem in listing.problems]
    assert problems == [(above.count("\n") + 1, 1, "duplicate-post")]


@given(DISTINCT_ENTRIES, st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order_of_the_text(written: list[tuple[Post, str]], random: Any) -> None:
    """The same entries in another order are the same posts, ids included, even where ids had to be told apart."""
    texts = [text for _, text in written]
    texts += [
        f"- {post.day.isoformat()}\n{post.title}\nOnce more, at {number}.\n" for number, (post, _) in enumerate(written)
    ]
    shuffled = random.sample(texts, len(texts))
    assert set(parse_listing("".join(texts)).posts) == set(parse_listing("".join(shuffled)).posts)


@given(st.dates(), st.sampled_from(FORMS))
def test_every_day_is_read_in_every_form(day: date, form: Any) -> None:
    """Each form of a date names the day that it was written from."""
    assert parse_listing(f"- {form(day)}\nTea").posts[0].published == day


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

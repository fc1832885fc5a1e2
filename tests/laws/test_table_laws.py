"""What `to_csv` writes, `read_csv` reads back equal."""

import csv
import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from any_posts import FIRST, LAST, ODD_TAGS, PLAIN_TAGS, posts
from postindex import Post, PostIndex, sources

TEXT = st.sampled_from(
    [
        "=1+1",
        "'",
        "'=1",
        "-",
        "@tea",
        "\ttea",
        "a;b",
        "a, b",
        "a\\",
        "a|b",
        "\\;|,",
        'say "tea"',
        "one\r\ntwo\rthree\nfour",
        " ",
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> list[Post]:
    """Up to four posts, with what tables find hard."""
    drawn = draw(
        st.lists(
            posts(
                st.none() | st.uuids().map(str),
                tags=[*PLAIN_TAGS, *ODD_TAGS, "a;b", "a, b", "x|y", "\\x"],
                first=FIRST,
                last=LAST,
            ),
            max_size=4,
        )
    )
    changed = [post.model_copy(update={"summary": draw(TEXT)}) if draw(st.booleans()) else post for post in drawn]
    return list(PostIndex(changed))


@given(tables())
@settings(max_examples=300)
def test_a_table_is_read_back_equal(drawn: list[Post]) -> None:
    listing = sources.read_csv(sources.to_csv(drawn).encode())
    assert list(listing.posts) == drawn
    assert PostIndex(listing.posts).to_json() == PostIndex(drawn).to_json()
    assert listing.kind == "csv"


@given(tables())
def test_no_cell_is_a_formula(drawn: list[Post]) -> None:
    for row in csv.reader(io.StringIO(sources.to_csv(drawn), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from("title,date\n\r\"';|\\2026-03-22ab"), max_size=200).map(str.encode)
)
@example(b"title,date\n'=,2026-03-22")
@settings(max_examples=300)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    listing = sources.read_csv(content, strict=False)
    assert listing.posts or listing.problems or b"\n" in content or not content.strip()

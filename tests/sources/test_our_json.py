"""Our own JSON: whole documents and rows are read back, and each post that cannot be read is a problem."""

import json
from datetime import date
from typing import Any

import pytest

from postindex import Listing, ListingError, Post, PostIndex, Tag, sources
from postindex.sources import our_json

TEA = Post(title="Tea", published=date(2026, 3, 22), tags=["Cups", Tag("C", slug="c-lang")])
INDEX = PostIndex([TEA, Post(title="Pots", published=date(2026, 3, 1))])
ROW = {"title": "Tea", "published": "2026-03-22"}


def read(document: Any, **options: Any) -> Listing:
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    return sources.read_json(text, **{"strict": False, **options})


def test_documents_and_rows_are_read_back() -> None:
    listing = sources.read_json(INDEX.to_json().encode())
    assert (listing.index, listing.kind, listing.problems) == (INDEX, "json", ())
    assert read(b"\xef\xbb\xbf" + json.dumps(INDEX.to_records(), default=str).encode()).index == INDEX


def test_options() -> None:
    assert read([ROW], today=date(2026, 3, 21)).future == 1
    assert read([{**ROW, "content_html": "<p>a b c</p>"}], words_per_minute=2, content=False).posts == (
        Post(title="Tea", published=date(2026, 3, 22), reading_minutes=2),
    )


@pytest.mark.parametrize("whole", [True, False])
def test_a_post_that_cannot_be_read_is_left_out_with_each_of_its_faults(*, whole: bool) -> None:
    rows = [ROW, {"title": "", "published": "soon"}, 3, {**ROW, "title": "Pots"}]
    listing = read({"version": 1, "posts": rows} if whole else rows)
    assert [post.title for post in listing.posts] == ["Tea", "Pots"]
    assert [problem.code for problem in listing.problems] == ["bad-field"] * 3
    messages = [problem.message for problem in listing.problems]
    assert [message.partition(":")[0] for message in messages] == ["post 1", "post 1", "post 2"]
    assert all(message.endswith("; the post is left out") for message in messages)
    assert "'soon' is not a date" in messages[1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not valid JSON: "),
        (b'{"posts":\n[', "is not valid JSON: "),
        (b"\xff", "is not valid JSON: "),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"posts": [], "posts": []}', "is twice in the object"),
        *((text, "no list of posts; ") for text in (b"{}", b"3", b'"posts"', b'{"posts": 3}')),
        (b'{"version": 2, "posts": []}', "the version of the file is not 1; "),
    ],
)
def test_other_files_are_one_problem(content: bytes, message: str) -> None:
    (problem,) = read(content).problems
    assert problem.code == "bad-file"
    assert message in problem.message
    assert problem.line == (2 if b"\n" in content else 1)
    with pytest.raises(ListingError):
        read(content, strict=True)


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(our_json, "MAX_SIZE", 10)
    assert [problem.code for problem in read([ROW]).problems] == ["too-large"]

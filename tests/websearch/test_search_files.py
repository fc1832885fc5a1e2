"""The files of a search, and the vectors that the engine in a browser is held to."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from postindex import InvalidValue, Post, PostIndex, websearch
from search_questions import answer

TEA = Post(
    title="Tea, twice", published=date(2026, 3, 22), url="https://example.org/tea/", tags=["Tea"], summary="Hot."
)
POTS = Post(title="Pots", published=date(2026, 3, 1), language="en")
VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))


def data_in(folder: Path) -> Any:
    return json.loads((folder / "search.json").read_text(encoding="utf-8"))


def test_the_posts_are_written_newest_first(tmp_path: Path) -> None:
    changed = websearch.write([POTS, TEA], tmp_path / "search")
    assert [path.name for path in changed] == ["search.json", "search.js", "search-box.js"]
    data = data_in(tmp_path / "search")
    assert (data["version"], data["fields"], data["tags"]) == (1, ["title", "tags", "summary"], [["tea", "Tea"]])
    assert data["posts"] == {
        "id": [TEA.id, POTS.id],
        "title": ["Tea, twice", "Pots"],
        "date": ["2026-03-22", "2026-03-01"],
        "url": ["https://example.org/tea/", None],
        "language": [None, "en"],
        "tags": [[0], []],
        "summary": ["Hot.", ""],
    }


def test_unchanged_files_are_not_touched(tmp_path: Path) -> None:
    assert len(websearch.write(PostIndex([TEA]), tmp_path)) == 3
    assert websearch.write([TEA], tmp_path) == ()
    assert websearch.write([TEA, POTS], tmp_path) == (tmp_path / "search.json",)


def test_links_are_those_of_a_function(tmp_path: Path) -> None:
    websearch.write([TEA, POTS], tmp_path, link=lambda post: None if post == POTS else f"/{post.id}/")
    assert data_in(tmp_path)["posts"]["url"] == ["/2026-03-22-tea-twice/", None]


def test_fields_that_are_not_searched_are_left_out(tmp_path: Path) -> None:
    websearch.write([TEA], tmp_path, fields=["title"])
    data = data_in(tmp_path)
    assert (data["fields"], data["tags"]) == (["title"], [])
    assert set(data["posts"]) == {"id", "title", "date", "url"}


def test_no_posts_are_data_too(tmp_path: Path) -> None:
    websearch.write([], tmp_path)
    assert data_in(tmp_path)["posts"] == {"title": []}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"fields": ["body"]}, "is not searched"),
        ({"fields": []}, "names no field"),
        ({"fields": "title"}, "put it in a list"),
        ({"link": "/{slug}/"}, "is not a function"),
        ({"link": lambda _: 3}, "is not a link; .* for 2026-03-22-tea-twice"),
        ({"folder": "\0"}, "is not a path"),
    ],
)
def test_bad_arguments_are_refused_before_anything_is_written(
    options: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValue, match=message):
        websearch.write([TEA], **{"folder": tmp_path / "search", **options})
    assert not (tmp_path / "search").exists()


@pytest.mark.parametrize("number", range(len(VECTORS["questions"])))
def test_the_library_answers_the_vectors(number: int) -> None:
    index = PostIndex.from_records(VECTORS["posts"])
    assert answer(index, VECTORS["questions"][number]) == VECTORS["answers"][number]

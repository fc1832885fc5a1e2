"""Layouts of real pages: those beside the project, where they are, are read as `fit_layouts.py` reports."""

import json
from collections import Counter
from pathlib import Path

import pytest

from postindex import parse_listing
from postindex.listing.layouts import infer_posts

LEAST_TAKEN, LEAST_WHOLE, MOST_INVENTED = 0.8, 0.97, 0.005
LISTINGS = ("listings/blog.txt", "corpora/18f.listing.txt", "corpora/goblog.listing.txt", "corpora/ruby_ja.listing.txt")


@pytest.fixture(scope="module")
def shared(root: Path) -> Path:
    folder = root.parent / "shared"
    if not (folder / "listings" / "wild").is_dir():
        pytest.skip("no pages beside the project: ../shared/listings/wild")
    return folder


@pytest.mark.parametrize("browser", ["lynx", "w3m"])
def test_most_pages_are_read_whole(shared: Path, browser: str) -> None:
    counts: Counter[str] = Counter()
    for path in sorted((shared / "listings" / "wild").glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.removesuffix(".truth.json")
        text = (path.parent / f"{name}.{browser}.txt").read_text(encoding="utf-8", errors="replace")
        inference = infer_posts(text)
        if truth.get("text") == "refuse":
            assert not inference.proven, name
            continue
        posts = Counter((" ".join(post["title"].split()), post["date"]) for post in truth["posts"] if post.get("title"))
        right = (posts & Counter((post.title, str(post.day)) for post in inference.posts)).total()
        counts["pages"] += 1
        if inference.proven:
            counts.update(taken=1, posts=len(inference.posts), invented=len(inference.posts) - right)
            counts["whole"] += right >= 0.95 * posts.total()
    assert counts["taken"] >= LEAST_TAKEN * counts["pages"], counts
    assert counts["whole"] >= LEAST_WHOLE * counts["taken"], counts
    assert counts["invented"] <= MOST_INVENTED * counts["posts"], counts


@pytest.mark.parametrize("browser", ["lynx", "w3m"])
def test_pages_that_list_no_posts_are_refused(shared: Path, browser: str) -> None:
    folder = shared / "listings" / "negatives"
    kinds = json.loads((folder / "META.json").read_text(encoding="utf-8"))
    for name in [name for name, kind in kinds.items() if not kind["arguable"]]:
        text = (folder / f"{name}.{browser}.txt").read_text(encoding="utf-8", errors="replace")
        assert not infer_posts(text).proven, name


@pytest.mark.parametrize("path", LISTINGS)
def test_strict_listings_have_the_same_posts(shared: Path, path: str) -> None:
    text = (shared / path).read_text(encoding="utf-8")
    inference = infer_posts(text)
    assert inference.proven, str(inference)
    strict = [(post.title, post.published) for post in parse_listing(text).posts]
    assert [(post.title, post.day) for post in inference.posts] == strict

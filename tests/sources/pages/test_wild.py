"""Pages of real blogs, where they are beside the checkout: most are read whole, and no post is invented."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from postindex import Listing, ListingError
from postindex.sources import read_page

PAGES = Path(__file__).parents[4] / "shared" / "listings"

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the pages of real blogs are not beside the checkout")


def shown(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("[\u200b\u200c\u2060\ufeff\u00ad]", "", text)).strip()


def read(path: Path, *, strict: bool) -> Listing | None:
    try:
        return read_page(path, strict=strict)
    except ListingError:
        return None


def truths() -> dict[Path, Any]:
    found = {
        path: json.loads(path.read_text(encoding="utf-8")) for path in sorted((PAGES / "wild").glob("*.truth.json"))
    }
    return {path.with_name(path.name.replace(".truth.json", ".html")): truth for path, truth in found.items()}


def test_most_pages_are_read_whole() -> None:
    counts: Counter[str] = Counter()
    for path, truth in truths().items():
        expected = Counter((shown(post["title"]), post["date"]) for post in truth["posts"] if post.get("title"))
        lenient = read_page(path, strict=False)
        posts = Counter((shown(post.title), str(post.day)) for post in lenient.posts)
        right = sum((expected & posts).values())
        taken = all(problem.severity == "warning" for problem in lenient.problems)
        if truth.get("html", "read") == "refuse":
            counts["taken in error"] += taken
            continue
        counts.update({"pages": 1, "posts": sum(expected.values()), "right": right})
        if taken:
            whole = right >= 0.95 * sum(expected.values())
            counts.update(
                {"taken": 1, "whole": whole, "read": sum(posts.values()), "invented": sum(posts.values()) - right}
            )
    assert counts["taken"] >= 0.88 * counts["pages"]
    assert counts["whole"] >= 0.98 * counts["taken"]
    assert counts["invented"] <= 0.002 * counts["read"]
    assert counts["right"] >= 0.96 * counts["posts"]
    assert counts["taken in error"] == 0


def test_links_are_kept_as_written() -> None:
    for path in list(truths())[::8]:
        content = path.read_bytes()
        listing = read_page(content, strict=False)
        for origin in listing.origins:
            href = (origin.href or "").replace("&", "&amp;").encode()
            assert href in content or (origin.href or "").encode() in content


def test_clear_pages_without_posts_are_refused() -> None:
    kinds = json.loads((PAGES / "negatives" / "META.json").read_text(encoding="utf-8"))
    clear = [PAGES / "negatives" / f"{name}.html" for name, kind in kinds.items() if not kind["arguable"]]
    assert clear
    assert [path.name for path in clear if read(path, strict=True)] == []

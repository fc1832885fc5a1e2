"""Index pages of real blogs, as HTML and as text: how many are taken, how many of these are whole, what is invented.

The pages are not part of the checkout; where they are missing, the part says so. Titles, days and links are compared
with what people saw on the pages.
"""

import inspect
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from timing import table_of

from postindex import Listing, ListingError, read_listing
from postindex.sources import read_page

PAGES = Path(__file__).parents[3] / "shared" / "listings" / "wild"
TEXTS = {"lynx": "lynx.txt", "w3m": "w3m.txt", "lynx, 80 columns": "lynx80.txt", "w3m, 80 columns": "w3m80.txt"}

_WHOLE = 0.95  # of a page's posts
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]")

Read = Callable[..., Listing]


def renderers() -> dict[str, tuple[str, Read]]:
    """Return the kinds of files, by name: how their names end, and what reads them."""
    kinds: dict[str, tuple[str, Read]] = {"HTML": ("html", read_page)}
    if "layout" in inspect.signature(read_listing).parameters:
        options: dict[str, Any] = {"layout": "auto"}
        kinds |= {name: (ending, partial(read_listing, **options)) for name, ending in TEXTS.items()}
    return kinds


def measure(folder: Path, ending: str, read: Read) -> Counter[str]:
    """Count the pages of a folder, those that are taken, and their posts."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("*.truth.json")):
        page = path.with_name(path.name.replace("truth.json", ending))
        truth = json.loads(path.read_text(encoding="utf-8"))
        if page.exists() and truth.get("html" if ending == "html" else "text", "read") == "read":
            counts += _measure_page(page, read, truth)
    return counts


def _measure_page(page: Path, read: Read, truth: dict[str, Any]) -> Counter[str]:
    expected = Counter((_visible(post["title"]), post["date"]) for post in truth["posts"] if post.get("title"))
    posts = Counter((_visible(post.title), str(post.day)) for post in read(page, strict=False).posts)
    right, size = sum((expected & posts).values()), sum(expected.values())
    counts = Counter({"pages": 1, "posts": size, "right": right})
    try:
        read(page)
    except ListingError:
        return counts
    read_posts = sum(posts.values())
    return counts + Counter(taken=1, whole=right >= _WHOLE * size, read=read_posts, invented=read_posts - right)


def _visible(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def run(_sizes: Sequence[int], console: Console) -> None:
    """Print a row for each kind of file."""
    if not PAGES.is_dir():
        console.print("Left out, as the pages of real blogs are not beside the checkout: pages.")
        return
    rows = {name: _row(measure(PAGES, ending, read)) for name, (ending, read) in renderers().items()}
    columns = ["pages of blogs", "all", "taken", "of these whole", "posts invented", "posts with strict=False"]
    console.print(table_of(columns, rows))


def _row(counts: Counter[str]) -> tuple[str, ...]:
    figures = [str(counts[figure]) for figure in ("pages", "taken", "whole", "invented")]
    return (*figures, f"{counts['right'] / max(1, counts['posts']):.1%}")

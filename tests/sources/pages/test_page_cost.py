"""Pages of any kind are read in a number of steps that grows with their length."""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from page_themes import TEA, cards, list_of_links
from postindex.sources import read_page
from postindex.sources.pages import agreement

HOSTILE: dict[str, Callable[[int], str]] = {
    "deep": lambda size: "<div>2024-01-05 " * size,
    "wide": lambda size: "<ul>" + "<li>2024-01-05 <a href=/x>Tea and pots</a>" * size,
    "dates in one text": lambda size: "<p>" + "2024-01-05 " * size,
    "dates in paragraphs": lambda size: "<p>2024-01-05" * size,
    "distinct classes": lambda size: "".join(
        f"<p class=c{n:b}x>2024-01-05 <a href=/{n}>Tea number {n}</a></p>".replace("0", "o", 1) for n in range(size)
    ),
    "links in one line": lambda size: "<p>2024-01-05 " + "<a href=/x>a</a>: " * size,
    "cards": lambda size: cards([TEA._replace(title=f"Tea number {n}", href=f"/{n}") for n in range(size)]),
    "one list": lambda size: list_of_links([TEA._replace(title=f"Tea number {n}", href=f"/{n}") for n in range(size)]),
    "a date and many titles": lambda size: "<div><p>2024-01-05</p>" + "<h2 class=title><a href=/x>Tea</a></h2>" * size,
    "months": lambda size: "<h3>May 2024</h3><p>May 5 <a href=/x>Tea and pots</a>" * size,
    "large attribute": lambda size: f'<ul class="{"tag c " * size}">' + "<li>2024-01-05 <a href=/x>Tea</a>" * 50,
}


def steps(action: Callable[[], Any]) -> int:
    """Return how many lines of Python an action runs."""
    count = 0

    def note(_frame: FrameType, _event: str, _argument: object) -> Any:
        nonlocal count
        count += 1
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_steps_grow_with_the_length(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "readings_of", lambda _: [])  # those of the text have a test of their own
    make = HOSTILE[name]
    few, many = (steps(partial(read_page, make(size).encode(), strict=False)) for size in (150, 600))
    assert many < 4.6 * few

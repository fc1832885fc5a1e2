from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier

import pytest

from postindex import Post, PostIndex, Tag
from postindex.index.postings import Postings
from postindex.index.related import _NumberedTags

POSTS = [
    Post(title="Old", published=date(2025, 1, 1), tags=["a"]),
    Post(title="New", published=date(2026, 3, 22), tags=["A", "b"]),
    Post(title="Middle", published=date(2025, 6, 1)),
]
THREADS = 8


def in_threads(ask: Callable[[], object]) -> list[object]:
    barrier = Barrier(THREADS)

    def wait_and_ask() -> object:
        barrier.wait()
        return ask()

    with ThreadPoolExecutor(THREADS) as pool:
        return [asked.result() for asked in [pool.submit(wait_and_ask) for _ in range(THREADS)]]


def test_posts_are_newest_first_and_positions_ascend() -> None:
    postings = Postings(POSTS)
    assert [post.title for post in postings.posts] == ["New", "Middle", "Old"]
    assert postings.days == sorted(postings.days)
    assert postings.by_id == {"2026-03-22-new": 0, "2025-06-01-middle": 1, "2025-01-01-old": 2}
    assert postings.by_tag == {Tag("a"): [0, 2], Tag("b"): [0]}


def test_a_tag_has_the_name_that_its_newest_post_gives_it() -> None:
    assert [tag.name for tag in Postings(POSTS).by_tag] == ["A", "b"]


def test_the_carriers_of_a_tag_are_its_positions() -> None:
    postings = Postings(POSTS)
    assert [list(postings.carriers(Tag(name))) for name in ("a", "A", "b", "c")] == [[0, 2], [0, 2], [0], []]
    assert postings.carriers(Tag("a")) is postings.carriers(Tag("A"))


def test_an_engine_is_built_once_for_all_threads() -> None:
    postings = Postings(POSTS)
    built: list[object] = []

    def build(asked: Postings) -> object:
        assert len(asked.by_tag) == 2  # one engine may ask for another while it is built
        built.append(object())
        return built[-1]

    assert in_threads(lambda: postings.engine(build)) == built * THREADS
    assert len(built) == 1


def test_a_table_built_by_another_thread_is_used() -> None:
    postings = Postings(POSTS)

    def build(asked: Postings) -> str:
        return f"built here of {len(asked.posts)}"

    @contextmanager
    def late() -> Iterator[None]:
        postings._engines[build] = "built there"
        yield

    postings._lock = late()  # type: ignore[assignment]  # the one moment that threads cannot be told to meet in
    assert postings.engine(build) == "built there"


def test_an_engine_that_fails_is_tried_again() -> None:
    postings = Postings(POSTS)
    failures = [ValueError("once")]

    def build(asked: Postings) -> int:
        if failures:
            raise failures.pop()
        return len(asked.posts)

    with pytest.raises(ValueError, match="once"):
        postings.engine(build)
    assert postings.engine(build) == 3


def test_threads_that_ask_first_at_the_same_time_get_equal_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = PostIndex(POSTS)
    answers = (expected.search("midle"), expected.related(expected[0]), expected.tagged("a"), dict(expected.tags))
    builds: list[Postings] = []
    build = _NumberedTags.__init__

    def counted(self: _NumberedTags, postings: Postings) -> None:
        builds.append(postings)
        build(self, postings)

    monkeypatch.setattr(_NumberedTags, "__init__", counted)
    index = PostIndex(POSTS)
    asked = in_threads(
        lambda: (index.search("midle"), index.related(index[0]), index.tagged("a"), dict(index.tags)),
    )
    assert asked == [answers] * THREADS
    assert builds == [index._postings]

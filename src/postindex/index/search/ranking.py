"""Ranking: the posts that have a query's words, the best first."""

from collections.abc import Container, Iterator, Sequence
from heapq import heappop, heappush, nsmallest
from itertools import count, islice
from typing import NamedTuple

from postindex.index.search.query_terms import Formula
from postindex.index.search.scoring import TermScorer, Tier
from postindex.index.search.word_index import Members
from postindex.models import Post

WINDOW = 10  # of the best posts, which are compared by the place of the words in their titles


class Ranked(NamedTuple):
    """A post by its position, its score, and how well the words stand in its title."""

    score: float
    position: int
    place: float


class Placed(NamedTuple):
    """The posts that stand out by their titles, newest first: the title is the query, or has its words in a row."""

    titled: Sequence[int]
    in_a_row: Sequence[int]


class _Cell(NamedTuple):
    """Posts that get the same points for the first `depth` words: those of a set, or of a tier; None stands for all."""

    depth: int
    matched: int
    points: int
    posts: Members | Tier | None


class Ranking:
    """The words of a query, the heaviest first, and the posts that have some of them."""

    def __init__(self, asked: Sequence[TermScorer], *, titles: bool = True) -> None:
        self._titles = titles  # whether they are searched
        self._formula = Formula([each.reading for each in asked])
        self._asked = sorted(asked, key=lambda each: (-each.reading.rarity, each.reading.typed))
        # What the words from the n-th on can give at best.
        self._points_left = [sum(each.best for each in self._asked[n:]) for n in range(len(asked) + 1)]
        self._words_left = [sum(each.best > 0 for each in self._asked[n:]) for n in range(len(asked) + 1)]

    def best(
        self, posts: Sequence[Post], among: Members | None, without: Members, placed: Placed, limit: int
    ) -> list[Ranked]:
        """Return the best posts of `among` that are not in `without`; equal scores by position, ascending."""
        kept = max(WINDOW, limit)
        found = self._first(among, without, kept)
        # The window is the same for any limit, so that a score does not depend on it.
        titled, in_a_row = (
            frozenset(islice((p for p in each if _is_in(p, among, without)), most))
            for each, most in zip(placed, (kept, WINDOW), strict=True)
        )
        for position in titled | in_a_row:
            points = [each.points_of(position) for each in self._asked]
            if any(points):
                found[position] = sum(points), sum(each > 0 for each in points)
        firsts = sorted(found, key=lambda position: (-self._formula.score(*found[position], 1.0), position))
        window = in_a_row.union(firsts[:WINDOW])
        ranked = []
        for position in firsts:
            place = 0.0
            if self._titles and position in window | titled:
                place = 1.0 if position in titled else self._formula.place(posts[position].title)
            ranked.append(Ranked(self._formula.score(*found[position], place), position, place))
        return sorted(ranked, key=lambda each: (-each.score, each.position))[:limit]

    def _first(self, among: Members | None, without: Members, kept: int) -> dict[int, tuple[int, int]]:
        """Return the points and the number of words of so many best posts, and of all that are no worse.

        The posts are divided by the first word, each part by the next, and so on: always the part that may hold the
        best post (Hart, Nilsson and Raphael, A formal basis for the heuristic determination of minimum cost paths,
        1968). A post may come in several parts; the first time is the best.
        """
        found: dict[int, tuple[int, int]] = {}
        tickets = count()
        parts = [(-1.0, next(tickets), iter((_Cell(0, 0, 0, among),)))]  # each begins with its best
        worst = 0.0
        while parts:
            bound, _, cells = heappop(parts)
            if len(found) >= kept and -bound < worst:
                break
            if (cell := next(cells, None)) is None or not (best := self._best_in(cell)):
                continue
            heappush(parts, (-best, next(tickets), cells))
            if best < -bound:
                heappush(parts, (-best, next(tickets), iter((cell,))))
            elif cell.depth < len(self._asked):
                heappush(parts, (-best, next(tickets), self._divided(cell, without)))
            else:
                worst = best
                for position in self._newest(cell, found, without, kept):
                    found[position] = (cell.points, cell.matched)
        return found

    def _best_in(self, cell: _Cell) -> float:
        matched = cell.matched + self._words_left[cell.depth]
        return self._formula.score(cell.points + self._points_left[cell.depth], matched, 1.0)

    def _divided(self, cell: _Cell, without: Members) -> Iterator[_Cell]:
        depth, matched, points, posts = cell
        asked = self._asked[depth]
        if isinstance(posts, Tier):
            posts = posts.members() - without
        if posts is not None:
            for more, alike in asked.divided(posts):
                yield _Cell(depth + 1, matched + (more > 0), points + more, alike)
            return
        for tier in asked.tiers:
            yield _Cell(depth + 1, matched + 1, points + tier.points, tier)
        yield _Cell(depth + 1, matched, points, None)

    def _newest(self, cell: _Cell, found: Container[int], without: Members, kept: int) -> list[int]:
        """Return so many posts of a part that are not found yet, newest first."""
        if not isinstance(cell.posts, Tier):
            return nsmallest(kept, (position for position in cell.posts or () if position not in found))
        return list(islice((p for p in cell.posts.newest_first() if p not in found and p not in without), kept))


def _is_in(position: int, among: Members | None, without: Members) -> bool:
    return (among is None or position in among) and position not in without

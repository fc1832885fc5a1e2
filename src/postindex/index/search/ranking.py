"""Rank the posts that have the terms of a query, best first."""

from collections.abc import Container, Iterator, Sequence
from heapq import heappop, heappush, nsmallest
from itertools import count, islice
from typing import NamedTuple

from postindex.index.search.scoring import Formula, TermScorer, Tier
from postindex.index.search.word_index import Members, WordIndex

WINDOW = 10  # of the best posts, whose titles are compared by the place of the terms
_MAX_TWINS = 100


class RankedPost(NamedTuple):
    """A post by its score, its position, and the place of the terms in its title."""

    score: float
    position: int
    place: float


class TitlePositions(NamedTuple):
    """Posts that match by their titles, newest first: the title is the query, or has its words in a row."""

    titled: Sequence[int]
    in_a_row: Sequence[int]


class _Cell(NamedTuple):
    """Posts with equal points for the first `depth` terms: those of a set or of a tier; None stands for all posts."""

    depth: int
    matched: int
    points: int
    posts: Members | Tier | None


class Ranking:
    """The terms of a query, the heaviest first, and the posts that have some of them."""

    def __init__(self, words: WordIndex, scorers: Sequence[TermScorer]) -> None:
        self._words = words
        self._formula = Formula([scorer.term for scorer in scorers])
        self._scorers = sorted(scorers, key=lambda scorer: (-scorer.term.rarity, scorer.term.typed))
        # The most that the terms from the n-th on can add.
        self._points_left = [sum(s.best for s in self._scorers[n:]) for n in range(len(scorers) + 1)]
        self._terms_left = [sum(s.best > 0 for s in self._scorers[n:]) for n in range(len(scorers) + 1)]

    def best(
        self, among: Members | None, without: Members, titles: TitlePositions, limit: int, *, titles_count: bool = True
    ) -> list[RankedPost]:
        """Return the best posts of `among` that are not in `without`; equal scores by position, ascending.

        Posts with the title of the best one come next to it if they have the same terms. `titles_count` is whether
        titles are searched.
        """
        kept = max(WINDOW, limit)
        candidates = self._candidates(among, without, kept)
        # The window is the same for any limit, so that a score does not depend on it.
        titled, in_a_row = (
            frozenset(islice((p for p in positions if _is_in(p, among, without)), most))
            for positions, most in zip(titles, (kept, WINDOW), strict=True)
        )
        for position in titled | in_a_row:
            points = self._points(position)
            if any(points):
                candidates[position] = sum(points), sum(each > 0 for each in points)
        by_bound = sorted(candidates, key=lambda position: (-self._formula.score(*candidates[position], 1.0), position))
        window = in_a_row.union(by_bound[:WINDOW])
        ranked = []
        for position in by_bound:
            place = 0.0
            if titles_count and position in window | titled:
                place = 1.0 if position in titled else self._formula.place(self._words.posts[position].title)
            ranked.append(RankedPost(self._formula.score(*candidates[position], place), position, place))
        ranked.sort(key=lambda post: (-post.score, post.position))
        if ranked and ranked[0].place:
            twins = self._twins(ranked[0], among, without)
            ranked = [*twins, *(post for post in ranked if post.position not in {twin.position for twin in twins})]
        return ranked[:limit]

    def _twins(self, best: RankedPost, among: Members | None, without: Members) -> list[RankedPost]:
        """Return the best post, and the newest others that have its title and the terms that it has."""
        title, of_best = self._words.posts[best.position].title, self._points(best.position)
        twins = [best]
        same_title = (p for p in self._words.titled(title) if p != best.position and _is_in(p, among, without))
        for position in islice(same_title, _MAX_TWINS):
            points = self._points(position)
            if all(points[number] for number, each in enumerate(of_best) if each):
                score = self._formula.score(sum(points), sum(each > 0 for each in points), best.place)
                twins.append(RankedPost(score, position, best.place))
        return sorted(twins, key=lambda post: (-post.score, post.position))

    def _points(self, position: int) -> list[int]:
        return [scorer.points_of(position) for scorer in self._scorers]

    def _candidates(self, among: Members | None, without: Members, kept: int) -> dict[int, tuple[int, int]]:
        """Return points and number of matched terms of the `kept` best posts, and of all posts equal to the last.

        Posts are divided by the first term, each part by the next, and so on; always the part that may hold the best
        post (Hart, Nilsson and Raphael, A formal basis for the heuristic determination of minimum cost paths, 1968). A
        post may be in several parts; the first is the best.
        """
        candidates: dict[int, tuple[int, int]] = {}
        tickets = count()
        parts = [(-1.0, next(tickets), iter((_Cell(0, 0, 0, among),)))]  # each begins with its best cell
        worst = 0.0
        while parts:
            bound, _, cells = heappop(parts)
            if len(candidates) >= kept and -bound < worst:
                break
            if (cell := next(cells, None)) is None or not (best := self._bound(cell)):
                continue
            heappush(parts, (-best, next(tickets), cells))
            if best < -bound:
                heappush(parts, (-best, next(tickets), iter((cell,))))
            elif cell.depth < len(self._scorers):
                heappush(parts, (-best, next(tickets), self._divided(cell, without)))
            else:
                worst = best
                for position in self._newest(cell, candidates, without, kept):
                    candidates[position] = (cell.points, cell.matched)
        return candidates

    def _bound(self, cell: _Cell) -> float:
        matched = cell.matched + self._terms_left[cell.depth]
        return self._formula.score(cell.points + self._points_left[cell.depth], matched, 1.0)

    def _divided(self, cell: _Cell, without: Members) -> Iterator[_Cell]:
        depth, matched, points, posts = cell
        scorer = self._scorers[depth]
        if isinstance(posts, Tier):
            posts = posts.members() - without
        if posts is not None:
            for more, members in scorer.divided(posts):
                yield _Cell(depth + 1, matched + (more > 0), points + more, members)
            return
        for tier in scorer.tiers:
            yield _Cell(depth + 1, matched + 1, points + tier.points, tier)
        yield _Cell(depth + 1, matched, points, None)

    def _newest(self, cell: _Cell, known: Container[int], without: Members, kept: int) -> list[int]:
        """Return the `kept` newest posts of a cell that are not known yet, newest first."""
        if not isinstance(cell.posts, Tier):
            return nsmallest(kept, (position for position in cell.posts or () if position not in known))
        return list(islice((p for p in cell.posts.newest_first() if p not in known and p not in without), kept))


def _is_in(position: int, among: Members | None, without: Members) -> bool:
    return (among is None or position in among) and position not in without

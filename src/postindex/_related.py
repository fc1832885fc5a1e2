"""Related posts: cosine similarity of tag sets, each tag weighed by how rare it is."""

from collections import defaultdict
from dataclasses import dataclass
from heapq import nsmallest
from math import log, sqrt

from postindex._postings import Positions, Postings
from postindex.models import Post, Tag

_SCALE = 1 << 20  # of a weight, kept as a whole number
_DIGITS = 12  # of a score: what is nearer than that is a tie, whatever way it was computed


@dataclass(frozen=True, slots=True)
class Related:
    r"""A post related to another: its score (0.0–1.0, higher is nearer), and the tags that both carry, rarest first.

    >>> from postindex import parse_listing
    >>> text = "- 2026-03-22\nLoki\n- /logs\n- 2026-03-01\nTempo\n- /logs\n- 2026-02-01\nTea\n- /leaves"
    >>> nearest, = parse_listing(text).index.related("2026-03-22-loki")
    >>> nearest.post.title, nearest.score, nearest.shared
    ('Tempo', 1.0, (Tag('logs'),))
    """

    post: Post
    score: float
    shared: tuple[Tag, ...]

    def __repr__(self) -> str:
        return f"<Related {self.score:.2f} {self.post.title!r} by {', '.join(tag.name for tag in self.shared)}>"


def related(postings: Postings, within: Positions, post: Post, limit: int, min_score: float) -> tuple[Related, ...]:
    """Rank the posts of `within` by the cosine of idf-weighted tag vectors, nearest first.

    A tag's weight is ln(N / n), N posts of which n carry it, so a tag on every post weighs nothing. Ties: the post that
    is closer in time, then the newer, then the smaller id. Source: Manning, Raghavan and Schütze, Introduction to
    Information Retrieval (2008), section 6.3.
    """
    weights, norms = postings.engine(_weights), postings.engine(_norms)
    products: dict[int, int] = defaultdict(int)
    for tag in post.tags:
        if weight := weights.get(tag, 0):
            for position in postings.by_tag[tag]:
                products[position] += weight * weight
    rarest = round(log(len(postings.posts) or 1) * _SCALE)  # what a tag weighs that no post of the index carries
    own = _norm(post, weights, rarest)
    days, day = postings.days, -post.day.toordinal()
    itself = postings.by_id.get(post.id)
    among = within if isinstance(within, range) else frozenset(within)
    ranked = []
    for position, product in products.items():
        if position in among and position != itself:
            score = round(product / sqrt(own * norms[position]), _DIGITS)
            if score >= min_score:
                ranked.append((-score, abs(days[position] - day), position))
    best = [(postings.posts[position], -score) for score, _, position in nsmallest(limit, ranked)]
    return tuple(Related(other, score, _shared(post, other, weights)) for other, score in best)


def _shared(post: Post, other: Post, weights: dict[Tag, int]) -> tuple[Tag, ...]:
    return tuple(sorted(set(post.tags).intersection(other.tags), key=lambda tag: (-weights.get(tag, 0), tag)))


def _weights(postings: Postings) -> dict[Tag, int]:
    # Whole numbers: their sums are exact, so a score cannot depend on the order in which tags are added.
    total = len(postings.posts)
    return {tag: round(log(total / len(positions)) * _SCALE) for tag, positions in postings.by_tag.items()}


def _norms(postings: Postings) -> list[int]:
    weights = postings.engine(_weights)
    return [_norm(post, weights) for post in postings.posts]


def _norm(post: Post, weights: dict[Tag, int], unknown: int = 0) -> int:
    return sum(weights.get(tag, unknown) ** 2 for tag in post.tags)

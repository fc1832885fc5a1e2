"""The posts most similar to a target by their tags: a branch and bound search over sets of posts."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace
from itertools import accumulate
from operator import or_

from postindex.index.bits import bits_of, by_count, highest_of, packed, unpacked

Similarity = Callable[[int, int, int], float]  # of the weights shared, of one post, of the other: 0.0–1.0

_SCORE_DIGITS = 12  # scores that agree to so many digits are equal
_ROUNDING = 10**-_SCORE_DIGITS  # rounding raises a score by less than this
# Up to so many posts for each undecided group, and more with a high limit, are scored one by one, because splitting
# them by tags would take more steps than there are posts.
_FEW_POSTS = 2
_BLOCKS = 128  # of positions: for each, the posts from its first position on are stored as bits


class WeightOrder:
    """Posts sorted by weight, the sum of the weights of their tags; the lightest has the highest bit.

    A similarity must not decrease with the shared weight, and must not increase with the other post's weight. Of posts
    that share the same weight with the target, the lightest is then the most similar: the highest bit of a set. Posts
    of equal weight are adjacent, the newest highest.

    - `carried`: the numbers of each position's tags.
    - `weights`: the weight of each tag.
    - `days`: the ordinal of each position's day, descending.
    """

    def __init__(self, carried: Sequence[Sequence[int]], weights: Sequence[int], days: Sequence[int]) -> None:
        self.carried, self.weights, self.days = carried, weights, days
        size = len(carried)
        weight = [sum(map(weights.__getitem__, tags)) for tags in carried]
        self.position = sorted(range(size), key=lambda position: (weight[position], position), reverse=True)
        self.bit = [0] * size  # of each position
        for bit, position in enumerate(self.position):
            self.bit[position] = bit
        self.weight = [weight[position] for position in self.position]
        self.day = [days[position] for position in self.position]
        self.lowest = list(range(size))  # for each bit, the lowest bit of equal weight
        for bit in range(1, size):
            if self.weight[bit] == self.weight[bit - 1]:
                self.lowest[bit] = self.lowest[bit - 1]
        self._carriers = self._packed_carriers()
        self._block = size // _BLOCKS + 1
        starts = range(0, size, self._block)
        blocks = [self.bits_at(range(start, min(start + self._block, size))) for start in starts]
        self._from_block = list(accumulate(reversed(blocks), or_, initial=0))[::-1]

    def _packed_carriers(self) -> list[int | Sequence[int]]:
        carriers: list[list[int]] = [[] for _ in self.weights]
        for bit, tags in zip(self.bit, self.carried, strict=True):
            for tag in tags:
                if self.weights[tag]:
                    carriers[tag].append(bit)
        return [packed(bits, len(self.bit)) for bits in carriers]

    def bits_at(self, positions: Iterable[int]) -> int:
        """Return the posts at these positions."""
        return bits_of(map(self.bit.__getitem__, positions), len(self.bit))

    def carriers(self, tag: int) -> int:
        """Return the posts with a tag."""
        return unpacked(self._carriers[tag], len(self.bit))

    def span(self, first: int, stop: int) -> int:
        """Return the posts at the positions from `first` to below `stop`."""
        return self._since(first) ^ self._since(max(first, stop))

    def _since(self, first: int) -> int:
        block = -(-first // self._block)
        return self._from_block[block] | self.bits_at(range(first, min(block * self._block, len(self.bit))))


@dataclass(frozen=True, slots=True)
class Target:
    """The tags by number, their total weight, and the day as ordinal that posts are compared with.

    The weight may exceed that of `tags`, because the target may have tags that no other post has.
    """

    tags: frozenset[int]
    weight: int
    day: int


class NearestSearch:
    """One search for the posts most similar to a target, best first.

    Tags of equal weight form a group. A node is a set of posts for which the first few groups are decided: all posts of
    the set have as many tags of each. The weight of these plus that of all undecided tags is an upper bound of the
    shared weight, and so bounds the score. The search splits the node with the highest bound by its next group, until
    no bound exceeds the worst result.

    Nodes of few posts are not split. The number of splits is therefore below the number of posts times the logarithm of
    the number of tags.
    """

    def __init__(
        self, order: WeightOrder, target: Target, similarity: Similarity, limit: int, min_score: float
    ) -> None:
        self._order, self._target, self._similarity = order, target, similarity
        self._limit = limit
        self._threshold = min_score  # the score that a post needs to become a result
        carriers: dict[int, list[int]] = {}  # of the tags of each weight
        for tag in target.tags:
            if weight := order.weights[tag]:
                carriers.setdefault(weight, []).append(order.carriers(tag))
        self._groups = sorted(carriers.items(), reverse=True)
        weights = [weight * len(group) for weight, group in reversed(self._groups)]
        self._undecided = [*accumulate(weights, initial=0)][::-1]  # total weight of the groups from each on
        self._nodes: list[
            tuple[float, int, int, int]
        ] = []  # a heap: bound negated, undecided groups, posts, shared weight
        self._best: list[tuple[float, int, int]] = []  # a heap, worst first: score, days apart and position negated

    def run(self, candidates: int) -> list[tuple[float, int]]:
        """Return score and position of the most similar candidates, best first."""
        nodes = self._nodes
        if self._limit:
            self._add(0, candidates, 0)
        while nodes and -nodes[0][0] >= self._threshold:
            _, undecided, posts, shared = heappop(nodes)
            if posts.bit_count() <= _FEW_POSTS * undecided + self._limit // 8:
                self._take_each(posts)
            elif undecided:
                depth = len(self._groups) - undecided
                weight, carriers = self._groups[depth]
                for part in by_count(posts, carriers):
                    self._add(depth + 1, part, shared)
                    shared += weight
            else:
                self._take_lightest(posts, shared)
        return [(score, -position) for score, _, position in sorted(self._best, reverse=True)]

    def _add(self, depth: int, posts: int, shared: int) -> None:
        most = shared + self._undecided[depth]
        if posts and most:
            # A post weighs at least what it shares, and at least as much as the lightest of the set.
            lightest = self._order.weight[posts.bit_length() - 1]
            bound = self._similarity(most, self._target.weight, max(most, lightest)) + _ROUNDING
            if bound >= self._threshold:
                heappush(self._nodes, (-bound, len(self._groups) - depth, posts, shared))

    def score(self, position: int) -> float:
        """Return the score of one post."""
        bit = self._order.bit[position]
        shared = self._shared_weight(bit)
        return self._score(shared, bit) if shared else 0.0

    def _shared_weight(self, bit: int) -> int:
        """Return the weight of the tags that a post shares with the target."""
        weights, tags = self._order.weights, self._target.tags
        return sum([weights[tag] for tag in self._order.carried[self._order.position[bit]] if tag in tags])

    def _score(self, shared: int, bit: int) -> float:
        return round(self._similarity(shared, self._target.weight, self._order.weight[bit]), _SCORE_DIGITS)

    def _take_each(self, posts: int) -> None:
        for bit in highest_of(posts, posts.bit_count()):
            if shared := self._shared_weight(bit):
                self._take(self._score(shared, bit), [bit])

    def _take_lightest(self, posts: int, shared: int) -> None:
        """Take the lightest of posts that share the same weight, and put the others back."""
        lowest = self._order.lowest[posts.bit_length() - 1]
        lightest = posts >> lowest
        self._take(self._score(shared, lowest), self._closest(lightest, lowest))
        self._add(len(self._groups), posts ^ (lightest << lowest), shared)

    def _take(self, score: float, bits: Iterable[int]) -> None:
        """Add posts of equal score to the results, and drop the worst results beyond the limit."""
        if score < self._threshold:
            return
        best, limit, order, day = self._best, self._limit, self._order, self._target.day
        for bit in bits:
            result = (score, -abs(order.day[bit] - day), -order.position[bit])
            if len(best) < limit:
                heappush(best, result)
            elif result > best[0]:
                heapreplace(best, result)
        if len(best) == limit:
            self._threshold = best[0][0]

    def _closest(self, posts: int, lowest: int) -> list[int]:
        """Return the bits of posts of equal weight: all up to the limit, or those that may be closest in days."""
        if posts.bit_count() <= self._limit:
            return [lowest + bit for bit in highest_of(posts, self._limit)]
        days, stop = self._order.day, lowest + posts.bit_length()
        split = bisect_right(days, self._target.day, lowest, stop) - lowest  # the bits from here on are newer
        newer = posts >> split << split
        closest = highest_of(posts ^ newer, self._limit)
        enough = len(closest) + self._limit
        while newer and len(closest) < enough:
            day = days[lowest + (newer & -newer).bit_length() - 1]
            of_the_day = newer & ((1 << bisect_right(days, day, lowest, stop) - lowest) - 1)
            closest += highest_of(of_the_day, self._limit)
            newer ^= of_the_day
        return [lowest + bit for bit in closest]

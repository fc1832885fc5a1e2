"""The nearest of many posts by the tags they share: a search that looks at sets of posts, not at posts."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace
from itertools import accumulate
from operator import or_

from postindex.index.bits import bits_of, highest_of, packed, unpacked

Similarity = Callable[[int, int, int], float]  # of what two posts share, of the one, of the other: 0.0–1.0

_DIGITS = 12  # of a score: what is nearer than that is a tie, whatever way it was computed
_ROUNDING = 10**-_DIGITS  # rounding lifts a score by less than that
# So many posts for each tag that is not settled, and more where many are asked for, are scored one by one: to tell them
# apart by tags would take more splits than there are posts.
_FEW = 2
_BLOCKS = 128  # of positions: the posts from the first of a block on are kept as bits


class WeightOrder:
    """Posts in the order of their weight, which is what their tags weigh together; the lightest has the highest bit.

    A likeness must grow with what is shared and must not grow with the other post's weight. Then, of posts that share
    the same tags with the one asked about, the lightest is the nearest: the highest bit of a set. Posts that weigh as
    much stand side by side, the newest highest.

    `carried` has, for each position, the numbers of its tags; `weights`, what each tag weighs; `days`, the ordinals
    of the positions' days, descending.
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
        self.lowest = list(range(size))  # of each bit: the lowest one of the posts that weigh as much
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
        """Return the posts that carry a tag."""
        return unpacked(self._carriers[tag], len(self.bit))

    def span(self, first: int, stop: int) -> int:
        """Return the posts at the positions from `first` to below `stop`."""
        return self._since(first) ^ self._since(max(first, stop))

    def _since(self, first: int) -> int:
        block = -(-first // self._block)
        return self._from_block[block] | self.bits_at(range(first, min(block * self._block, len(self.bit))))


@dataclass(frozen=True, slots=True)
class Target:
    """What others are to be near to: tags by number, what they weigh together, and a day as its ordinal.

    Its weight may be more than that of `tags`: it may have tags that no other post has.
    """

    tags: frozenset[int]
    weight: int
    day: int


class NearestSearch:
    """One search for the nearest posts, best first.

    A node is a set of posts, of which it is settled which of the first few tags they carry. What they share can be at
    most what those weigh that they carry, and all the tags that are not settled yet: that bounds their scores. The node
    of the highest bound is split by its next tag, until what is left cannot outdo the nearest posts found.

    A node of few posts is not split any more. So there are fewer splits than posts, but for the logarithm of the number
    of tags, however the tags fall.
    """

    def __init__(self, ranking: WeightOrder, asked: Target, likeness: Similarity, limit: int, floor: float) -> None:
        self._ranking, self._asked, self._likeness = ranking, asked, likeness
        self._limit = limit
        self._least = floor  # the score that a post must have to be one of the nearest
        weight = ranking.weights.__getitem__
        self._tags = sorted(filter(weight, asked.tags), key=weight, reverse=True)
        self._weights = [ranking.weights[tag] for tag in self._tags]
        self._carriers = [ranking.carriers(tag) for tag in self._tags]
        self._unsettled = [*accumulate(reversed(self._weights), initial=0)][::-1]  # what the tags from each on weigh
        self._nodes: list[tuple[float, int, int, int]] = []  # a heap: the bound negated, tags to settle, posts, shared
        self._best: list[tuple[float, int, int]] = []  # a heap, the worst first: score, days apart and position negated

    def run(self, among: int) -> list[tuple[float, int]]:
        """Return score and position of the nearest posts of `among`, nearest first."""
        nodes = self._nodes
        if self._limit:
            self._add(0, among, 0)
        while nodes and -nodes[0][0] >= self._least:
            _, left, posts, shared = heappop(nodes)
            if posts.bit_count() <= _FEW * left + self._limit // 8:
                self._take_each(posts)
            elif left:
                depth = len(self._tags) - left
                carrying = posts & self._carriers[depth]
                self._add(depth + 1, carrying, shared + self._weights[depth])
                self._add(depth + 1, posts ^ carrying, shared)
            else:
                self._take_lightest(posts, shared)
        return [(score, -position) for score, _, position in sorted(self._best, reverse=True)]

    def _add(self, depth: int, posts: int, shared: int) -> None:
        most = shared + self._unsettled[depth]
        if posts and most:
            # No post that shares so much weighs less, and none of these weighs less than the lightest.
            lightest = self._ranking.weight[posts.bit_length() - 1]
            bound = self._likeness(most, self._asked.weight, max(most, lightest)) + _ROUNDING
            if bound >= self._least:
                heappush(self._nodes, (-bound, len(self._tags) - depth, posts, shared))

    def score(self, position: int) -> float:
        """Return the score of one post."""
        bit = self._ranking.bit[position]
        shared = self._shared(bit)
        return self._score(shared, bit) if shared else 0.0

    def _shared(self, bit: int) -> int:
        """Return what a post shares with the one asked about."""
        weights, tags = self._ranking.weights, self._asked.tags
        return sum([weights[tag] for tag in self._ranking.carried[self._ranking.position[bit]] if tag in tags])

    def _score(self, shared: int, bit: int) -> float:
        return round(self._likeness(shared, self._asked.weight, self._ranking.weight[bit]), _DIGITS)

    def _take_each(self, posts: int) -> None:
        for bit in highest_of(posts, posts.bit_count()):
            if shared := self._shared(bit):
                self._take(self._score(shared, bit), [bit])

    def _take_lightest(self, posts: int, shared: int) -> None:
        """Take the lightest of posts that share the same tags, and leave the others for later."""
        lowest = self._ranking.lowest[posts.bit_length() - 1]
        lightest = posts >> lowest
        self._take(self._score(shared, lowest), self._closest(lightest, lowest))
        self._add(len(self._tags), posts ^ (lightest << lowest), shared)

    def _take(self, score: float, bits: Iterable[int]) -> None:
        """Take those of these posts, all of one score, that are among the nearest."""
        if score < self._least:
            return
        best, limit, ranking, day = self._best, self._limit, self._ranking, self._asked.day
        for bit in bits:
            found = (score, -abs(ranking.day[bit] - day), -ranking.position[bit])
            if len(best) < limit:
                heappush(best, found)
            elif found > best[0]:
                heapreplace(best, found)
        if len(best) == limit:
            self._least = best[0][0]

    def _closest(self, posts: int, lowest: int) -> list[int]:
        """Return the bits of posts that weigh the same: all, or those that may be nearest to the day asked for."""
        if posts.bit_count() <= self._limit:
            return [lowest + bit for bit in highest_of(posts, self._limit)]
        days, stop = self._ranking.day, lowest + posts.bit_length()
        split = bisect_right(days, self._asked.day, lowest, stop) - lowest  # the bits from there on are newer
        newer = posts >> split << split
        found = highest_of(posts ^ newer, self._limit)
        enough = len(found) + self._limit
        while newer and len(found) < enough:
            day = days[lowest + (newer & -newer).bit_length() - 1]
            of_the_day = newer & ((1 << bisect_right(days, day, lowest, stop) - lowest) - 1)
            found += highest_of(of_the_day, self._limit)
            newer ^= of_the_day
        return [lowest + bit for bit in found]

"""Slugs that may be one name spelt twice: `ci-cd` and `cicd`, `test` and `tests`, `kubernetes` and `kuberntes`."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, takewhile
from math import inf

from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import extract_iter

from postindex.text import fold

_ENDING, _LETTER, _EDIT = 0.5, 1, 2  # letters that a difference counts for; see `alike`
_DIGITS = 12  # of a similarity: what is nearer than that is a tie
_SLACK = 10**-_DIGITS  # so that a bound never drops what rounding would keep
_NUMBER = re.compile(r"\d+")
_ENDINGS = (  # English. Before ing and ed four letters must stay, as string and speed are no forms of a verb
    (re.compile(r"(?<=...)ies$"), "y"),
    (re.compile(r"(?<=....)(?:ing|ed)$"), ""),
    (re.compile(r"(?<=...)(?:(?<=[sxz])es|(?<=[cs]h)es|(?<!s)s)$"), ""),
)


@dataclass(frozen=True, slots=True)
class _Spelling:
    slug: str
    words: tuple[str, ...]  # folded
    letters: str  # of all words
    stem: str  # the words without their endings
    block: tuple[str, ...]  # what names must share to be alike at all: the first letter, and the numbers


def alike(slugs: Iterable[str], min_similarity: float) -> Iterator[tuple[str, str, float]]:
    """Yield the pairs of slugs that are at least so similar, and not 0.0; each pair once, in no order.

    1.0 is the same letters: hyphens and diacritics do not count. Otherwise it is 1 less what sets the two apart, as a
    share of the letters of both. An English ending (s, es, ies for y, ed, ing) counts for half a letter, each letter
    more at the end for one, and any other insertion, deletion, change or swap of neighbours for two. Words that both
    begin or end with are left out: of `open-data` and `open-date`, data and date are compared. Slugs that differ in a
    number or in the first letter are names of different things, and not alike at all.

    >>> list(alike(["java", "go-fix", "javascript", "gofix", "python-2", "python-3"], 0.88))
    [('go-fix', 'gofix', 1.0)]
    >>> list(alike(["self-hosted", "self-hosting"], 0.88))
    [('self-hosted', 'self-hosting', 0.961538461538)]
    """
    blocks: dict[tuple[str, ...], list[_Spelling]] = defaultdict(list)
    for slug in slugs:
        spelt = _spelt(slug)
        blocks[spelt.block].append(spelt)
    for block in blocks.values():
        for one, other in chain(_of_one_stem(block), _nearly_of_the_same_letters(block, min_similarity)):
            found = _similarity(one, other)
            if found and found >= min_similarity:
                yield one.slug, other.slug, found


def _spelt(slug: str) -> _Spelling:
    words = tuple(fold(slug)[0].split("-"))
    letters, stem = "".join(words), "".join(map(_stem, words))
    return _Spelling(slug, words, letters, stem, (letters[0], *_NUMBER.findall(slug)))


def _stem(word: str) -> str:
    for ending, instead in _ENDINGS:
        stem, found = ending.subn(instead, word)
        if found:
            return stem
    return word


def _similarity(one: _Spelling, other: _Spelling) -> float:
    if one.letters == other.letters:
        return 1.0
    a, b = _differing(one.words, other.words)
    if one.stem == other.stem:
        apart: float = _ENDING
    elif a.startswith(b) or b.startswith(a):
        apart = _LETTER * abs(len(a) - len(b))
    else:
        apart = _EDIT * OSA.distance(a, b)
    return max(0.0, round(1 - apart / (len(a) + len(b)), _DIGITS))


def _differing(one: Sequence[str], other: Sequence[str]) -> tuple[str, str]:
    """Return the letters of both without the words that both begin or end with."""
    first = _shared(one, other)
    one, other = one[first:], other[first:]
    last = _shared(one[::-1], other[::-1])
    return "".join(one[: len(one) - last]), "".join(other[: len(other) - last])


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _of_one_stem(block: Iterable[_Spelling]) -> Iterator[tuple[_Spelling, _Spelling]]:
    stems: dict[str, list[_Spelling]] = defaultdict(list)
    for spelt in block:
        stems[spelt.stem].append(spelt)
    for sharing in stems.values():
        yield from combinations(sharing, 2)


def _nearly_of_the_same_letters(
    block: Iterable[_Spelling], min_similarity: float
) -> Iterator[tuple[_Spelling, _Spelling]]:
    """Yield pairs, not of one stem, by a measure that is quick and never lower than ours: insertions and deletions."""
    by_length = sorted(block, key=lambda spelt: len(spelt.letters))
    letters = [spelt.letters for spelt in by_length]
    cutoff = max(0.0, min_similarity - _SLACK)
    for at, spelt in enumerate(by_length):
        longest = len(spelt.letters) * (2 - cutoff) / cutoff if cutoff else inf
        longer = letters[at + 1 : bisect_right(letters, longest, key=len)]
        for _, _, further in extract_iter(
            spelt.letters, longer, scorer=Indel.normalized_similarity, score_cutoff=cutoff
        ):
            other = by_length[at + 1 + further]
            if other.stem != spelt.stem:
                yield spelt, other

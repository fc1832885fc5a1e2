"""Similar slugs, which may be one name spelt twice: `ci-cd` and `cicd`, `test` and `tests`."""

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

_ENDING, _LETTER, _EDIT = 0.5, 1, 2  # the cost of a difference in letters; see `similar_slugs`
_SIMILARITY_DIGITS = 12  # similarities that agree to so many digits are equal
_CUTOFF_SLACK = 1e-4  # rapidfuzz drops a pair at 0.8 for a cutoff of 0.8 less a millionth
_NUMBERS = re.compile(r"\d+")
_ENDINGS = (  # English. Four letters must remain before ing and ed, because string and speed are not verb forms
    (re.compile(r"(?<=...)ies$"), "y"),
    (re.compile(r"(?<=....)(?:ing|ed)$"), ""),
    (re.compile(r"(?<=...)(?:(?<=[sxz])es|(?<=[cs]h)es|(?<!s)s)$"), ""),
)


@dataclass(frozen=True, slots=True)
class _SlugParts:
    slug: str
    words: tuple[str, ...]  # folded
    letters: str  # of all words
    stem: str  # the words without their endings
    block: tuple[str, ...]  # the first letter and the numbers, which similar slugs have in common


def similar_slugs(slugs: Iterable[str], min_similarity: float) -> Iterator[tuple[str, str, float]]:
    """Yield each pair of slugs whose similarity is positive and at least `min_similarity`, in arbitrary order.

    The similarity is 1.0 if the letters are the same; hyphens and diacritics do not count. Otherwise it is 1 minus the
    differences divided by the number of letters of both. An English ending (s, es, ies for y, ed, ing) costs half a
    letter, each additional letter at the end one, and any other insertion, deletion, substitution or swap of neighbours
    two. Common words at the start and end are left out: `open-data` and `open-date` compare as data and date. Slugs
    with different numbers or first letters name different things and are never paired.

    >>> list(similar_slugs(["java", "go-fix", "javascript", "gofix", "python-2", "python-3"], 0.88))
    [('go-fix', 'gofix', 1.0)]
    >>> list(similar_slugs(["self-hosted", "self-hosting"], 0.88))
    [('self-hosted', 'self-hosting', 0.961538461538)]
    """
    blocks: dict[tuple[str, ...], list[_SlugParts]] = defaultdict(list)
    for slug in slugs:
        parts = _parts_of(slug)
        blocks[parts.block].append(parts)
    for block in blocks.values():
        for one, other in chain(_same_stem(block), _similar_letters(block, min_similarity)):
            similarity = _similarity(one, other)
            if similarity and similarity >= min_similarity:
                yield one.slug, other.slug, similarity


def _parts_of(slug: str) -> _SlugParts:
    words = tuple(fold(slug)[0].split("-"))
    letters, stem = "".join(words), "".join(map(_without_ending, words))
    return _SlugParts(slug, words, letters, stem, (letters[0], *_NUMBERS.findall(slug)))


def _without_ending(word: str) -> str:
    for ending, replacement in _ENDINGS:
        stem, replaced = ending.subn(replacement, word)
        if replaced:
            return stem
    return word


def _similarity(one: _SlugParts, other: _SlugParts) -> float:
    if one.letters == other.letters:
        return 1.0
    a, b = _differing(one.words, other.words)
    if one.stem == other.stem:
        difference: float = _ENDING
    elif a.startswith(b) or b.startswith(a):
        difference = _LETTER * abs(len(a) - len(b))
    else:
        difference = _EDIT * OSA.distance(a, b)
    return max(0.0, round(1 - difference / (len(a) + len(b)), _SIMILARITY_DIGITS))


def _differing(one: Sequence[str], other: Sequence[str]) -> tuple[str, str]:
    """Return the letters of both without their common words at the start and end."""
    at_start = _common_start(one, other)
    one, other = one[at_start:], other[at_start:]
    at_end = _common_start(one[::-1], other[::-1])
    return "".join(one[: len(one) - at_end]), "".join(other[: len(other) - at_end])


def _common_start(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _same_stem(block: Iterable[_SlugParts]) -> Iterator[tuple[_SlugParts, _SlugParts]]:
    stems: dict[str, list[_SlugParts]] = defaultdict(list)
    for parts in block:
        stems[parts.stem].append(parts)
    for same in stems.values():
        yield from combinations(same, 2)


def _similar_letters(block: Iterable[_SlugParts], min_similarity: float) -> Iterator[tuple[_SlugParts, _SlugParts]]:
    """Yield pairs of different stems whose Indel similarity, a fast upper bound of ours, reaches `min_similarity`."""
    by_length = sorted(block, key=lambda parts: len(parts.letters))
    letters = [parts.letters for parts in by_length]
    cutoff = max(0.0, min_similarity - _CUTOFF_SLACK)
    for number, parts in enumerate(by_length):
        longest = len(parts.letters) * (2 - cutoff) / cutoff if cutoff else inf
        longer = letters[number + 1 : bisect_right(letters, longest, key=len)]
        similar = extract_iter(parts.letters, longer, scorer=Indel.normalized_similarity, score_cutoff=cutoff)
        for _, _, offset in similar:
            other = by_length[number + 1 + offset]
            if other.stem != parts.stem:
                yield parts, other

"""Tag counts: how many posts carry each tag."""

from collections.abc import Iterator, Mapping
from typing import Any

from postindex._postings import Positions, Postings
from postindex.errors import InvalidValue
from postindex.models import Tag


class TagCounts(Mapping[Tag, int]):
    r"""How many posts carry each tag, most used first; equal counts by slug.

    Asked by `Tag` or by name. A tag that no post carries counts 0 and is not in the mapping.

    >>> from postindex import parse_listing
    >>> tags = parse_listing("- 2026-03-22\nTea\n- /tea\n- /notes\n- 2026-03-20\nMore\n- /notes").index.tags
    >>> tags["notes"], tags["coffee"], "coffee" in tags, [tag.name for tag in tags]
    (2, 0, False, ['notes', 'tea'])
    """

    __slots__ = ("_counts",)

    def __init__(self, counts: Mapping[Tag | str, int] | Mapping[Tag, int]) -> None:
        named = {Tag.of(tag): count for tag, count in counts.items()}
        self._counts = dict(sorted(named.items(), key=lambda item: (-item[1], item[0])))

    def __getitem__(self, tag: Tag | str) -> int:
        return self._counts.get(Tag.of(tag), 0)

    def get(self, tag: Tag | str, default: Any = 0) -> Any:
        """Return how many posts carry a tag, or `default` where none does.

        >>> TagCounts({Tag("tea"): 2}).get("coffee", None) is None
        True
        """
        return self._counts[Tag.of(tag)] if tag in self else default

    def __contains__(self, tag: object) -> bool:
        try:
            return Tag.of(tag) in self._counts  # type: ignore[arg-type]  # whatever it is, the next line answers
        except InvalidValue:
            return False  # what names no tag is not among them

    def __iter__(self) -> Iterator[Tag]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __repr__(self) -> str:
        return f"TagCounts({{{', '.join(f'{tag.name!r}: {count}' for tag, count in self.items())}}})"


def count_tags(postings: Postings, within: Positions) -> TagCounts:
    """Count the tags of the posts at these positions; a tag's name is the one that its newest post gives it."""
    if len(within) == len(postings.posts):
        return TagCounts({tag: len(positions) for tag, positions in postings.by_tag.items()})
    counts: dict[Tag, int] = {}
    for position in within:
        for tag in postings.posts[position].tags:
            counts[tag] = counts.get(tag, 0) + 1
    return TagCounts(counts)

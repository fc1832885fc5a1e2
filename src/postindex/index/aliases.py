"""Aliases: other names of tags, and posts with each alias replaced by its target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple, TypeVar

from postindex.errors import InvalidValue, shorten
from postindex.models import Post, Tag

_MAX_STEPS_SHOWN = 8
TagOrName = TypeVar("TagOrName", bound=Tag | str)


@dataclass(frozen=True, slots=True)
class TagCollision:
    r"""Several tags of the same posts that an alias made one.

    - `target`: the tag that replaces them.
    - `tags`: the tags that the posts had, two or more, by slug.
    - `ids`: the posts that had exactly these of the merged tags, newest first.

    >>> from postindex import parse_listing
    >>> index = parse_listing("- 2026-03-22\nPods\n- /k8s\n- /kubernetes\n- 2026-03-20\nMore pods\n- /k8s").index
    >>> index.with_aliases({"k8s": "kubernetes"}).collisions
    (TagCollision(target=Tag('kubernetes'), tags=(Tag('k8s'), Tag('kubernetes')), ids=('2026-03-22-pods',)),)
    """

    target: Tag
    tags: tuple[Tag, ...]
    ids: tuple[str, ...]


class AliasedPosts(NamedTuple):
    """Posts with their aliases replaced, the collisions, and the aliases that no post has."""

    posts: tuple[Post, ...]
    collisions: tuple[TagCollision, ...]
    unused: tuple[Tag, ...]


def replace_aliases(posts: Iterable[Post], aliases: Mapping[TagOrName, Tag | str]) -> AliasedPosts:
    """Replace aliases by their targets in every post; the posts keep their order and ids.

    A target has one name on all posts: the first that `aliases` gives it. Collisions are sorted by number of posts,
    descending, then by the slugs of the target and of the tags. Unused aliases are sorted by slug.
    """
    targets = _final_targets(_tags_of_aliases(aliases))
    replacements = {**targets, **{target: target for target in targets.values()}}
    carried: set[Tag] = set()
    changed: list[Post] = []
    colliding: dict[tuple[Tag, tuple[Tag, ...]], list[str]] = {}
    for post in posts:
        carried.update(post.tags)
        merged: dict[Tag, list[Tag]] = {}
        for tag in post.tags:
            if tag in replacements:
                merged.setdefault(replacements[tag], []).append(tag)
        for target, tags in merged.items():
            if len(tags) > 1:
                colliding.setdefault((target, tuple(sorted(tags))), []).append(post.id)
        changed.append(_with_tags(post, tuple(dict.fromkeys(replacements.get(tag, tag) for tag in post.tags))))
    collisions = [TagCollision(target, tags, tuple(ids)) for (target, tags), ids in colliding.items()]
    collisions.sort(key=lambda collision: (-len(collision.ids), collision.target, collision.tags))
    return AliasedPosts(tuple(changed), tuple(collisions), tuple(sorted(targets.keys() - carried)))


def _with_tags(post: Post, tags: tuple[Tag, ...]) -> Post:
    """Return a post with these tags: the same object if slugs and names are unchanged."""
    if [(tag.slug, tag.name) for tag in tags] == [(tag.slug, tag.name) for tag in post.tags]:
        return post
    return post.model_copy(update={"tags": tags})


def _tags_of_aliases(aliases: Mapping[TagOrName, Tag | str]) -> dict[Tag, Tag]:
    if not isinstance(aliases, Mapping):
        raise InvalidValue("aliases", aliases, "is not a mapping; give {alias: tag}, such as {'k8s': 'kubernetes'}")
    targets: dict[Tag, Tag] = {}
    for alias_given, target_given in aliases.items():
        alias, target = _aliases_tag(alias_given), _aliases_tag(target_given)
        if targets.setdefault(alias, target) != target:
            reason = (
                f"is an alias of both {shorten(targets[alias].name)} and {shorten(target.name)}; give it one of them"
            )
            raise InvalidValue("aliases", alias.name, reason)
    return targets


def _aliases_tag(value: Tag | str) -> Tag:
    try:
        return Tag.of(value)
    except InvalidValue as error:
        raise InvalidValue(f"aliases: {error.place}", error.value, error.reason) from None


def _final_targets(targets: dict[Tag, Tag]) -> dict[Tag, Tag]:
    """Return the last target of each alias, following aliases of aliases, under the name that it is given first."""
    names: dict[Tag, Tag] = {}
    for target in targets.values():
        names.setdefault(target, target)
    # An alias of itself only renames the tag, such as `ci-cd` to `CI/CD`.
    final = {alias: names[alias] for alias, target in targets.items() if alias == target}
    steps = {alias: (target,) for alias, target in targets.items() if alias != target}
    try:
        for tag in TopologicalSorter(steps).static_order():
            if tag in steps:  # its target came earlier
                final[tag] = final.get(targets[tag], names[targets[tag]])
    except CycleError as error:
        cycle: list[Tag] = error.args[1][::-1]
        steps_shown = [shorten(tag.name) for tag in cycle[1:]]
        if len(steps_shown) > _MAX_STEPS_SHOWN:
            steps_shown[1:-1] = [f"… ({len(steps_shown) - 2:,} more)"]
        reason = f"is an alias of itself, by way of {' → '.join(steps_shown)}; leave one of them out"
        raise InvalidValue("aliases", cycle[0].name, reason) from None
    return final

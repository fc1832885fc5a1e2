"""Aliases: tags that are other names of other tags, and posts with the one in the place of the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple, TypeVar

from postindex.errors import InvalidValue
from postindex.models import Post, Tag

T = TypeVar("T", bound=Tag | str)


@dataclass(frozen=True, slots=True)
class TagCollision:
    r"""Tags that stood side by side on some posts, and are one tag there since they were merged.

    - `target`: the one tag that they are now.
    - `tags`: what the posts carried, two tags or more, by slug.
    - `ids`: the posts that carried just these of them, newest first.

    >>> from postindex import parse_listing
    >>> index = parse_listing("- 2026-03-22\nPods\n- /k8s\n- /kubernetes\n- 2026-03-20\nMore pods\n- /k8s").index
    >>> index.with_aliases({"k8s": "kubernetes"}).collisions
    (TagCollision(target=Tag('kubernetes'), tags=(Tag('k8s'), Tag('kubernetes')), ids=('2026-03-22-pods',)),)
    """

    target: Tag
    tags: tuple[Tag, ...]
    ids: tuple[str, ...]


class Merged(NamedTuple):
    """Posts with their tags merged, and what there is to say of it."""

    posts: tuple[Post, ...]
    collisions: tuple[TagCollision, ...]
    unused: tuple[Tag, ...]


def merged(posts: Iterable[Post], aliases: Mapping[T, Tag | str]) -> Merged:
    """Put targets in the place of their aliases, in every post; the posts keep their order and their ids.

    A target has one name on all posts: the one that `aliases` gives it first. Collisions: most posts first, then by
    the slugs of the target and of the tags. Unused are the aliases that no post carries, by slug.
    """
    targets = _followed(_checked(aliases))
    instead = {**targets, **{target: target for target in targets.values()}}
    carried: set[Tag] = set()
    changed: list[Post] = []
    colliding: dict[tuple[Tag, tuple[Tag, ...]], list[str]] = {}
    for post in posts:
        carried.update(post.tags)
        together: dict[Tag, list[Tag]] = {}
        for tag in post.tags:
            if tag in instead:
                together.setdefault(instead[tag], []).append(tag)
        for target, tags in together.items():
            if len(tags) > 1:
                colliding.setdefault((target, tuple(sorted(tags))), []).append(post.id)
        changed.append(_tagged(post, tuple(dict.fromkeys(instead.get(tag, tag) for tag in post.tags))))
    collisions = [TagCollision(target, tags, tuple(ids)) for (target, tags), ids in colliding.items()]
    collisions.sort(key=lambda collision: (-len(collision.ids), collision.target, collision.tags))
    return Merged(tuple(changed), tuple(collisions), tuple(sorted(targets.keys() - carried)))


def _tagged(post: Post, tags: tuple[Tag, ...]) -> Post:
    """Return the post with these tags: itself, where they are its own by slug and by name."""
    if [(tag.slug, tag.name) for tag in tags] == [(tag.slug, tag.name) for tag in post.tags]:
        return post
    return post.model_copy(update={"tags": tags})


def _checked(aliases: Mapping[T, Tag | str]) -> dict[Tag, Tag]:
    if not isinstance(aliases, Mapping):
        raise InvalidValue("aliases", aliases, "is not a mapping; give {alias: tag}, such as {'k8s': 'kubernetes'}")
    checked: dict[Tag, Tag] = {}
    for given, meant in aliases.items():
        alias, target = _tag(given), _tag(meant)
        if checked.setdefault(alias, target) != target:
            reason = f"is an alias of both {checked[alias].name!r} and {target.name!r}; give it one of them"
            raise InvalidValue("aliases", alias.name, reason)
    return checked


def _tag(value: Tag | str) -> Tag:
    try:
        return Tag.of(value)
    except InvalidValue as error:
        raise InvalidValue(f"aliases: {error.place}", error.value, error.reason) from None


def _followed(aliases: dict[Tag, Tag]) -> dict[Tag, Tag]:
    """Return the tag that each alias is in the end, with the name that it is given first."""
    names: dict[Tag, Tag] = {}
    for target in aliases.values():
        names.setdefault(target, target)
    # What stands for itself only gets another name, such as `CI/CD` for `ci-cd`.
    followed = {alias: names[alias] for alias, target in aliases.items() if alias == target}
    moved = {alias: (target,) for alias, target in aliases.items() if alias != target}
    try:
        for tag in TopologicalSorter(moved).static_order():
            if tag in moved:  # what it stands for came before it
                followed[tag] = followed.get(aliases[tag], names[aliases[tag]])
    except CycleError as error:
        circle: list[Tag] = error.args[1][::-1]
        path = " → ".join(tag.name for tag in circle)
        raise InvalidValue("aliases", circle[0].name, f"is an alias of itself, {path}; leave one of them out") from None
    return followed

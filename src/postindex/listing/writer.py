"""Posts → the canonical text of a listing, which reads back equal."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from postindex.dates.parsing import MONTH_NAMES
from postindex.errors import InvalidValue
from postindex.index.order import with_distinct_ids
from postindex.listing.doubts import title_doubt
from postindex.listing.formats import other_format
from postindex.listing.lines import Kind, classify, is_bulleted, is_path, strip_line
from postindex.listing.parser import Parser
from postindex.listing.values import Listing
from postindex.models import Post, Tag
from postindex.models.post import derived_id
from postindex.text import counted

_NOT_A_LINE = "has a line break, white space at an end, or a byte order mark in front; give one line"
_WRITABLE_FIELDS = {"id", "title", "published", "summary", "tags", "reading_minutes"}


def write_listing(listing: Listing | Iterable[Post], *, path: str | None = None, description: str | None = None) -> str:
    r"""Return the canonical text of a listing, which `parse_listing` reads back equal.

    The header of a `Listing` is its path, description and count, as far as it has them; `path` and `description`
    override them. The header of posts is `path`, `description` and the number of posts. Posts are in the order given;
    those of a `PostIndex` newest first. The text ends with a line end.

    Raises `InvalidValue`, which names the field, for what the format cannot hold: a time of day, a URL, authors, a
    language, `updated`, an id that is not derived; a line break, or white space at an end; text that would be read as
    another part of a listing, such as the summary `"59 posts"`; a tag with a slug that is not derived. Use `model_copy`
    to drop such values.

    >>> from datetime import date
    >>> tea = Post(title="Tea, twice", published=date(2026, 3, 22), tags=["tea"], reading_minutes=5)
    >>> print(write_listing([tea], path="/tea"), end="")
    /tea
    1 post
    - March 22, 2026 5 min
    Tea, twice
    - /tea
    """
    if isinstance(listing, Listing):
        posts, count = listing.posts, listing.declared_count
        path, description = path or listing.path, description or listing.description
    else:
        posts = tuple(listing)
        count = len(posts)
    lines = list(_header(path, description, count, len(posts)))
    tagged = False
    for post in _writable(posts):
        lines += _entry(post, tagged=tagged)
        tagged = tagged or bool(post.tags)
    text = "\n".join([*lines, ""])
    if count is None and not _reads_without_doubt(text):
        raise InvalidValue(
            "Listing.declared_count",
            None,
            "leaves doubt about the titles when the text is read; give the number of posts",
        )
    return text


def _reads_without_doubt(text: str) -> bool:
    parser = Parser()
    parser.read(text)
    parser.end()
    problems = [problem for draft in parser.drafts for problem in draft.findings.problems]
    return all(problem.severity == "warning" for problem in problems)


def _header(path: str | None, description: str | None, count: int | None, posts: int) -> Iterator[str]:
    if count not in (None, posts):
        raise InvalidValue(
            "Listing.declared_count", count, f"is not the number of posts, {posts}; correct it, or give only the posts"
        )
    if count is None and not posts:
        raise InvalidValue("Listing.declared_count", count, "is missing in a listing without posts; give 0")
    Listing(path=path, description=description)  # raises for characters that XML cannot carry
    if path is not None:
        if not is_path(path) or path.strip() != path:
            raise InvalidValue("Listing.path", path, "is not a path; begin it with '/', without white space")
        yield path
    if description is not None:
        line = classify(description) if _is_line(description) else None
        other = is_bulleted(description) or is_path(description) or (path is None and other_format(description))
        if other or not line or line.kind is not Kind.TEXT:
            raise InvalidValue(
                "Listing.description", description, "would not be read back equal; give one line of plain text"
            )
        yield description
    if count is not None:
        yield counted(count, "post")


def _writable(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """Return the posts if the format can hold their fields and derives their ids; otherwise raise."""
    for place, post in enumerate(posts):
        if not isinstance(post, Post):
            raise InvalidValue(f"listing[{place}]", post, "is not a Post")
        for field in Post.model_fields:
            if field not in _WRITABLE_FIELDS and getattr(post, field) not in (None, "", ()):
                raise _refusal(post, field, "cannot be written to a listing; leave it out")
        if isinstance(post.published, datetime):
            raise _refusal(
                post, "published", "has a time of day, which cannot be written to a listing; give only the day"
            )
    ids = [derived_id(post.title, post.day.isoformat()) for post in posts]
    if len(set(ids)) < len(ids):  # posts of one day and title, distinguished by a number
        read = [post.model_copy(update={"id": id}) for post, id in zip(posts, ids, strict=True)]
        if len(set(read)) < len(read):
            repeated = next(post for place, post in enumerate(posts) if post in posts[:place])
            raise _refusal(repeated, "id", "is repeated; give each post once")
        ids = [post.id for post in with_distinct_ids("listing", read)]
    for post, id in zip(posts, ids, strict=True):
        if post.id != id:
            raise _refusal(post, "id", f"would be read back as {id!r}; leave it out")
    return posts


def _entry(post: Post, *, tagged: bool) -> Iterator[str]:
    day, minutes = post.day, post.reading_minutes
    yield f"- {MONTH_NAMES[day.month - 1]} {day.day}, {day.year:04}{'' if minutes is None else f' {minutes} min'}"
    tags = _tags(post)
    if not _is_line(post.title):
        raise _refusal(post, "title", _NOT_A_LINE)
    line = classify(post.title)
    alone = not (post.tags or post.summary or tagged)  # nothing shows that tags have bullets in this listing
    if (line.bulleted and line.kind in (Kind.ENTRY, Kind.TAGS)) or (alone and line.kind is Kind.TAGS):
        raise _refusal(post, "title", "would be read as another part of a listing; begin it with a word")
    if doubt := title_doubt(post.title, post.summary, bool(post.tags), minutes is not None):
        raise _refusal(post, "title", f"{doubt}, and would be doubtful when read; give another title")
    yield post.title
    if post.summary:
        if not _is_line(post.summary):
            raise _refusal(post, "summary", _NOT_A_LINE)
        line = classify(post.summary)
        if line.kind is not Kind.TEXT or line.wrong:
            raise _refusal(post, "summary", "would be read as another part of a listing; give a sentence")
        yield post.summary
    yield from tags


def _tags(post: Post) -> list[str]:
    lines = [f"- /{tag.name}" for tag in post.tags]
    if all(_reads_back(line, (tag,)) for line, tag in zip(lines, post.tags, strict=True)):
        return lines
    if not all(_is_line(tag.name) for tag in post.tags):
        raise _refusal(post, "tags", "has a line break in a name; give names of one line")
    line = f"- Tags: {', '.join(tag.name for tag in post.tags)}"
    if not _reads_back(line, post.tags):
        raise _refusal(post, "tags", "would not be read back equal; give names without commas, and derived slugs")
    return [line]


@lru_cache(maxsize=4096)
def _reads_back(line: str, tags: tuple[Tag, ...]) -> bool:
    return [(tag.name, tag.slug) for tag in classify(strip_line(line)).tags] == [(tag.name, tag.slug) for tag in tags]


def _is_line(text: str) -> bool:
    return strip_line(text) == text != "" and "\n" not in text and "\r" not in text


def _refusal(post: Post, field: str, reason: str) -> InvalidValue:
    return InvalidValue(f"Post.{field} of {post.id!r}", getattr(post, field), reason)

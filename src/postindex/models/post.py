"""`Tag`, `Author`, `Enclosure` and `Post`: frozen, validated, hashable values."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache, total_ordering
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

from postindex.errors import InvalidValue
from postindex.models.arguments import unique_tuple
from postindex.models.base import Completed, Value, signature_only
from postindex.models.fields import VISIBLE, ByteCount, Expected, Language, Link, MediaType, Name, Text
from postindex.models.refusals import Refused
from postindex.text import digest_of, slug_of

_FARTHEST = timedelta(hours=14)  # XML Schema part 2, section 3.2.7.3, and so Atom
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO = re.compile(rf"{_ISO_DAY.pattern}(?:[T ][0-9]{{2}}:|\Z)")  # Python also reads weeks, and dates without hyphens


def moment_read(value: Any) -> Any:
    """Return the day or the moment of a text in ISO 8601; return any other value unchanged.

    >>> moment_read("2026-03-22"), moment_read("2026-03-22T10:30:00Z").hour, moment_read("Sunday")
    (datetime.date(2026, 3, 22), 10, 'Sunday')
    """
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if _ISO_DAY.fullmatch(value) else datetime.fromisoformat(value)
    except ValueError:
        return value


def _moment(given: Any) -> Any:
    """Return a day or a moment in the form that posts hold; leave other values to pydantic to refuse."""
    value = moment_read(given) if not isinstance(given, str) or _ISO.match(given) else None
    if not isinstance(value, datetime):
        return value or given
    try:
        offset = value.utcoffset()
        # Rebuilt: a subclass may have another precision, as pandas' has, or no value at all, as NaT.
        day, clock = date(value.year, value.month, value.day), time(value.hour, value.minute, value.second)
    except (TypeError, ValueError):
        raise InvalidValue("", given, "has no year, month and day; give a datetime") from None
    if offset is None:
        raise InvalidValue(
            "", given, "has no time zone; add one, such as tzinfo=datetime.UTC or a final Z, or give the date alone"
        )
    if abs(offset) > _FARTHEST:
        raise InvalidValue(
            "", given, "is over 14 hours from UTC, more than any clock; convert it with .astimezone(datetime.UTC)"
        )
    if offset % timedelta(minutes=1):
        raise InvalidValue(
            "",
            given,
            "has an offset with seconds; feeds carry whole minutes, convert it with .astimezone(datetime.UTC)",
        )
    return datetime.combine(day, clock.replace(microsecond=value.microsecond), timezone(offset))


def _unique(convert: Callable[[Any], Any]) -> BeforeValidator:
    """Return a validator that makes a tuple of any iterable, each item converted, repeated items dropped."""
    return BeforeValidator(lambda values: values if values is None else unique_tuple("", values, convert))


Moment = Annotated[
    date | AwareDatetime,
    BeforeValidator(_moment),
    Expected("a date or an aware datetime", "give datetime.date(2026, 3, 22), or text '2026-03-22'"),
]


def _stripped_id(id: Any) -> str:
    if not isinstance(id, str):
        raise InvalidValue("", id, "is not an id; give the text of Post.id")
    return id.strip()


def _check_slug(value: str) -> str:
    if (slug := slug_of(value)) != value:
        raise InvalidValue("", value, f"is not a slug; {slug!r} would be")
    return value


@total_ordering
class Tag(Completed, frozen=True):
    """A tag: a name for people, and the slug that identifies it.

    Equality, order and hash use the slug. A leading `/` or `#` is not part of the name: `/blog`, `blog` and `#Blog` are
    the same tag, while `C`, `C++`, `C#` and `.net` are different tags. A name without a letter or digit raises
    `InvalidValue`. Give `slug` only if it differs from that of the name.

    >>> Tag("/blog") == Tag("#Blog"), Tag("C#").slug, Tag("ci/cd").slug
    (True, 'c-sharp', 'ci-cd')
    >>> Tag("K8s", slug="kubernetes")
    Tag('K8s', slug='kubernetes')
    """

    expected: ClassVar = Expected("a tag", "give a name or a Tag")

    name: Name
    slug: Annotated[
        Name,
        AfterValidator(_check_slug),
        Expected("a slug", "give lower-case letters, digits and hyphens, or leave it out"),
    ]

    @signature_only
    def __init__(self, name: str, *, slug: str | None = None) -> None: ...

    @classmethod
    def _complete(cls, data: dict[str, Any]) -> dict[str, Any]:
        name = data.get("name")
        if isinstance(name, str):
            name = data["name"] = name.lstrip(_SPACES + "/#").rstrip(_SPACES + "/") or name
        if data.get("slug") is None:
            data["slug"] = slug_of(name) if isinstance(name, str) else Refused()
            if not data["slug"]:
                raise InvalidValue("Tag.name", name, "has no letter or digit; a tag needs at least one")
        return data

    @classmethod
    def of(cls, value: "Tag | str") -> "Tag":
        """Return a `Tag` unchanged, or the tag of a name.

        >>> Tag.of("#Blog")
        Tag('Blog')
        """
        if isinstance(value, Tag):
            return value
        return _tag_named(value) if isinstance(value, str) else cls.model_validate(value)

    def __eq__(self, other: object) -> bool:
        return self.slug == other.slug if isinstance(other, Tag) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self.slug < other.slug if isinstance(other, Tag) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.slug)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        derived = self.slug == slug_of(self.name)
        return f"Tag({self.name!r})" if derived else f"Tag({self.name!r}, slug={self.slug!r})"


def _unique_tags(values: Any) -> Any:
    if type(values) is tuple and len({tag.slug for tag in values if type(tag) is Tag}) == len(values):
        return values  # as in a copy of a post
    return values if values is None else unique_tuple("", values, Tag.of)


@lru_cache(maxsize=4096)  # tags repeat on every post: the same name becomes the same object
def _tag_named(name: str) -> Tag:
    return Tag(name)


class Author(Value, frozen=True):
    """An author of a post: a name, and optionally an e-mail address and a page.

    >>> Author("A. Writer")
    Author(name='A. Writer', email=None, url=None)
    """

    expected: ClassVar = Expected("an author", "give a name or an Author")

    name: Name
    email: (
        Annotated[
            str,
            StringConstraints(
                pattern=r"^[^\s\x00-\x20\x7F@<>()\x{FFFE}\x{FFFF}]+@[^\s\x00-\x20\x7F@<>()\x{FFFE}\x{FFFF}]+$"
            ),
            Expected("an e-mail address"),
        ]
        | None
    ) = None
    url: Link | None = None

    @signature_only
    def __init__(self, name: str, *, email: str | None = None, url: str | None = None) -> None: ...

    @classmethod
    def of(cls, value: "Author | str") -> "Author":
        """Return an `Author` unchanged, or the author of a name.

        >>> Author.of("A. Writer").name
        'A. Writer'
        """
        if isinstance(value, Author):
            return value
        return _author_named(value) if isinstance(value, str) else cls.model_validate(value)


@lru_cache(maxsize=1024)  # as tags do, authors repeat
def _author_named(name: str) -> Author:
    return Author(name)


Authors = Annotated[
    tuple[Author, ...], _unique(Author.of), Expected("a list of authors", "give a list of names or Author values")
]


class Enclosure(Value, frozen=True):
    """A file of a post, such as the recording of an episode.

    - `url`: its address, an absolute http or https link.
    - `type`: its media type, such as `audio/mpeg`.
    - `length`: its size in bytes, from 0 to 2**63 - 1, or None if it is unknown.

    >>> Enclosure(url="https://example.org/1.mp3", type="audio/mpeg", length=12_345_678).length
    12345678
    """

    expected: ClassVar = Expected("an enclosure", "give an Enclosure")

    url: Link
    type: MediaType
    length: ByteCount | None = None

    @signature_only
    def __init__(self, *, url: str, type: str, length: int | None = None) -> None: ...

    @classmethod
    def of(cls, value: "Enclosure") -> "Enclosure":
        """Return an enclosure unchanged; raise `InvalidValue` for anything else.

        >>> Enclosure.of(Enclosure(url="https://example.org/1.mp3", type="audio/mpeg")).type
        'audio/mpeg'
        """
        return value if isinstance(value, Enclosure) else cls.model_validate(value)


class Post(Completed, frozen=True):
    """One post of a blog. It needs a `title` and a `published`; all other fields have defaults.

    - `title`: plain text, stripped, never empty.
    - `published`: a `date` if only the day is known; or an aware `datetime` with an offset of whole minutes (RFC 3339
      has no others), at most 14 hours, which is kept as a fixed offset; or either as ISO 8601 text.
    - `id`: stable, and independent of other posts. Default: the day and the title's slug, or eight hexadecimal digits
      of the title's SHA-256 if the title has no letter or digit.
    - `summary`: plain text, possibly empty.
    - `tags`: `Tag` values or names, in order; of equal tags the first is kept.
    - `reading_minutes`: whole minutes from 0 to 1,000,000, or None.
    - `url`: the post's page, an absolute http or https link, kept unchanged, or None.
    - `updated`: when it last changed, like `published`, or None.
    - `authors`: `Author` values or names, in order.
    - `language`: a BCP 47 language tag such as `en`, or None.
    - `related_ids`: ids of related posts, picked by hand, in order; of equal ids the first is kept.
      `PostIndex.related` returns those of them first that are in the index.
    - `content_html`: the whole post as HTML, possibly empty.
    - `enclosures`: `Enclosure` values, the files of the post.
    - `categories`: `Tag` values or names of the post's categories where they are apart from its tags, like `tags`.
    - `image`: the picture of the post, an absolute http or https link, or None.

    Raises `InvalidValue` with every fault. No text may have a character that XML 1.0 cannot carry (section 2.2: most
    controls, lone surrogates, U+FFFE, U+FFFF).

    >>> from datetime import date
    >>> post = Post(title="Ledgers, twice", published=date(2026, 3, 22), tags=["postgres", "/Blog"])
    >>> post.id, post.tags
    ('2026-03-22-ledgers-twice', (Tag('postgres'), Tag('Blog')))
    """

    expected: ClassVar = Expected("a post", "give a Post")

    id: Annotated[Name, Field(validate_default=True), Expected("an id", f"{VISIBLE}, or leave it out")] = ""
    title: Annotated[Name, Expected("a title", VISIBLE)]
    published: Moment
    summary: Text = ""
    tags: Annotated[
        tuple[Tag, ...], BeforeValidator(_unique_tags), Expected("a list of tags", "give a list of names or Tag values")
    ] = ()
    reading_minutes: (
        Annotated[int, Field(ge=0, le=1_000_000), Expected("a whole number of minutes from 0 to 1,000,000")] | None
    ) = None
    url: Link | None = None
    updated: Moment | None = None
    authors: Authors = ()
    language: Language | None = None
    related_ids: Annotated[
        tuple[Annotated[Name, Expected("an id", VISIBLE)], ...],
        _unique(_stripped_id),
        Expected("a list of ids", "give a list of the texts of Post.id"),
    ] = ()
    content_html: Annotated[Text, Expected("text", "give HTML, possibly empty")] = ""
    enclosures: Annotated[
        tuple[Enclosure, ...],
        _unique(Enclosure.of),
        Expected("a list of enclosures", "give a list of Enclosure values"),
    ] = ()
    categories: Annotated[
        tuple[Tag, ...],
        BeforeValidator(_unique_tags),
        Expected("a list of categories", "give a list of names or Tag values"),
    ] = ()
    image: Link | None = None

    @signature_only
    def __init__(
        self,
        *,
        title: str,
        published: date | datetime | str,
        id: str | None = None,
        summary: str = "",
        tags: "Iterable[Tag | str]" = (),
        reading_minutes: int | None = None,
        url: str | None = None,
        updated: date | datetime | str | None = None,
        authors: "Iterable[Author | str]" = (),
        language: str | None = None,
        related_ids: "Iterable[str]" = (),
        content_html: str = "",
        enclosures: "Iterable[Enclosure]" = (),
        categories: "Iterable[Tag | str]" = (),
        image: str | None = None,
    ) -> None: ...

    @classmethod
    def _complete(cls, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("id") is None:
            title, day = data.get("title"), _day_of(data.get("published"))
            data["id"] = derived_id(title.strip(), day) if isinstance(title, str) and day else Refused()
        return data

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        return ((name, value) for name, value in self if value not in (None, "", ()))

    @property
    def day(self) -> date:
        """The calendar day of `published`, as its own offset has it.

        >>> Post(title="Tea", published=datetime.fromisoformat("2026-03-22T23:30:00-05:00")).day
        datetime.date(2026, 3, 22)
        """
        published = self.published
        return published.date() if isinstance(published, datetime) else published

    @property
    def slug(self) -> str:
        """The title's slug, for links; a derived `id` ends with it.

        A slug of over 100 characters is cut, and ends with eight hexadecimal digits of the title's SHA-256.

        >>> Post(title="What's new?", published=date(2026, 3, 22)).slug
        'whats-new'
        """
        return _title_slug(self.title)

    @property
    def has_derived_id(self) -> bool:
        """Whether `id` equals the id derived from the day and the title.

        >>> tea = Post(title="Tea", published=date(2026, 3, 22))
        >>> tea.has_derived_id, tea.model_copy(update={"id": "tea-1"}).has_derived_id
        (True, False)
        """
        return self.id == derived_id(self.title, self.day.isoformat())


def derived_id(title: str, day: str) -> str:
    """Return the derived id of a post: its day in ISO 8601, and the slug of its stripped title.

    >>> derived_id("What's new?", "2026-03-22")
    '2026-03-22-whats-new'
    """
    return f"{day}-{_title_slug(title)}"


@lru_cache(maxsize=16)  # a feed needs the slug of a post for its link, and again for its id
def _title_slug(title: str) -> str:
    return slug_of(title) or digest_of(title)


def _day_of(published: Any) -> str:
    """Return the day of a date, a moment or ISO text; empty for anything else."""
    published = moment_read(published)
    try:
        return date(published.year, published.month, published.day).isoformat()
    except (AttributeError, TypeError, ValueError):  # pandas' NaT is a datetime without a day
        return ""

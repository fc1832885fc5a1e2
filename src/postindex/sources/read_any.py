"""`read`: posts from anything that holds them, told by its content."""

import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, cast, get_args

from postindex.errors import InvalidValue, Problem
from postindex.files import file_path
from postindex.listing import merge, parse_listings
from postindex.listing.chunks import clean_source_name, decode_text
from postindex.listing.decoding import UnreadableText
from postindex.listing.findings import Findings, raise_errors
from postindex.listing.formats import other_format
from postindex.listing.reading import LayoutOption, require_layout
from postindex.listing.values import Kind, Listing
from postindex.sources.archives import BadArchive, is_archive, unpacked
from postindex.sources.front_matter.builders import BuilderName, FieldName
from postindex.sources.front_matter.files import SUFFIXES
from postindex.sources.gathering import Options, Untitled
from postindex.sources.kinds import SNIFFED, kind_of
from postindex.sources.opening import Opened, PeekedFile, Source, open_source

if TYPE_CHECKING:
    from postindex.sources.front_matter.permalinks import Permalink

MAX_SIZE = 128 << 20  # bytes of a text or a page
MAX_ARCHIVE = 512 << 20

_FEEDS = frozenset({"rss", "atom", "rdf", "jsonfeed"})
_NOT_A_LISTING = frozenset(  # problems of a text in which nothing was recognised
    {"no-posts", "no-header", "unparsed-line", "another-layout", "navigation", "not-text"}
)
_HOLDERS = frozenset(  # suffixes of files that may hold posts, beside those that may have front matter
    {".text", ".xml", ".rss", ".atom", ".rdf", ".json", ".csv", ".tsv"}
)


def read(
    source: Source,
    *,
    format: Kind | None = None,
    strict: bool = True,
    url: str | None = None,
    drafts: bool = False,
    today: date | None = None,
    untitled: Untitled = "omit",
    words_per_minute: int | None = None,
    content: bool = True,
    encoding: str | None = None,
    day_first: bool | None = None,
    layout: LayoutOption = "auto",
    example: str | None = None,
    builder: BuilderName | None = None,
    fields: Mapping[FieldName, str] | None = None,
    unknown: Literal["warn", "ignore"] = "warn",
    permalink: "Permalink | None" = None,
    progress: Callable[[int, int], object] | None = None,
) -> Listing:
    r"""Read posts from anything that holds them: a file, an open binary file, bytes, a folder or a ZIP archive.

    What it is shows in its content, and is `Listing.kind` afterwards: `"listing"` (text, in the listing format or in
    any layout that proves itself), `"page"` (HTML), `"rss"`, `"atom"`, `"rdf"`, `"jsonfeed"`, `"json"` (of
    `PostIndex.to_json`), `"wordpress"`, `"ghost"`, `"csv"`, or `"frontmatter"` (posts in Markdown or reStructuredText).
    `format` says it instead.

    A folder with front matter is read by `read_front_matter`. The files of another folder are read one by one, by their
    paths, and merged. So are those of an archive, which may expand to 1 GiB at most.

    - `url`: the address of the source, which completes relative links.
    - `drafts`: keeps drafts. `today`: leaves out posts of later days; None keeps all. A page and a listing show what is
      published, so they have neither.
    - `untitled`: `"omit"` leaves out entries without a title, `"first-words"` takes the first ten words of their text.
    - `words_per_minute`: computes reading minutes. `content=False`: drops the HTML of posts.
    - `encoding`, `day_first`, `example`: of text and tables, as in `read_listing`. `layout="strict"` reads text in the
      listing format only.
    - `builder`, `fields`, `unknown`, `permalink`, `progress`: as in `sources.read_front_matter`.

    An argument that a kind does not need has no effect. Raises `ListingError` if `strict` and there is an error,
    `InvalidValue` for an invalid argument, `OSError` if the source cannot be opened, and `MissingExtra` if a package is
    not installed.

    >>> read(b"<rss version='2.0'><channel><item><title>Tea</title><pubDate>Sun, 22 Mar 2026 10:00:00 GMT</pubDate>"
    ...      b"</item></channel></rss>").kind
    'rss'
    >>> read(b"- 2026-03-22\nTea, twice").posts[0].title
    'Tea, twice'
    """
    require_layout(layout, example)
    if format is not None and format not in get_args(Kind):
        raise InvalidValue("format", format, f"is not a format; give one of {', '.join(get_args(Kind))}")
    options = Options(strict, drafts, today, untitled, words_per_minute, content).checked()
    reader = _Reader(
        options._replace(strict=False),
        format,
        url,
        layout,
        {"encoding": encoding, "day_first": day_first, "example": example},
        {"builder": builder, "fields": fields, "unknown": unknown, "permalink": permalink, "progress": progress},
    )
    listing = reader.read(source)
    raise_errors(listing.problems, listing.omitted, strict=strict)
    return listing


class _Reader(NamedTuple):
    """Reads one source after another with the same arguments, leniently."""

    options: Options
    format: Kind | None
    url: str | None
    layout: LayoutOption
    of_text: Mapping[str, Any]
    of_front_matter: Mapping[str, Any]

    def read(self, source: Source) -> Listing:
        """Return the posts of a source."""
        path = None
        if isinstance(source, str | os.PathLike):
            path = file_path("source", source)
            if os.path.isdir(path):
                return self._folder(path)
        with open_source(source) as opened:
            return self._file(PeekedFile(opened.file, SNIFFED, opened.name), path)

    def _file(self, file: PeekedFile, path: str | None) -> Listing:
        if self.format is None and is_archive(file.start):
            return self._archive(file)
        kind = self.format or kind_of(file.start, _suffix(path or file.name or ""))
        if kind == "frontmatter" and path is not None:
            return self._front_matter(path)
        if kind in (None, "listing", "page", "frontmatter"):
            return self._whole(file, kind)
        return self._stream(file, kind)

    def _stream(self, file: PeekedFile, kind: Kind) -> Listing:
        """Return the posts of a file that its reader takes in pieces, or decodes itself; each reader loads alone."""
        source, common = cast("Source", file), self._common()
        if kind == "wordpress":
            from postindex.sources.wordpress import read_wordpress

            return read_wordpress(source, drafts=self.options.drafts, **common)
        if kind == "ghost":
            from postindex.sources.ghost import read_ghost

            return read_ghost(source, url=self.url, drafts=self.options.drafts, **common)
        if kind == "json":
            from postindex.sources.our_json import read_json

            return read_json(source, **common)
        if kind == "csv":
            from postindex.sources.tables import read_csv

            of_text = {key: self.of_text[key] for key in ("encoding", "day_first")}
            return read_csv(source, drafts=self.options.drafts, **common, **of_text)
        from postindex.sources.syndication import read_feed

        return read_feed(source, url=self.url, **common)

    def _whole(self, file: PeekedFile, kind: Kind | None) -> Listing:
        """Return the posts of a text, a page or a file with front matter."""
        data = _content(file, MAX_SIZE)
        if data is None:
            return _refusal(file.name, "too-large", f"the file has more than {MAX_SIZE >> 20} MiB, which is the limit")
        if kind == "frontmatter":
            return _named(self._front_matter(data), file.name)
        if kind == "page":
            from postindex.sources.pages import read_page

            page = read_page(data, url=self.url, strict=False)
            return _named(page, file.name)
        return self._text(data, file.name)

    def _common(self) -> dict[str, Any]:
        """Return the arguments that most readers take."""
        options = self.options
        return {
            "strict": False,
            "today": options.today,
            "untitled": options.untitled,
            "words_per_minute": options.words_per_minute,
            "content": options.content,
        }

    def _front_matter(self, source: str | bytes) -> Listing:
        common = self._common()
        del common["content"]
        from postindex.sources.front_matter.reading import read_front_matter

        return read_front_matter(source, url=self.url, drafts=self.options.drafts, **common, **self.of_front_matter)

    def _text(self, data: bytes, name: str | None) -> Listing:
        """Return the posts of a text: strictly, else by a layout that proves itself; or what was tried."""
        order, encoding = self.of_text["day_first"], self.of_text["encoding"]
        listings = parse_listings(data, strict=False, source=name, day_first=order, encoding=encoding)
        strict = listings[0] if len(listings) == 1 else merge(listings, strict=False)
        strict = strict.model_copy(update={"source": name})
        if not _errors(strict):
            return strict
        auto = self._inferred(data, name, strict) if self.layout == "auto" else strict
        codes = {problem.code for problem in strict.problems}
        proven = not _errors(auto) and len(auto.posts) > len(strict.posts)
        if proven or (auto.posts and ("another-layout" in codes or codes <= _NOT_A_LISTING)):
            return auto
        if not codes <= _NOT_A_LISTING or self.format == "listing":
            return strict
        reasons = "; ".join(dict.fromkeys(problem.message for problem in auto.problems[:3]))
        tried = "a listing, a text of any layout, HTML, a feed, JSON, CSV, front matter, a ZIP archive"
        strange = other_format(data)
        what = strange.partition(", not a listing")[0] if strange else f"no posts were found: {reasons}"
        return _refusal(name, "unknown-format", f"{what}; tried as {tried}; give format= if it is one of these")

    def _inferred(self, data: bytes, name: str | None, strict: Listing) -> Listing:
        """Return the posts of a text of any layout; what strict reading found if it is not text."""
        from postindex.listing.inferred import read_inferred  # loads the names of months in many languages

        try:
            text = decode_text(data, None, self.of_text["encoding"], Findings(name))
        except UnreadableText:
            return strict
        return read_inferred(text, Findings(name), self.of_text["example"])

    def _archive(self, file: PeekedFile) -> Listing:
        data = _content(file, MAX_ARCHIVE)
        if data is None:
            return _refusal(file.name, "too-large", f"the archive has more than {MAX_ARCHIVE >> 20} MiB; unpack it")
        try:
            with unpacked(io.BytesIO(data)) as folder:
                return _moved(self._folder(str(folder)), str(folder), file.name or "archive.zip")
        except BadArchive as bad:
            return _refusal(file.name, "bad-file", str(bad))

    def _folder(self, path: str) -> Listing:
        files = list(_files(path))
        if self.format == "frontmatter" or (self.format is None and any(map(_has_front_matter, files))):
            return self._front_matter(path)
        listings = [self.read(file) for file in files]
        if not listings:
            return _refusal(clean_source_name(path), "no-posts", "the folder has no file that may hold posts")
        merged = merge(listings, strict=False)
        return merged.model_copy(update={"source": clean_source_name(path)})


def _content(file: PeekedFile, limit: int) -> bytes | None:
    """Return all bytes of a file, or None if there are more than `limit`."""
    return Opened(cast("BinaryIO", file), file.name).read(limit)


def _errors(listing: Listing) -> bool:
    return any(problem.severity == "error" for problem in listing.problems)


def _suffix(path: str) -> str:
    return PurePath(path).suffix.lower()


def _files(folder: str) -> Iterator[str]:
    """Yield the files of a folder that may hold posts, by their paths; hidden ones are left out."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.startswith(".") or name == "node_modules" or os.path.islink(path):
            continue
        if os.path.isdir(path):
            yield from _files(path)
        elif os.path.isfile(path) and _suffix(name) in _HOLDERS | SUFFIXES:
            yield path


def _has_front_matter(path: str) -> bool:
    with open(path, "rb") as file:
        return kind_of(file.read(SNIFFED), "") == "frontmatter"


def _refusal(name: str | None, code: Any, message: str) -> Listing:
    return Listing(source=name, problems=(Problem(name, 1, 1, code, message),))


def _named(listing: Listing, name: str | None) -> Listing:
    problems = tuple(replace(problem, source=name) for problem in listing.problems)
    return listing.model_copy(update={"source": name, "problems": problems})


def _moved(listing: Listing, old: str, new: str) -> Listing:
    """Return a listing of files that were in one folder under their names in another."""

    def moved(name: str | None) -> str | None:
        return name and name.replace(old, new)

    problems = (
        replace(problem, source=moved(problem.source), message=problem.message.replace(old, new))
        for problem in listing.problems
    )
    return listing.model_copy(
        update={
            "source": new,
            "problems": tuple(problems),
            "origins": tuple(replace(origin, source=moved(origin.source)) for origin in listing.origins),
            "merged": tuple(page.model_copy(update={"source": moved(page.source)}) for page in listing.merged),
        }
    )

"""WordPress's export (WXR) → a `Listing`, item by item, so that a large one takes little memory."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from xml.etree.ElementTree import Element

from postindex.errors import shorten
from postindex.listing.values import Listing
from postindex.sources.gathering import Entry, Gathering, Options, Untitled, content_types
from postindex.sources.guarded_xml import XmlFault, XmlItems
from postindex.sources.links import join_url
from postindex.sources.moments import read_moment
from postindex.sources.opening import Source, open_source
from postindex.sources.plain_text import plain_text, resolve_references

MAX_SIZE = 2 << 30  # bytes

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_WORDPRESS = re.compile(r"\{http://wordpress\.org/export/[0-9.]+/\}(?P<name>.+)")
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/[0-9.]+/excerpt/\}encoded")
_PUBLISHED = frozenset({"publish", "future"})
_TAGS = frozenset({"post_tag", "tag"})  # WXR 1.0 has the second
_CATEGORIES = frozenset({"category"})
_LEFT_OUT = frozenset({"trash", "auto-draft", "inherit"})
_NEVER = "0000-00-00 00:00:00"
_TIME = "%Y-%m-%d %H:%M:%S"
_MINUTE = timedelta(minutes=1)
_FARTHEST = timedelta(hours=14)  # of a clock from UTC


def read_wordpress(
    source: Source,
    *,
    types: Collection[str] = ("post",),
    strict: bool = True,
    drafts: bool = False,
    today: date | None = None,
    untitled: Untitled = "omit",
    words_per_minute: int | None = None,
    content: bool = True,
) -> Listing:
    """Read an export of WordPress (WXR 1.0 to 1.2): a path, an open binary file or bytes.

    `types` are the types of content that are read, such as `("post", "page")`. Drafts, pending and private posts, and
    those with a status of a plugin, count as drafts, and `drafts` keeps them; what is in the trash is left out. `today`
    leaves out posts of later days, which WordPress has planned. `untitled` and `words_per_minute` are as in
    `read_feed`. `content=False` drops the HTML of the posts, which is as WordPress holds it: without the paragraphs
    that it adds on a page. The HTML and the excerpt of a post with a password are left out.

    The offset of a date is the difference of its local time and its time in UTC. Raises `ListingError` if `strict` and
    there is an error, `InvalidValue` for an invalid argument, `OSError` if the file cannot be opened.

    >>> export = b'''<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Notes</title>
    ... <wp:wxr_version>1.2</wp:wxr_version><item><title>Tea</title><link>https://example.org/tea/</link>
    ... <category domain="post_tag" nicename="cups">Cups</category><wp:post_date>2026-03-22 11:00:00</wp:post_date>
    ... <wp:post_date_gmt>2026-03-22 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status>
    ... <wp:post_type>post</wp:post_type></item></channel></rss>'''
    >>> post = read_wordpress(export).posts[0]
    >>> post.title, str(post.published), post.tags
    ('Tea', '2026-03-22 11:00:00+01:00', (Tag('Cups'),))
    """
    wanted = content_types(types)
    options = Options(strict, drafts, today, untitled, words_per_minute, content).checked()
    with open_source(source) as opened:
        gathering = Gathering("wordpress", opened.name, options)
        document = XmlItems(opened.file, {"item"}, max_size=MAX_SIZE)
        authors: dict[str, str] | None = None
        try:
            for item in document:
                if authors is None:
                    authors = _authors(document.head)
                _add(item.element, item.line, wanted, authors, gathering)
        except XmlFault as fault:
            gathering.report(fault.code, fault.message, line=fault.line)
        else:
            if not _is_export(document.root):
                gathering.report("bad-file", "the file is not an export of WordPress; make one with Tools, Export")
    return gathering.listing(**_header(document.root))


def _is_export(root: Element) -> bool:
    return any(found["name"] == "wxr_version" for child in root.iter() if (found := _WORDPRESS.fullmatch(child.tag)))


def _header(root: Element) -> dict[str, Any]:
    channel = root.find("channel")
    if channel is None:
        return {}
    link = (channel.findtext("link") or "").strip()
    language = (channel.findtext("language") or "").strip()
    return {
        "title": " ".join((channel.findtext("title") or "").split()) or None,
        "url": join_url(None, link) if link else None,
        "description": " ".join((channel.findtext("description") or "").split()) or None,
        "language": language or None,
    }


def _authors(head: Element) -> dict[str, str]:
    """Return the displayed names of the authors by their logins."""
    names: dict[str, str] = {}
    for element in head.iter():
        found = _WORDPRESS.fullmatch(element.tag)
        if found and found["name"] == "author":
            values = _values(element)
            login = values.get("author_login", "")
            names[login] = _name(values.get("author_display_name", "")) or login
    return names


def _values(parent: Element) -> dict[str, str]:
    """Return the text of WordPress's own elements by their names."""
    return {found["name"]: child.text or "" for child in parent if (found := _WORDPRESS.fullmatch(child.tag))}


def _add(item: Element, line: int, types: frozenset[str], authors: dict[str, str], gathering: Gathering) -> None:
    values = _values(item)
    status = values.get("status", "publish")
    if values.get("post_type", "post") not in types or status in _LEFT_OUT:
        return
    published = _moment(values, "post_date", item.findtext("pubDate") or "", line, gathering)
    draft = status not in _PUBLISHED  # plugins add statuses, such as archived
    if published is None:
        # A draft may have no date, and then there is nothing to keep.
        if not draft:
            text = values.get("post_date", "").strip()
            what = f"{shorten(text)} is not a date" if text else "there is no date"
            gathering.report("bad-date", f"post_date: {what}; the post is left out", line=line)
            return
        if gathering.options.drafts:
            gathering.report("undated", "a draft without a date was left out", line=line)
            return
        published = date.min
    link = (item.findtext("link") or "").strip()
    url = join_url(None, link) if link else None
    excerpt = next((child.text for child in item if _EXCERPT.fullmatch(child.tag) and child.text), "")
    html = item.findtext(_CONTENT) or ""
    if values.get("post_password"):
        excerpt = html = ""
    author = (item.findtext(_CREATOR) or "").strip()
    fields = {
        "id": (item.findtext("guid") or "").strip() or None,
        "title": plain_text(item.findtext("title") or ""),
        "published": published,
        "updated": _moment(values, "post_modified", "", line, gathering),
        "summary": plain_text(excerpt),
        "content_html": html,
        "tags": _terms(item, _TAGS),
        "categories": _terms(item, _CATEGORIES),
        "authors": [authors.get(author, author)] if author else [],
        "url": url,
    }
    gathering.add(Entry(fields, line, href=None if url else link or None, draft=draft))


def _name(text: str) -> str:
    """Return a name, which WordPress holds with references of HTML, such as `Cups &amp; pots`."""
    return " ".join(resolve_references(text).split())


def _terms(item: Element, domains: frozenset[str]) -> list[str]:
    """Return the tags or categories of an item, without the category of posts that have none."""
    terms = []
    for element in item.iterfind("category"):
        name = _name(element.text or "")
        if element.get("domain", "category") not in domains or not any(map(str.isalnum, name)):
            continue
        if element.get("nicename", name.lower()) != "uncategorized":
            terms.append(name)
    return terms


def _moment(values: dict[str, str], name: str, text: str, line: int, gathering: Gathering) -> date | None:
    """Return the moment of a local time and the same time in UTC; the day where only one of them is there."""
    local, utc = (_time(values.get(each, "")) for each in (name, f"{name}_gmt"))
    if local and utc:
        offset = timedelta(minutes=round((local - utc) / _MINUTE))
        if abs(offset) <= _FARTHEST:
            return local.replace(tzinfo=timezone(offset))
        message = f"{name}_gmt: {utc} is over 14 hours from {name}, {local}; only its day is kept"
        gathering.report("bad-date", message, line=line)
    if local:
        return local.date()
    if utc:
        return utc.replace(tzinfo=UTC)
    moment = read_moment(text) if text.strip() else None
    if moment and moment.fault:
        end = "; only its day is kept" if moment.value else ""
        gathering.report("bad-date", f"pubDate: {shorten(text.strip())} {moment.fault}{end}", line=line)
    return moment.value if moment else None


def _time(text: str) -> datetime | None:
    text = text.strip()
    if not text or text == _NEVER:
        return None
    try:
        return datetime.strptime(text, _TIME)  # noqa: DTZ007  its zone follows from the time in UTC
    except ValueError:
        return None

"""What the entries of a feed have in common: the base of links, authors, and the report of faults."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from postindex.errors import InvalidValue, shorten
from postindex.models import Author
from postindex.sources.gathering import Gathering
from postindex.sources.links import join_url
from postindex.sources.moments import read_moment
from postindex.sources.syndication.markup import has_relative_links

_PLAIN_LINK = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]+)?(?:[/?#][A-Za-z0-9/?#&=:;,.~_+!$'()*@-]*)?"
)
_ABSOLUTE = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")
_PERSON = re.compile(  # a@example.org (Ann), Ann <a@example.org>, Ann (a@example.org)
    r"(?P<first>[^\s<>()]+@[^\s<>()]+)\s*\((?P<name>.*)\)|(?P<before>[^<>]*?)\s*[<(](?P<second>[^\s<>()]+@[^\s<>()]+)[>)]"
)
_EMAIL = re.compile(r"[^\s<>()@]+@[^\s<>()@]+")
_LONGEST_PERSON = 400  # characters of a name with an e-mail address
_FIRST_PLAUSIBLE = 1000  # year


class Context:
    """The feed that is read; `base` completes relative links, `authors` are of entries that name none."""

    def __init__(self, gathering: Gathering, url: str | None) -> None:
        self.gathering = gathering
        self.url = url
        self.base = url
        self.declares_base = False  # by an attribute xml:base
        self.authors: tuple[Author, ...] = ()
        self.relative: int | None = None  # the line of the first link that could not be completed

    def link(self, href: str, base: str | None) -> str | None:
        """Return an absolute http or https link, or None."""
        href = href.strip()
        if _PLAIN_LINK.fullmatch(href):
            return href
        return join_url(None if _ABSOLUTE.match(href) else base, href) if href else None

    def entry_link(self, href: str, base: str | None, line: int | None) -> tuple[str | None, str | None]:
        """Return the link of a post, and the link as written where it is not absolute."""
        link = self.link(href, base)
        if link is None and href and not _ABSOLUTE.match(href) and self.relative is None:
            self.relative = line or 1
        return link, None if _ABSOLUTE.match(href) and link else href or None

    def published(self, texts: Iterable[str], line: int | None) -> tuple[bool, date | None]:
        """Return whether a post can be kept, and the first date that is one; report those before it."""
        faults = []
        for text in filter(None, (text.strip() for text in texts)):
            moment = read_moment(text)
            if moment.value is None:
                faults.append(f"{shorten(text)} {moment.fault}")
                continue
            for fault in faults:
                self.gathering.report("bad-date", f"{fault}; {text!r} is taken instead", line=line)
            if moment.fault:
                self.gathering.report("bad-date", f"{shorten(text)} {moment.fault}; only its day is kept", line=line)
            if moment.value.year < _FIRST_PLAUSIBLE:
                message = f"{shorten(text)} is in the year {moment.value.year}; check that the date was not missing"
                self.gathering.report("implausible-year", message, line=line)
            return True, moment.value
        for fault in faults[:1]:
            self.gathering.report("bad-date", f"{fault}; the post is left out", line=line)
        return not faults, None

    def updated(self, text: str, published: date | None, line: int | None) -> date | None:
        """Return when a post was updated, or None if that is when it was published."""
        if not text:
            return None
        moment = read_moment(text)
        if moment.fault:
            end = "it is left out" if moment.value is None else "only its day is kept"
            self.gathering.report("bad-date", f"updated: {shorten(text)} {moment.fault}; {end}", line=line)
        return None if moment.value == published else moment.value

    def person(self, name: str, email: str, uri: str, base: str | None, line: int | None) -> Author | None:
        """Return an author by the name, else the e-mail address or the page; None if there is none of these."""
        name, email = " ".join(name.split()), email.strip()
        name = name or email or uri.strip()
        if not name:
            return None
        try:
            return _author(name, email or None, self.link(uri, base))
        except InvalidValue as error:
            self.gathering.report("bad-field", f"authors: {_one_line(error)}; it is left out", line=line)
        try:
            return _author(name, None, None)
        except InvalidValue:
            return None

    def person_of(self, text: str, line: int | None) -> Author | None:
        """Return the author of a text such as `a@example.org (Ann)`.

        >>> from postindex.sources.gathering import Options
        >>> Context(Gathering("rss", None, Options()), None).person_of("ann@example.org (Ann)", None)
        Author(name='Ann', email='ann@example.org', url=None)
        """
        text = " ".join(text.split())
        if "@" not in text or len(text) > _LONGEST_PERSON:
            return self.person(text, "", "", None, line)
        if found := _PERSON.fullmatch(text):
            email = found["first"] or found["second"]
            return self.person(found["name"] or found["before"] or email, email, "", None, line)
        return self.person(text, text if _EMAIL.fullmatch(text) else "", "", None, line)

    def completed(self, html: str, base: str | None) -> str:
        """Return HTML with its relative links completed, if the base is known."""
        if base is None or not has_relative_links(html):
            return html
        from postindex.feeds.markup import complete_links  # loads feedgen and lxml

        return complete_links(html, base)


@lru_cache(maxsize=1024)  # authors repeat on every post
def _author(name: str, email: str | None, url: str | None) -> Author:
    return Author(name, email=email, url=url)


def _one_line(error: InvalidValue) -> str:
    return str(error).replace("\n", "; ")

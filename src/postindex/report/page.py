"""A cadence → a page of HTML that needs nothing beside itself."""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import Any
from urllib.parse import quote

from postindex.cadence import Cadence
from postindex.cadence.rhythms import in_words
from postindex.cadence.trends import KINDS, Trend
from postindex.dates.labels import in_days
from postindex.models import Post, Tag
from postindex.plots.descriptions import span
from postindex.report.figures import Figure, figures
from postindex.report.pictures import PictureSvg, pictures
from postindex.text import close_bidi, counted

_NEWEST = 10
_TAGS = 20  # in the table that is open
_NAMED = 20  # tags of one trend, above the table
_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}(-[0-9]{2})?\b")
_COMMENT = re.compile(r"^ *(?:/\*.*?\*/|//[^\n]*)\n", re.DOTALL | re.MULTILINE)  # on lines of its own
# What would end the script that data stands in, or a line of it.
_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def page(cadence: Cadence, title: str) -> str:
    """Return the page."""
    used = _used(cadence.posts)
    newest = cadence.posts[: -_NEWEST - 1 : -1]
    library = f"/*! MiniSearch, https://github.com/lucaong/minisearch\n\n{_file('minisearch.LICENSE.txt')}*/\n"
    library += _COMMENT.sub("", _file("minisearch.js"))
    style, script = _file("page.css"), _file("search.js") + _file("page.js")
    return Template(_file("page.html")).substitute(
        title=escape(title),
        lead=_lead(cadence),
        style=style,
        style_hash=_hash(style),
        script_hashes=" ".join(f"'{_hash(text)}'" for text in (library, script)),
        figures="".join(map(_figure, figures(cadence))),
        rhythms=_rhythms(cadence),
        pictures="".join(map(_picture, pictures(cadence))),
        tags=_tags(cadence, used),
        options="".join(
            f'<option value="{escape(tag.slug)}">{escape(close_bidi(tag.name))} ({use.posts:,})</option>'
            for tag, use in sorted(used.items(), key=lambda pair: (pair[0].name.casefold(), pair[0]))
        ),
        newest=_newest(len(newest), len(cadence.posts)),
        posts="".join(map(_post, newest)),
        data=_data(cadence, used),
        library=library,
        script=script,
    )


@dataclass(slots=True)
class _Use:
    """How many posts a tag is on, and the days of the first and the last of them."""

    posts: int
    first: date
    last: date


def _used(posts: Sequence[Post]) -> Mapping[Tag, _Use]:
    """Return the tags, most used first and equal ones by slug; each has the name that the newest post gives it."""
    used: dict[Tag, _Use] = {}
    for post in reversed(posts):
        for tag in post.tags:
            use = used.setdefault(tag, _Use(0, post.day, post.day))
            use.posts += 1
            use.first = post.day
    return dict(sorted(used.items(), key=lambda pair: (-pair[1].posts, pair[0])))


# -- parts -------------------------------------------------------------------------------------------------------------


def _lead(cadence: Cadence) -> str:
    number = counted(len(cadence.posts), "post")
    if cadence.window is None:
        return f"{number}."
    return _dated(f"{number}, {span(*cadence.window)}, counted by {cadence.by}.")


def _dated(text: str) -> str:
    """Return HTML in which days and months are elements: browsers break lines at their hyphens otherwise."""
    return _DAY.sub(_time, text)


def _time(found: re.Match[str]) -> str:
    day = found[0]
    try:
        date.fromisoformat(day if found[1] else f"{day}-01")
    except ValueError:  # a title may have a number such as 2026-99
        return day
    return f"<time>{day}</time>"


def _figure(figure: Figure) -> str:
    note = f'<dd dir="auto">{_dated(escape(figure.note))}</dd>' if figure.note else ""
    return f"<div><dt>{escape(figure.label)}</dt><dd>{_dated(escape(figure.value))}</dd>{note}</div>\n"


def _rhythms(cadence: Cadence) -> str:
    """Return the table of rhythms, where there was more than one."""
    if not cadence.changes:
        return ""
    rows = [
        (f"{rhythm.first}", f"{rhythm.last}", f"{rhythm.gaps + 1:,}", in_days(rhythm.median_gap), in_words(rhythm))
        for rhythm in cadence.rhythms
    ]
    head = (("From", ""), ("To", ""), ("Days with posts", "number"), ("Median gap", "number spare"), ("Rhythm", "long"))
    says = "Where the rhythm changed. The last post of one rhythm is the first of the next."
    return f'<div class="rhythms">{_table(says, head, rows)}</div>\n'


def _picture(picture: PictureSvg) -> str:
    title = escape(picture.title)
    return f"<figure><figcaption>{title}</figcaption>{_wide(title, picture.svg, picture.newest)}</figure>\n"


def _tags(cadence: Cadence, used: Mapping[Tag, _Use]) -> str:
    if not used:
        return "<p>None of the posts has a tag.</p>\n"
    trends = {trend.tag: trend for trend in cadence.trends}
    trend = cadence.trends[0]
    compared = 0 < trend.posts_recent < len(cadence.posts)
    says = f"{counted(len(used), 'tag')}, most used first."
    head = [("Tag", ""), ("Posts", "number"), ("First", "spare"), ("Last", "")]
    rows = [[_link(tag), f"{use.posts:,}", f"{use.first}", f"{use.last}"] for tag, use in used.items()]
    if compared:
        recent = f"{trend.posts_recent:,} of the {len(cadence.posts):,} posts"
        says += f" Lately is the last quarter of the days, with {recent}."
        head += [("Lately", "number spare"), ("Trend", "")]
        for tag, row in zip(used, rows, strict=True):
            row += [f"{trends[tag].recent:,}", _kind(trends[tag])]
    shown = _table(says, head, rows[:_TAGS])
    if rest := rows[_TAGS:]:
        more = counted(len(rest), "rarer tag")
        shown += f"\n<details><summary>{more}</summary>{_table(more, head, rest)}</details>"
    return f"{_lately(cadence.trends) if compared else ''}{shown}\n"


def _lately(trends: Sequence[Trend]) -> str:
    """Return the tags that are used more lately, or less, the least likely by chance first."""
    items = []
    for kind in KINDS:
        links = [_link(trend.tag) for trend in trends if trend.kind == kind]
        more = [f"{len(links) - _NAMED:,} more"] if len(links) > _NAMED else []
        if links:
            items.append(f"<li><strong>{kind}</strong>: {', '.join([*links[:_NAMED], *more])}</li>\n")
    if not items:
        return "<p>Lately, no tag is used more or less than before.</p>\n"
    return f'<p id="lately">Lately:</p>\n<ul class="lately" aria-labelledby="lately">\n{"".join(items)}</ul>\n'


def _link(tag: Tag) -> str:
    return f'<a href="#tag={quote(tag.slug, safe="")}">{escape(close_bidi(tag.name))}</a>'


def _kind(trend: Trend) -> str:
    return trend.kind if trend.kind == "steady" else f"<strong>{trend.kind}</strong>"


def _table(says: str, head: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are HTML."""
    kinds = [f' class="{kind}"' if kind else "" for _, kind in head]
    columns = "".join(f'<th scope="col"{kind}>{name}</th>' for (name, _), kind in zip(head, kinds, strict=True))
    body = []
    for first, *others in rows:
        cells = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds[1:], others, strict=True))
        body.append(f'<tr><th scope="row">{first}</th>{cells}</tr>\n')
    caption = f"<caption>{escape(says)}</caption>"
    return _wide(
        f"Table: {escape(says)}",
        f"<table>{caption}<thead><tr>{columns}</tr></thead>\n<tbody>\n{''.join(body)}</tbody></table>",
    )


def _wide(name: str, inside: str, newest: float | None = None) -> str:
    """Return a place that can be scrolled, where it is too narrow for what is inside; the script sees to the keys.

    Name and inside are HTML. The script scrolls to what is newest, where that is said: as a share of the width.
    """
    place = "" if newest is None else f' data-newest="{newest:.2f}"'
    return f'<div class="wide" role="group" aria-label="{name}"{place}>{inside}</div>'


def _newest(shown: int, posts: int) -> str:
    if shown == posts:
        return f"{counted(posts, 'post')}, newest first." if posts else "No posts."
    return f"The newest {shown} of {posts:,} posts."


def _post(post: Post) -> str:
    lang = f' lang="{escape(post.language)}"' if post.language else ""
    title = escape(post.title)
    if post.url:
        title = f'<a href="{escape(post.url)}">{title}</a>'
    about = escape(" · ".join([f"{post.day}", *(close_bidi(tag.name) for tag in post.tags)]))
    summary = f'<p dir="auto"{lang}>{escape(post.summary)}</p>' if post.summary else ""
    return f'<li><h3 dir="auto"{lang}>{title}</h3><p>{about}</p>{summary}</li>\n'


# -- the search --------------------------------------------------------------------------------------------------------


def _data(cadence: Cadence, used: Mapping[Tag, _Use]) -> str:
    """Return what the search needs, newest first, as JSON that may stand in a script."""
    names = {tag.slug: close_bidi(tag.name) for tag in used}
    data = {"names": names, "posts": [_plain(post) for post in reversed(cadence.posts)]}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ENDS)


def _plain(post: Post) -> dict[str, Any]:
    plain = {
        "title": post.title,
        "day": f"{post.day}",
        "tags": [tag.slug for tag in post.tags],
        "summary": post.summary,
    }
    more = {"url": post.url, "language": post.language}
    return plain | {name: value for name, value in more.items() if value}


# -- files -------------------------------------------------------------------------------------------------------------


def _file(name: str) -> str:
    return files("postindex.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return what a content security policy knows a script or a style by."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"

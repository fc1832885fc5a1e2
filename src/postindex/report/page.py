"""The self-contained HTML page of a report."""

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
from urllib.parse import quote

from postindex.cadence import Cadence
from postindex.cadence.rhythms import rhythm_in_words
from postindex.cadence.trends import CHANGES, Trend
from postindex.dates.labels import in_days
from postindex.index import PostIndex
from postindex.models import Post, Tag
from postindex.plots.descriptions import on_days
from postindex.report.charts import Chart, draw_charts
from postindex.report.key_figures import KeyFigure, key_figures
from postindex.text import close_bidi, counted
from postindex.websearch.data import FIELDS, search_data
from postindex.websearch.files import engine_script

_NEWEST = 10
_TABLE_ROWS = 20  # tags in the table that is open
_TREND_TAGS = 20  # tags of one kind of trend, above the table
_COMMENT = re.compile(r"^ *(?:/\*\*.*?\*/|//[^\n]*)\n", re.DOTALL | re.MULTILINE)  # on lines of its own
_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}(-[0-9]{2})?\b")
# Characters that could end the script element with the data, or a line in it.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def build_page(cadence: Cadence, title: str) -> str:
    """Return the page of a report."""
    usage = _tag_usage(cadence.posts)
    newest = cadence.posts[: -_NEWEST - 1 : -1]
    style, script = _file("page.css"), _COMMENT.sub("", engine_script()) + _file("page.js")
    return Template(_file("page.html")).substitute(
        title=escape(title),
        lead=_lead(cadence),
        style=style,
        style_hash=_hash(style),
        script_hash=_hash(script),
        figures="".join(map(_key_figure, key_figures(cadence))),
        rhythms=_rhythms(cadence),
        charts="".join(map(_chart, draw_charts(cadence))),
        tags=_tags(cadence, usage),
        options="".join(
            _option(tag, use.posts)
            for tag, use in sorted(usage.items(), key=lambda pair: (pair[0].name.casefold(), pair[0]))
        ),
        status=_status(len(newest), len(cadence.posts)),
        posts="".join(map(_post, newest)),
        data=_data(cadence),
        script=script,
    )


@dataclass(slots=True)
class _TagUsage:
    """The number of posts with a tag, and the days of the first and the last of them."""

    posts: int
    first: date
    last: date


def _tag_usage(posts: Sequence[Post]) -> Mapping[Tag, _TagUsage]:
    """Return the tags, most used first, ties by slug; a tag has the name that its newest post gives it."""
    usage: dict[Tag, _TagUsage] = {}
    for post in reversed(posts):
        for tag in post.tags:
            use = usage.setdefault(tag, _TagUsage(0, post.day, post.day))
            use.posts += 1
            use.first = post.day
    return dict(sorted(usage.items(), key=lambda pair: (-pair[1].posts, pair[0])))


# -- parts -------------------------------------------------------------------------------------------------------------


def _lead(cadence: Cadence) -> str:
    number = counted(len(cadence.posts), "post")
    if cadence.window is None:
        return f"{number}."
    return _dated(f"{number}, {on_days(*cadence.window)}, counted by {cadence.by}.")


def _dated(text: str) -> str:
    """Wrap days and months in `time` elements: otherwise browsers break lines at their hyphens."""
    return _DAY.sub(_time, text)


def _time(match: re.Match[str]) -> str:
    day = match[0]
    try:
        date.fromisoformat(day if match[1] else f"{day}-01")
    except ValueError:  # a title may contain a number such as 2026-99
        return day
    return f"<time>{day}</time>"


def _key_figure(figure: KeyFigure) -> str:
    note = f'<dd dir="auto">{_dated(escape(figure.note))}</dd>' if figure.note else ""
    return f"<div><dt>{escape(figure.label)}</dt><dd>{_dated(escape(figure.value))}</dd>{note}</div>\n"


def _rhythms(cadence: Cadence) -> str:
    """Return the table of rhythms if there is more than one."""
    if not cadence.changes:
        return ""
    rows = [
        (
            f"{rhythm.first}",
            f"{rhythm.last}",
            f"{rhythm.gaps + 1:,}",
            in_days(rhythm.median_gap),
            rhythm_in_words(rhythm),
        )
        for rhythm in cadence.rhythms
    ]
    head = (("From", ""), ("To", ""), ("Days with posts", "number"), ("Median gap", "number spare"), ("Rhythm", "long"))
    caption = "Rhythms. The last post of one rhythm is the first of the next."
    return f'<div class="rhythms">{_table(caption, head, rows)}</div>\n'


def _chart(chart: Chart) -> str:
    title = escape(chart.title)
    return f"<figure><figcaption>{title}</figcaption>{_scrollable(title, chart.svg, chart.newest)}</figure>\n"


def _tags(cadence: Cadence, usage: Mapping[Tag, _TagUsage]) -> str:
    if not usage:
        return "<p>No tags.</p>\n"
    trends = {trend.tag: trend for trend in cadence.trends}
    trend = cadence.trends[0]
    compared = 0 < trend.posts_recent < len(cadence.posts)
    caption = f"{counted(len(usage), 'tag')}, most used first."
    head = [("Tag", ""), ("Posts", "number"), ("First", "spare"), ("Last", "")]
    rows = [[_link(tag), f"{use.posts:,}", f"{use.first}", f"{use.last}"] for tag, use in usage.items()]
    if compared:
        recent = f"{trend.posts_recent:,} of {len(cadence.posts):,} posts"
        caption += f" Recent: last quarter of the period, {recent}."
        head += [("Recent", "number spare"), ("Trend", "")]
        for tag, row in zip(usage, rows, strict=True):
            row += [f"{trends[tag].recent:,}", _kind(trends[tag])]
    shown = _table(caption, head, rows[:_TABLE_ROWS])
    if rest := rows[_TABLE_ROWS:]:
        more = counted(len(rest), "rarer tag")
        shown += f"\n<details><summary>{more}</summary>{_table(more, head, rest)}</details>"
    return f"{_trends(cadence.trends) if compared else ''}{shown}\n"


def _trends(trends: Sequence[Trend]) -> str:
    """Return a list of the tags that are used more or less often than before, most significant first."""
    items = []
    for kind in CHANGES:
        links = [_link(trend.tag) for trend in trends if trend.kind == kind]
        more = [f"{len(links) - _TREND_TAGS:,} more"] if len(links) > _TREND_TAGS else []
        if links:
            items.append(f"<li><strong>{kind}</strong>: {', '.join([*links[:_TREND_TAGS], *more])}</li>\n")
    if not items:
        return "<p>Recent trends: none.</p>\n"
    return f'<p id="trends">Recent trends:</p>\n<ul class="trends" aria-labelledby="trends">\n{"".join(items)}</ul>\n'


def _link(tag: Tag) -> str:
    return f'<a href="#tag={quote(tag.slug, safe="")}">{escape(close_bidi(tag.name))}</a>'


def _option(tag: Tag, posts: int) -> str:
    name = escape(close_bidi(tag.name))
    return f'<option value="{escape(tag.slug)}" data-name="{name}">{name} ({posts:,})</option>'


def _kind(trend: Trend) -> str:
    return trend.kind if trend.kind == "steady" else f"<strong>{trend.kind}</strong>"


def _table(caption: str, head: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are HTML, its caption is text."""
    kinds = [f' class="{kind}"' if kind else "" for _, kind in head]
    columns = "".join(f'<th scope="col"{kind}>{name}</th>' for (name, _), kind in zip(head, kinds, strict=True))
    body = []
    for first, *others in rows:
        cells = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds[1:], others, strict=True))
        body.append(f'<tr><th scope="row">{first}</th>{cells}</tr>\n')
    return _scrollable(
        f"Table: {escape(caption)}",
        f"<table><caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead>\n<tbody>\n{''.join(body)}</tbody></table>",
    )


def _scrollable(name: str, content: str, newest: float | None = None) -> str:
    """Return an element that scrolls sideways if it is too narrow for its content.

    Name and content are HTML. The script makes it focusable, and scrolls to `newest`, a fraction of the width.
    """
    place = "" if newest is None else f' data-newest="{newest:.2f}"'
    return f'<div class="wide" role="group" aria-label="{name}"{place}>{content}</div>'


def _status(shown: int, posts: int) -> str:
    if shown == posts:
        return f"{counted(posts, 'post')}, newest first." if posts else "No posts."
    return f"The newest {shown} of {posts:,} posts."


def _post(post: Post) -> str:
    lang = f' lang="{escape(post.language)}"' if post.language else ""
    title = escape(post.title)
    if post.url:
        title = f'<a href="{escape(post.url)}">{title}</a>'
    meta = escape(" · ".join([f"{post.day}", *(close_bidi(tag.name) for tag in post.tags)]))
    summary = f'<p dir="auto"{lang}>{escape(post.summary)}</p>' if post.summary else ""
    return f'<li><h3 dir="auto"{lang}>{title}</h3><p>{meta}</p>{summary}</li>\n'


# -- the search --------------------------------------------------------------------------------------------------------


def _data(cadence: Cadence) -> str:
    """Return the data of the search as JSON that is safe in a script element."""
    data = search_data(PostIndex(cadence.posts), FIELDS, lambda post: post.url)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


# -- files -------------------------------------------------------------------------------------------------------------


def _file(name: str) -> str:
    return files("postindex.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return the hash of a script or a style, as a content security policy names it."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"

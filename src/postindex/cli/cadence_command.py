"""The command `cadence`."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from postindex.cadence import Cadence, measure
from postindex.cadence.trends import trends_in_words
from postindex.cadence.window import Window
from postindex.cli.measuring import with_measuring
from postindex.cli.options import command, json_option, limit_option, write_json
from postindex.cli.tables import print_table, render_bars
from postindex.cli.terminal import print_line
from postindex.index import PostIndex
from postindex.plots.descriptions import period_name
from postindex.report.key_figures import KeyFigure, key_figures

_MOST_BARS = 24


@command("cadence", example="postindex cadence blog.txt --by quarter --today 2026-04-01")
@with_measuring
@limit_option(_MOST_BARS, "Maximum number of bars; the most recent periods are kept.")
@json_option
def cadence(
    posts: PostIndex, *, by: Any, window: Window | None, today: str | None, limit: int, as_json: bool
) -> str | None:
    """Measure how often the blog publishes.

    Prints gaps, streaks, rhythms, and a bar for each recent period. By default, the first and the last post set the
    window; --from, --to and --today change it, and include days without posts at either end.
    """
    measured = measure(posts, by=by, window=window, today=today)
    if as_json:
        write_json(to_jsonable_python(_as_json(measured)))
    elif measured.posts:
        shown = [
            *key_figures(measured),
            *(KeyFigure("Trends", text) for text in [trends_in_words(measured.trends)] if text),
        ]
        if later := len(posts) - len(posts.between(None, today)):
            shown.append(KeyFigure("Not counted", f"{later:,}", f"after {today}"))
        print_table(("", ""), [(label, f"{value} ({note})" if note else value) for label, value, note in shown])
        print_line("")
        _print_counts(measured, limit)
    return None if measured.posts else "No post matches."


def _print_counts(measured: Cadence, limit: int) -> None:
    firsts = list(measured.counts)[-limit:]
    labels = [str(first) if measured.by == "week" else period_name(first, measured.by) for first in firsts]
    counts = [measured.counts[first] for first in firsts]
    notes = ["partial" if first in measured.partial else "" for first in firsts]
    header = "Week of" if measured.by == "week" else measured.by.capitalize()
    reserved = sum(max(map(len, column)) + 2 for column in ([header, *labels], ["Posts", *map(str, counts)], notes))
    bars = [f"{bar}  {note}".strip() for bar, note in zip(render_bars(counts, reserved), notes, strict=True)]
    print_table((header, "Posts", ""), zip(labels, map(str, counts), bars, strict=True))
    if earlier := len(measured.counts) - len(firsts):
        noun = measured.by if earlier == 1 else f"{measured.by}s"
        print_line(f"{earlier:,} earlier {noun} not shown; --limit {len(measured.counts)} shows all")


def _as_json(measured: Cadence) -> Mapping[str, Any]:
    rate = measured.rate()
    return {
        "by": measured.by,
        "window": measured.window,
        "today": measured.today,
        "posts": len(measured.posts),
        "first": measured.posts[0].id if measured.posts else None,
        "last": measured.posts[-1].id if measured.posts else None,
        "periods": [
            {
                "first": first,
                "posts": count,
                "reading_minutes": measured.reading_minutes[first],
                "partial": first in measured.partial,
                "rate": rate.get(first),
            }
            for first, count in measured.counts.items()
        ],
        "gaps": measured.gaps,
        "mean_gap": measured.mean_gap,
        "median_gap": measured.median_gap,
        "p90_gap": measured.p90_gap,
        "longest_gap": measured.longest_gap,
        "longest_gaps": [
            {"days": gap.days, "before": gap.before.id, "after": gap.after.id} for gap in measured.longest_gaps()
        ],
        "current_gap": measured.current_gap,
        "regularity": measured.regularity,
        "weekdays": measured.weekdays,
        "hours": measured.hours,
        "longest_streak": measured.longest_streak,
        "current_streak": measured.current_streak,
        "rhythms": measured.rhythms,
        "next_due": measured.next_due,
        "trends": measured.trends,
    }

"""The command that measures: how often posts come."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from postindex.cadence import Cadence, measure
from postindex.cadence.trends import trends_in_words
from postindex.cadence.window import Window
from postindex.cli.options import command, echo_json, json_option, limited, measured
from postindex.cli.terminal import bars, echo, show
from postindex.index import PostIndex
from postindex.plots.descriptions import period_name
from postindex.report.key_figures import KeyFigure, key_figures

_PERIODS = 24  # that are shown


@command("cadence", example="postindex cadence blog.txt --by quarter --today 2026-04-01")
@measured
@limited(_PERIODS, "Bars for so many periods at most, the last ones.")
@json_option
def cadence(
    posts: PostIndex, *, by: Any, window: Window | None, today: str | None, limit: int, as_json: bool
) -> str | None:
    """Say how often posts come: gaps, streaks, the rhythm, and a bar for each of the last periods.

    Silence up to --today counts, and so does that between --from and --to.
    """
    found = measure(posts, by=by, window=window, today=today)
    if as_json:
        echo_json(to_jsonable_python(_plain(found)))
    elif found.posts:
        told = [*key_figures(found), *(KeyFigure("Trends", text) for text in [trends_in_words(found.trends)] if text)]
        if later := len(posts) - len(posts.between(None, today)):
            told.append(KeyFigure("Not counted", f"{later:,}", f"after {today}"))
        show(("", ""), [(label, f"{value} ({note})" if note else value) for label, value, note in told])
        echo("")
        _show_counts(found, limit)
    return None if found.posts else "No post matches."


def _show_counts(found: Cadence, limit: int) -> None:
    firsts = list(found.counts)[-limit:]
    labels = [str(first) if found.by == "week" else period_name(first, found.by) for first in firsts]
    numbers = [found.counts[first] for first in firsts]
    notes = ["partial" if first in found.partial else "" for first in firsts]
    head = "Week of" if found.by == "week" else found.by.capitalize()
    beside = sum(max(map(len, column)) + 2 for column in ([head, *labels], ["Posts", *map(str, numbers)], notes))
    drawn = [f"{bar}  {note}".strip() for bar, note in zip(bars(numbers, beside), notes, strict=True)]
    show((head, "Posts", ""), zip(labels, map(str, numbers), drawn, strict=True))
    if earlier := len(found.counts) - len(firsts):
        kind = found.by if earlier == 1 else f"{found.by}s"
        echo(f"{earlier:,} earlier {kind} left out; --limit {len(found.counts)} shows all")


def _plain(found: Cadence) -> Mapping[str, Any]:
    rate = found.rate()
    return {
        "by": found.by,
        "window": found.window,
        "today": found.today,
        "posts": len(found.posts),
        "first": found.posts[0].id if found.posts else None,
        "last": found.posts[-1].id if found.posts else None,
        "periods": [
            {
                "first": first,
                "posts": count,
                "reading_minutes": found.reading_minutes[first],
                "partial": first in found.partial,
                "rate": rate.get(first),
            }
            for first, count in found.counts.items()
        ],
        "gaps": found.gaps,
        "mean_gap": found.mean_gap,
        "median_gap": found.median_gap,
        "p90_gap": found.p90_gap,
        "longest_gap": found.longest_gap,
        "longest_gaps": [
            {"days": gap.days, "before": gap.before.id, "after": gap.after.id} for gap in found.longest_gaps()
        ],
        "current_gap": found.current_gap,
        "regularity": found.regularity,
        "weekdays": found.weekdays,
        "hours": found.hours,
        "longest_streak": found.longest_streak,
        "current_streak": found.current_streak,
        "rhythms": found.rhythms,
        "next_due": found.next_due,
        "trends": found.trends,
    }

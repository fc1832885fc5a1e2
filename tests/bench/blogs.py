"""Generated blogs of any size, the same on every day and machine."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from html import escape
from itertools import accumulate

from postindex import Post

_FIRST_DAY = date(1900, 1, 1)
_TAGS = 200
_SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ren",
    "tu",
    "sol",
    "bri",
    "den",
    "fa",
    "gor",
    "hel",
    "is",
    "jun",
    "kel",
    "lum",
    "mar",
    "nor",
    "op",
    "pel",
    "qua",
    "rin",
    "sta",
    "tor",
    "ul",
    "ven",
    "wis",
    "yor",
    "zan",
]


def listing_text(size: int, seed: int = 1) -> str:
    """The text of a listing of so many posts: Zipf's law in words and tags, one tag on nearly every post."""
    chance = random.Random(seed)
    words, weights = _vocabulary(chance)
    tags = [f"/{'-'.join(chance.choices(words, k=chance.choice((1, 1, 2))))}" for _ in range(_TAGS)]
    tag_weights = list(accumulate(1 / rank for rank in range(1, _TAGS + 1)))
    lines = ["/blog", "Posts touching blog.", f"{size:,} posts" if size != 1 else "1 post"]
    for number in range(size):
        day = _FIRST_DAY + timedelta(days=(size - number) * 40_000 // size)
        title = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(6, 14))).capitalize()
        summary = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(15, 30))).capitalize()
        shown = dict.fromkeys(chance.choices(tags, cum_weights=tag_weights, k=4))
        listed = [*shown, *(["/blog"] if chance.random() < 0.985 else [])]
        head = f"- {day:%B} {day.day}, {day.year} {chance.randint(2, 9)} min"
        lines += [head, f"{title} {number}", f"{summary}.", *(f"- {tag}" for tag in listed)]
    return "\n".join(lines) + "\n"


def rss_text(posts: Iterable[Post]) -> str:
    """The same posts as RSS."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<rss version="2.0"><channel><title>Bench</title>']
    for post in posts:
        moment = datetime.combine(post.day, time(12), UTC)
        link = f"https://example.org/{post.slug}/"
        lines += [
            f"<item><title>{escape(post.title)}</title><link>{link}</link>",
            f'<guid isPermaLink="false">{post.id}</guid><pubDate>{format_datetime(moment, usegmt=True)}</pubDate>',
            f"<description>{escape(post.summary)}</description>",
            *(f"<category>{escape(tag.name)}</category>" for tag in post.tags),
            "</item>",
        ]
    return "\n".join([*lines, "</channel></rss>"])


def worst_cases() -> dict[str, str]:
    """Texts that a careless pattern or loop would take minutes for."""
    head, tags = "- March 22, 2026 5 min", "- /tea\n- /pots"
    next_entry = f"{head}\nA kettle\n{tags}"
    return {
        "one line of 2 MB": f"{head}\n{'tea ' * 500_000}\n{tags}\n{next_entry}",
        "a million spaces in a title": f"{head}\nTea,{' ' * 1_000_000}twice\n{tags}\n{next_entry}",
        "20,000 entries without titles": f"{head}\n" * 20_000,
        "10,000 posts of one day and title": "".join(f"{head}\nTea\nCup {n}.\n{tags}\n" for n in range(10_000)),
        "100,000 lines of text below an entry": f"{head}\nTea\n{tags}\n" + "Tea, twice.\n" * 100_000,
    }


def _vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    words = sorted({"".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)})
    chance.shuffle(words)
    return words, list(accumulate(1 / rank for rank in range(1, len(words) + 1)))

"""Pages of other layouts than a listing's, made from a seed: their titles are above, beside or below the dates."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

_VERBS = [
    "Fixing",
    "Tuning",
    "Reading",
    "Writing",
    "Moving",
    "Scaling",
    "Testing",
    "Shipping",
    "Hiring",
    "Naming",
    "Pooling",
    "Caching",
    "Measuring",
]
_THINGS = [
    "connections",
    "ledgers",
    "queues",
    "interviews",
    "budgets",
    "deploys",
    "kettles",
    "gardens",
    "indexes",
    "sockets",
    "maps",
    "teams",
    "letters",
]
_PLACES = [
    "in production",
    "at night",
    "for a small team",
    "without fear",
    "on one machine",
    "in Postgres",
    "the hard way",
    "in 2024",
    "",
]
_SHORT = [
    "Keys",
    "Footprints",
    "Mentoring",
    "Architecture",
    "Harbours",
    "Envelopes",
    "Tides",
    "Ropes",
    "Lanterns",
    "Compasses",
]
_SENTENCES = [
    "A production app needs more than one {} before the first winter.",
    "We have all seen {} that nobody owns.",
    "Most {} fail for the same reason, and nobody writes it down.",
    "What we learned about {} in a year of quiet work.",
    "Notes on {}, and on what they cost",
    "The first part of a series about {}…",
    "Is there a better way to think about {}?",
]
_AUTHORS = ["Jane Doe", "John Roe", "Ann Leaf", "M. de Vries", "Kai", "Jane Doe and John Roe", "Editorial team"]
_CATEGORIES = ["Engineering", "Life", "Product news", "How-to", "Notes", "Databases"]
_BUTTONS = [
    "Read",
    "Read more",
    "Read more →",
    "Continue reading",
    "Read article",
    "View post",
    "Share",
    "3 comments",
    "•",
]
_TAGS = ["tea", "pots", "postgres", "rust", "career", "hiring", "design", "ci-cd", "maps"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Page(NamedTuple):
    """A page of another layout: its text, its true titles, and the name of its layout."""

    text: str
    titles: frozenset[str]
    layout: str


def make_page(seed: int) -> Page:
    """Return the page of a seed; the same seed makes the same page."""
    return _Maker(Random(f"layout {seed}")).page()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random

    def pick(self, chance: float) -> bool:
        return self.random.random() < chance

    def page(self) -> Page:
        random = self.random
        layout = random.choice(["above", "above", "beside", "below", "below", "between"])
        number = random.choice([1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20])
        number = max(2, number) if layout == "below" else number
        form = random.choice(self._forms())
        bullet = random.choice(["", "", "", "- ", "• ", "* "])
        self.parts = {
            name: random.random() < chance
            for name, chance in (
                ("summary", 0.6),
                ("tags", 0.4),
                ("author", 0.35),
                ("button", 0.35),
                ("blank", 0.5),
                ("minutes", 0.4),
            )
        }
        self.title_bulleted = random.random() < 0.3
        self.author_behind = random.random() < 0.3
        self.tag_form = random.choice(["#", "#", "• ", "Tags: ", "plain"])
        self.authors = random.sample(_AUTHORS, random.choice([1, 1, 2, 3]))
        self.label_form = random.choice(
            ["author", "author", "by", "category", "button", "mark", "minutes", "tags", "clock"]
        )
        self.button = random.choice(_BUTTONS)
        self.optional = random.random() < 0.3
        titles: list[str] = []
        lines = list(self._header())
        day = date(2026, 3, 22)
        for _ in range(number):
            day -= timedelta(random.randrange(1, 40))
            title = self._title(titles)
            titles.append(title)
            record = getattr(self, f"_{layout}")(title, form(day), bullet)
            lines += record
            if self.parts["blank"]:
                lines.append("")
        if layout == "above" and number > 1 and self.pick(0.05):  # of one post, a listing is left
            del lines[: lines.index(next(line for line in lines if titles[0] in line)) + 1]
        lines += self._footer()
        return Page("\n".join(lines) + "\n", frozenset(titles), layout)

    def _forms(self) -> list[Callable[[date], str]]:
        return [
            lambda day: f"{_MONTHS[day.month - 1]} {day.day}, {day.year}",
            lambda day: f"{_MONTHS[day.month - 1][:3]} {day.day}, {day.year}",
            lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
            lambda day: day.isoformat(),
            lambda day: f"{day.year}/{day.month:02}/{day.day:02}",
            lambda day: f"{day:%A}, {_MONTHS[day.month - 1]} {day.day}, {day.year}",
        ]

    def _header(self) -> list[str]:
        kind = self.random.random()
        if kind < 0.45:
            return []
        lines = self.random.sample(
            ["Blog", "The Kettle Log", "Home | About | RSS", "Home", "Posts", "All posts", "Writing"],
            self.random.choice([1, 1, 2]),
        )
        if kind > 0.9:
            lines.insert(0, "/blog")
        if kind > 0.95:
            lines.append(f"{self.random.randrange(1, 60)} posts")
        return [*lines, ""] if self.parts["blank"] else lines

    def _footer(self) -> list[str]:
        return self.random.choice(
            [[], [], ["Older posts →"], ["© 2026 The Kettle Log"], ["1 2 3 Next"], ["Made in Leeds with care"]]
        )

    def _title(self, used: list[str]) -> str:
        while True:
            random = self.random
            kind = random.random()
            if kind < 0.3:
                title = random.choice(_SHORT)
            else:
                title = " ".join(filter(None, (random.choice(_VERBS), random.choice(_THINGS), random.choice(_PLACES))))
            title += "?" if kind > 0.93 else "." if 0.92 < kind <= 0.93 else ""
            if title not in used:
                return title

    def _summary(self) -> list[str]:
        if not self.parts["summary"] or (self.optional and self.pick(0.4)):
            return []
        return [
            self.random.choice(_SENTENCES).format(self.random.choice(_THINGS))
            for _ in range(self.random.choice([1, 1, 1, 2]))
        ]

    def _tag_lines(self) -> list[str]:
        if not self.parts["tags"] or (self.optional and self.pick(0.4)):
            return []
        tags = self.random.sample(_TAGS, self.random.choice([1, 2, 3]))
        if self.tag_form == "• ":
            return [f"• {tag}" for tag in tags]
        if self.tag_form == "#":
            return [" ".join(f"#{tag}" for tag in tags)]
        return [("Tags: " if self.tag_form == "Tags: " else "") + ", ".join(tags)]

    def _head(self, day: str, bullet: str) -> str:
        minutes = f" · {self.random.randrange(1, 20)} min read" if self.parts["minutes"] else ""
        author = f" · {self.random.choice(self.authors)}" if self.parts["author"] and self.author_behind else ""
        return f"{bullet}{day}{minutes}{author}"

    def _author(self) -> list[str]:
        if not self.parts["author"] or self.author_behind:
            return []
        return [self.random.choice(["", "By "]) + self.random.choice(self.authors)]

    def _button(self) -> list[str]:
        return [self.button] if self.parts["button"] else []

    def _above(self, title: str, day: str, bullet: str) -> list[str]:
        marked = f"{bullet}{title}" if self.title_bulleted else title
        return [marked, self._head(day, bullet), *self._author(), *self._summary(), *self._tag_lines(), *self._button()]

    def _beside(self, title: str, day: str, bullet: str) -> list[str]:
        mark = self.random.choice([" ", " — ", " · ", ": ", "  ", " | "])
        line = f"{bullet}{day}{mark}{title}" if self.parts["minutes"] else f"{bullet}{title}{mark}{day}"
        return [line, *self._author(), *self._summary(), *self._tag_lines(), *self._button()]

    def _below(self, title: str, day: str, bullet: str) -> list[str]:
        """Return a record with its title below the date, and a line between that is not a title."""
        between = {
            "author": lambda: [self.random.choice(self.authors)],
            "by": lambda: [f"By {self.random.choice(self.authors)}"],
            "category": lambda: [self.random.choice(_CATEGORIES)],
            "button": lambda: [self.button],
            "mark": lambda: [self.button if self.button == "•" else "---"],
            "minutes": lambda: [f"{self.random.randrange(2, 20)} min read"],
            "tags": lambda: [" ".join(f"#{tag}" for tag in self.random.sample(_TAGS, 2))],
            "clock": lambda: [f"{self.random.randrange(24)}:{self.random.randrange(60):02}"],
        }[self.label_form]()
        return [self._head(day, bullet), *between, title, *self._summary(), *self._tag_lines(), *self._button()]

    def _between(self, title: str, day: str, bullet: str) -> list[str]:
        """Return a record with its date below the summary."""
        return [
            f"{bullet}{title}" if self.title_bulleted else title,
            *self._summary(),
            *self._author(),
            self._head(day, bullet),
            *self._tag_lines(),
            *self._button(),
        ]

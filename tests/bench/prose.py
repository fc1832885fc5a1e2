"""Blogs of any size whose words behave like those of real ones: the same on every day and machine.

A post is about one topic, sometimes two, and most of its words that say something are that topic's. They come from an
urn: now and then a new word, otherwise one that was drawn before, which makes some words common and most of them rare
(Zipf's law), while the vocabulary grows with the blog (Heaps' law). Source: Simon, *On a class of skew distribution
functions*, Biometrika 42 (1955). Words without meaning of their own stand between them, as often as in English.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from postindex import Post

_FIRST_DAY = date(2001, 1, 1)
_DAYS = 9_000
_GROWTH = 0.62  # of the vocabulary: words ~ draws ** growth
_NEW = 1.0  # new words in the first draw of each urn, were there such a thing
_HEAD_START = 8  # times that a word given below was drawn before the first post

# A topic's name is its first tag; its other tags are among its words. One with a capital is a name, and has one form.
_TOPICS = {
    "databases": "Postgres SQLite query index table vacuum replica schema migrate transaction lock backup rollback",
    "kubernetes": "Kubernetes cluster node pod container deploy Helm operator ingress scale quota autoscaler",
    "observability": "Grafana Prometheus Loki alert graph trace metric dashboard pager incident threshold",
    "management": "manager meeting team hire goal feedback roadmap estimate delegate interview onboard",
    "python": "Python package import decorator type fixture wheel generator linter notebook coroutine",
    "ci/cd": "pipeline build release artifact runner branch merge review canary checklist GitHub",
    "machine-learning": "model train prompt label token embed predict agent benchmark dataset Llama",
    "networks": "tunnel router packet proxy Cloudflare latency firewall socket cable switch WireGuard",
    "security": "secret attack patch audit password certificate breach login permission vault OpenSSL",
    "frontend": "React TypeScript component style layout browser button render font form accessibility",
    "fintech": "payment ledger card bank refund settle fraud balance invoice currency reconcile",
    "homelab": "server rack fan disk boot Debian power noise Proxmox battery closet",
    "writing": "essay draft editor sentence reader margin paragraph revise story outline newsletter",
    "libraries": "novel library chapter shelf author borrow catalogue page stamp archive return",
    "kitchen": "kettle tea bread oven recipe flour spoon simmer bake pan ferment",
    "garden": "seed soil tomato water fence compost prune bloom frost hedge Bologna",
    "bicycles": "bicycle wheel chain brake ride saddle hill gear tyre commute Utrecht",
    "weather": "weather station rain wind sensor storm forecast barometer cloud thunder gauge",
    "music": "guitar chord record song choir tune drum rehearse concert string metronome",
    "photography": "camera lens film darkroom print portrait expose shutter light tripod Kodak",
    "startups": "founder customer price launch market pitch contract sell churn subscription runway",
    "maps": "map tile route coast border survey compass project atlas harbour OpenStreetMap",
    "schools": "lesson teacher pupil exam class homework chalk learn timetable workshop playground",
    "radio": "antenna signal transmit frequency receiver static valve tower broadcast solder Morse",
}
_COMMON = (
    "code system week tool year problem change work time people cost thing day test user service plan reason question "
    "decide team start stop keep learn break fix write run wait move measure small slow quiet honest cheap answer "
    "simple wrong better boring useful hidden friday morning surprise mistake promise habit number machine friend"
)
_TAGS = "notes til tools open-source career remote-work how-to c++ .net post-mortem 3d-printing a11y year-in-review"
_GLUE = {
    "the": 60, "and": 36, "of": 32, "to": 32, "a": 28, "in": 22, "for": 16, "is": 14, "that": 14, "with": 11, "on": 10,
    "we": 10, "our": 8, "it": 8, "how": 8, "not": 8, "from": 7, "what": 7, "why": 7, "this": 6, "you": 6, "at": 6,
    "without": 4, "about": 4, "when": 5, "every": 4, "by": 4, "an": 4, "are": 4, "was": 4, "your": 4, "than": 3,
    "before": 3, "after": 3, "more": 4, "into": 2, "has": 3, "my": 4, "who": 2, "should": 2, "never": 2, "until": 1,
}  # fmt: skip
_GLUE_WORDS, _GLUE_WEIGHTS = list(_GLUE), list(accumulate(_GLUE.values()))
_FORMS = ("", "s", "ing", "ed", "er")
_FORM_WEIGHTS = (60, 82, 90, 97, 100)
_STARTS: list[str] = [
    *"bcdfghjklmnprstvw", *"bdlmnprst",
    "br", "ch", "cl", "dr", "fl", "gr", "pl", "pr", "sh", "sl", "sp", "st", "th", "tr",
]  # fmt: skip
_MIDDLES: list[str] = [*"aeiouaeioae", "ai", "ea", "ee", "ou"]
_ENDS: list[str] = ["", "", "", "", *"nrlstmxd", "ck", "nd", "nt", "rk", "st", "mp"]


class _Urn:
    """An urn (Hoppe): words drawn so far, each as often as it was drawn."""

    def __init__(self, words: str, chance: Random) -> None:
        self.drawn = words.split() * _HEAD_START
        self.given = len(self.drawn)
        self.chance = chance

    def draw(self) -> str:
        draws = len(self.drawn)
        if self.chance.random() < _NEW * (draws - self.given + 1) ** (_GROWTH - 1):
            word = _new_word(self.chance)
        else:
            word = self.drawn[int(self.chance.random() * draws)]
        self.drawn.append(word)
        return word


class _Blog:
    """What a blog's author draws words and tags from."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.common = _Urn(_COMMON, chance)
        self.topics = {name: _Urn(words, chance) for name, words in _TOPICS.items()}
        self.tags = {name: [name, *words.lower().split()[:8]] for name, words in _TOPICS.items()}

    def words(self, count: int, topics: list[str]) -> Iterator[str]:
        """Yield words about the topics; the last one is a content word."""
        random, glued = self.chance.random, False
        for left in reversed(range(count)):
            glued = left > 0 and random() < (0.2 if glued else 0.5)
            if glued:
                yield self.chance.choices(_GLUE_WORDS, cum_weights=_GLUE_WEIGHTS)[0]
            elif random() < 0.03:
                yield self._number()
            elif random() < 0.03:
                yield f"{self._content(topics)}-{self._content(topics)}".lower()
            else:
                yield self._content(topics)

    def tags_of(self, topic: str) -> list[str]:
        """Return two to five tags: mostly of the topic, the first ones more often; a few are unique."""
        names = self.tags[topic]
        weights = [1 / place for place in range(1, len(names) + 1)]
        tags = self.chance.choices(names, weights, k=self.chance.randint(1, 3))
        tags += self.chance.choices(_TAGS.split(), k=self.chance.randint(1, 2))
        if self.chance.random() < 0.03:
            tags.append(f"{self.common.draw()}-{self.topics[topic].draw()}".lower())
        distinct = list(dict.fromkeys(tags))[:5]
        return distinct if len(distinct) > 1 else [*distinct, "blog"]

    def _content(self, topics: list[str]) -> str:
        random = self.chance.random
        urn = self.common if random() < 0.35 else self.topics[topics[int(random() * len(topics))]]
        word = urn.draw()
        if not word.islower():
            return word
        return inflected(word, self.chance.choices(_FORMS, cum_weights=_FORM_WEIGHTS)[0])

    def _number(self) -> str:
        chance = self.chance
        return chance.choice(
            [
                str(chance.randint(2, 60)),
                str(chance.randint(1990, 2030)),
                f"{chance.randint(1, 9)}.{chance.randint(0, 30)}",
                f"{chance.randint(2, 9)}{chance.choice('xgmk')}",
            ]
        )


def prose_posts(size: int, seed: int = 1) -> list[Post]:
    """Return so many posts: titles of 4 to 12 words, summaries of 15 to 35, two to five tags; newest first."""
    chance = Random(seed)
    blog, names = _Blog(chance), list(_TOPICS)
    favour = list(accumulate(1 / (place + 4) for place in range(len(names))))
    posts = []
    for number in range(size):
        topics = chance.choices(names, cum_weights=favour, k=1 if chance.random() < 0.7 else 2)
        title = " ".join(blog.words(chance.randint(4, 12), topics))
        summary = " ".join(blog.words(chance.randint(15, 35), topics))
        posts.append(
            Post(
                title=title[0].upper() + title[1:],
                published=_FIRST_DAY + timedelta(days=(size - number) * _DAYS // size),
                summary=f"{summary[0].upper()}{summary[1:]}.",
                tags=blog.tags_of(topics[0]),
                reading_minutes=chance.randint(2, 9),
            )
        )
    return posts


def inflected(word: str, ending: str) -> str:
    """Return a word with an ending, spelt as English mostly is: `studies`, `baking`, `fixed`."""
    if ending == "s":
        if word.endswith(("s", "x", "z", "sh", "ch")):
            return f"{word}es"
        return f"{word[:-1]}ies" if word[-1] == "y" and word[-2] not in "aeiou" else f"{word}s"
    if ending and word.endswith("e") and not word.endswith("ee"):
        return word[:-1] + ending
    return word + ending


def _new_word(chance: Random) -> str:
    """A word of one to four syllables, every fifth of them a name."""
    syllables = chance.choices((1, 2, 3, 4), (10, 55, 28, 7))[0]
    word = "".join(chance.choice(_STARTS) + chance.choice(_MIDDLES) for _ in range(syllables)) + chance.choice(_ENDS)
    return word.capitalize() if chance.random() < 0.2 else word

"""Questions to a search, and the answers of `PostIndex` in the form of tests/websearch/answer.mjs."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from postindex import Hit, PostIndex
from postindex.index.search import FieldName

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789éßа語"
ENDS = (
    '"',
    " -",
    " --x",
    " tag:",
    "  ",
    " 🎉",
    "ß",
    "İ",
    "ǅ",
    "\u200b",
    "ﬁ",
    "¨",
    "Ⅷ",
    "①",
    " \u05e9\u05dc\u05d5\u05dd",
    "𝒳",
)
LIMITS = (10, 10, 10, 1, 3, 25, 100)
Question = dict[str, Any]


def questions(index: PostIndex, count: int, seed: object) -> list[Question]:
    """Return questions made from the texts of an index: typos, phrases, exclusions, tags, joined and cut words."""
    chance = Random(f"questions {seed}")
    posts, tags = list(index), [tag.name for tag in index.tags] or ["tea"]
    return [_question(chance, chance.choice(posts), tags) for _ in range(count)]


def _question(chance: Random, post: Any, tags: Sequence[str]) -> Question:
    text = chance.choice([post.title, post.title, post.summary, " ".join(tag.name for tag in post.tags)]) or post.title
    words = text.split()
    start = chance.randrange(len(words))
    typed = words[start : start + chance.choice((1, 1, 2, 3, 4, 6, 12))]
    if chance.random() < 0.3:
        chance.shuffle(typed)
    for _ in range(chance.choice((0, 0, 1, 2))):
        number = chance.randrange(len(typed))
        typed[number] = _slip(typed[number], chance)
    if chance.random() < 0.2:
        typed[-1] = typed[-1][: chance.randrange(1, len(typed[-1]) + 1)] if typed[-1] else "x"
    query = " ".join(typed)
    forms = (
        f'"{query}"',
        f'{query} "{" ".join(words[:2])}"',
        f"{query} -{chance.choice(words)}",
        f"{query} tag:{chance.choice(tags).replace(' ', '-')}",
        f'{query} -tag:"{chance.choice(tags)}"',
        query.replace(" ", "", 1),
        f"{query[: len(query) // 2]} {query[len(query) // 2 :]}",
        post.title,
        f"{query}{chance.choice(ENDS)}",
    )
    question: Question = {"query": chance.choice((query,) * 12 + forms)[:900], "limit": chance.choice(LIMITS)}
    if chance.random() < 0.05:
        question["sort"] = "newest"
    if chance.random() < 0.05:
        question["tag"] = chance.choice(tags)
    return question


def _slip(word: str, chance: Random) -> str:
    """Return a word with a character too many, too few or wrong, or two neighbours swapped."""
    at, letter = chance.randrange(len(word) + 1), chance.choice(LETTERS)
    return chance.choice(
        [
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        ]
    )


def answer(index: PostIndex, question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the library answers; spans count UTF-16 units, as in JavaScript."""
    within = index.tagged(question["tag"]) if question.get("tag") else index
    query = question["query"]
    hits = within.search(query, limit=question.get("limit", 10), sort=question.get("sort", "score"))
    return {
        "hits": [_hit(hit) for hit in hits],
        "suggested": [
            {"kind": each.kind, "text": each.text, "name": each.tag.slug if each.tag else each.post and each.post.id}
            for each in index.suggest(query)
        ],
        "instead": index.did_you_mean(query),
        "facets": [[tag.slug, posts] for tag, posts in within.facets(query).items()],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    matches = []
    for match in hit.matches:
        text = match.tag.name if match.tag else getattr(hit.post, match.field)
        start, end = (len(text[:offset].encode("utf-16-le")) // 2 for offset in (match.start, match.end))
        matches.append(
            {
                "field": match.field,
                "tag": match.tag.slug if match.tag else None,
                "start": start,
                "end": end,
                "token": match.token,
                "word": match.word,
                "kind": match.kind,
                "similarity": match.similarity,
            }
        )
    fields: tuple[FieldName, ...] = ("title", "tags", "summary")
    return {
        "id": hit.post.id,
        "score": hit.score,
        "matches": matches,
        "highlighted": [hit.highlighted(field) for field in fields],
    }

"""Questions to a search, each with the one post that answers it: the same on every day and machine.

A question whose exact words stand in another post as well is left out, since no engine could tell the two apart. It is
typed as people in a hurry type: in lower case, and with slips of the finger in words of four letters or more.
"""

import re
from collections.abc import Callable, Sequence
from random import Random
from string import ascii_lowercase
from typing import NamedTuple

from postindex import Post

_WORD = re.compile(r"[^\W_]{2,}")
_LONG = 4  # letters, from which on a word is mistyped, or tells something
_FEW = 10  # of a hundred posts: a word that more of them carry says little
_TRIES = 50  # posts for every question asked for: enough even where most questions have two answers


class Question(NamedTuple):
    """A query, the id of the intended post, and the kind of question."""

    query: str
    id: str
    kind: str


class _Carriers:
    """Which posts carry a word: in the title, or anywhere."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self.titles: dict[str, set[int]] = {}
        self.texts: dict[str, set[int]] = {}
        for position, post in enumerate(posts):
            for word in words_of(post.title):
                self.titles.setdefault(word, set()).add(position)
                self.texts.setdefault(word, set()).add(position)
            for word in words_of(" ".join([post.summary, *(tag.name for tag in post.tags)])):
                self.texts.setdefault(word, set()).add(position)


def rare_word_questions(posts: Sequence[Post], typos: int, seed: int = 1) -> list[Question]:
    """Return a question about each post whose title has two words that few posts carry, with this number of typos.

    The query has two or three such words, in any order.
    """
    chance, carriers = Random(f"{seed} {typos}"), _Carriers(posts)
    questions = []
    for position, post in enumerate(posts):
        rare = [
            word
            for word in dict.fromkeys(words_of(post.title))
            if _is_long(word) and len(carriers.texts[word]) * 100 <= len(posts) * _FEW
        ]
        if len(rare) < 2:
            continue
        words = chance.sample(rare, min(chance.choice((2, 3)), len(rare)))
        if _has_one_answer(position, words, carriers.titles):
            questions.append(Question(" ".join(mistyped(words, typos, chance)), post.id, f"{len(words)} words"))
    return chance.sample(questions, len(questions))  # so that the first ones are about posts of any age


def mixed_questions(posts: Sequence[Post], count: int = 300, seed: int = 1) -> list[Question]:
    """Return questions about random posts, in equal numbers of each kind; fewer if there are not enough."""
    chance, carriers = Random(f"{seed}"), _Carriers(posts)
    questions: dict[str, Question] = {}
    for number, (kind, ask) in enumerate(_KINDS.items(), 1):
        wanted = count * number // len(_KINDS)
        for _ in range(_TRIES * count if posts else 0):
            if len(questions) == wanted:
                break
            position = chance.randrange(len(posts))
            query = ask(position, posts[position], carriers, chance)
            if query:
                questions.setdefault(query, Question(query, posts[position].id, kind))
    return chance.sample(list(questions.values()), len(questions))


def words_of(text: str) -> list[str]:
    """Return the runs of two or more letters and digits in a text, in lower case."""
    return _WORD.findall(text.lower())


def mistyped(words: Sequence[str], typos: int, chance: Random) -> list[str]:
    """Return the words with so many typos in those of four letters or more, in different ones as far as they go."""
    places = [place for place, word in enumerate(words) if _is_long(word)]
    typed = list(words)
    while typed == list(words):  # two typos in one word may undo each other
        typed = list(words)
        for place in chance.sample(places, typos) if typos <= len(places) else chance.choices(places, k=typos):
            typed[place] = _slip(typed[place], chance)
    return typed


def _slip(word: str, chance: Random) -> str:
    """One letter too many, too few or wrong, or two neighbours swapped; never the word itself."""
    slipped = word
    while slipped == word:
        at, letter = chance.randrange(len(word)), chance.choice(ascii_lowercase)
        slipped = chance.choice(
            [
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            ]
        )
    return slipped


def _is_long(word: str) -> bool:
    return len(word) >= _LONG and word.isalpha()


def _has_one_answer(position: int, words: Sequence[str], carriers: dict[str, set[int]]) -> bool:
    """Whether no other post carries all the words."""
    return set.intersection(*sorted((carriers[word] for word in words), key=len)) == {position}


# -- kinds of question: each makes one about a post, or none -----------------------------------------------------------


def _adjacent(words: Sequence[str], chance: Random) -> list[str]:
    """Two or three neighbours, where there are so many."""
    size = min(chance.choice((2, 3)), len(words))
    start = chance.randint(0, len(words) - size)
    return list(words[start : start + size])


def _scattered(words: Sequence[str], chance: Random) -> list[str]:
    """Two or three words of any places, in any order, where there are so many."""
    distinct = list(dict.fromkeys(words))
    return chance.sample(distinct, min(chance.choice((2, 3)), len(distinct)))


def _about_title(
    pick: Callable[[Sequence[str], Random], list[str]], typos: int
) -> Callable[[int, Post, _Carriers, Random], str]:
    def ask(position: int, post: Post, carriers: _Carriers, chance: Random) -> str:
        words = pick(words_of(post.title), chance)
        if len(words) < 2 or not any(map(_is_long, words)) or not _has_one_answer(position, words, carriers.titles):
            return ""
        return " ".join(mistyped(words, typos, chance) if typos else words)

    return ask


def _unfinished(position: int, post: Post, carriers: _Carriers, chance: Random) -> str:
    """Neighbours in the title, the last of them typed halfway: two letters at least, and one less than it has."""
    words = _adjacent(words_of(post.title), chance)
    if len(words) < 2 or not _is_long(words[-1]):
        return ""
    *whole, last = words
    typed = last[: chance.randint(2, len(last) - 1)]
    other_posts = set.intersection(*(carriers.titles[word] for word in whole)) - {position}
    finished = [places for word, places in carriers.titles.items() if word.startswith(typed)] if other_posts else []
    if any(not other_posts.isdisjoint(places) for places in finished):
        return ""
    return " ".join([*whole, typed])


def _about_summary(position: int, post: Post, carriers: _Carriers, chance: Random) -> str:
    words = _scattered(words_of(post.summary), chance)
    if len(words) < 2 or not _has_one_answer(position, words, carriers.texts):
        return ""
    return " ".join(words)


def _about_tag(position: int, post: Post, carriers: _Carriers, chance: Random) -> str:
    """A tag as it is written, and a word of the title."""
    title = words_of(post.title)
    if not post.tags or not title:
        return ""
    tag, word = chance.choice(post.tags).name, chance.choice(title)
    return f"{tag} {word}".lower() if _has_one_answer(position, [*words_of(tag), word], carriers.texts) else ""


_KINDS: dict[str, Callable[[int, Post, _Carriers, Random], str]] = {
    "neighbours in the title, one typo": _about_title(_adjacent, 1),
    "words of the title, one typo": _about_title(_scattered, 1),
    "words of the title, two typos": _about_title(_scattered, 2),
    "the last word unfinished": _unfinished,
    "words of the summary": _about_summary,
    "a tag and a word of the title": _about_tag,
    "neighbours in the title": _about_title(_adjacent, 0),
}

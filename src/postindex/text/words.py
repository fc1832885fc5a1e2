"""The words of a text, folded, with their spans."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from postindex.text.visibility import INVISIBLE

_ASCII_WORD = re.compile(r"[a-z](?:\+\+|\#)|[a-z0-9]+|(?<![\w.])\.[a-z][a-z0-9]*")
# The same of the classes of a text's characters, see `_Classes`. Unspaced letters are a word of their own.
_WORD = re.compile(r"(?P<unspaced>(?:um*)+)|(?<![ldu_.])\.l[ldm]*|l(?:\+\+|\#)|[ld][ldm]*")
_CHARACTER = re.compile("um*")
_LETTER, _UNSPACED, _DIGIT, _MARK, _OTHER = "ludm "
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_ASCII_CLASSES = dict.fromkeys(range(128), _OTHER)
_ASCII_CLASSES |= dict.fromkeys(b"0123456789", _DIGIT) | dict.fromkeys(b"abcdefghijklmnopqrstuvwxyz", _LETTER)
_ASCII_CLASSES |= {code: chr(code) for code in b"+#._"}


class Word(NamedTuple):
    """A folded word, and the span of the original text that it was folded from (`end` exclusive)."""

    word: str
    start: int
    end: int


def words(text: str, *, singles: bool = True) -> Iterator[Word]:
    """Yield the words of a text in order, folded, with their spans in the original text.

    A word is a run of letters, digits and combining marks; `c++`, `c#` and `.net` are words. Folding removes case,
    width, invisible characters, the diacritics of Latin, Greek and Cyrillic, the points of Hebrew and Arabic, and
    tatweel: `Straße` becomes `strasse`, `Café` becomes `cafe` and `Smørrebrød` becomes `smorrebrod`. In scripts written
    without spaces, such as Chinese, Japanese or Thai, each pair of adjacent characters is a word; with `singles`, so is
    each character.

    >>> [word.word for word in words("Café or C++?")]
    ['cafe', 'or', 'c++']
    >>> list(words("Die Straße"))[1]
    Word(word='strasse', start=4, end=10)
    >>> [word.word for word in words("Ruby会議")]
    ['ruby', '会', '会議', '議']
    """
    folded, starts = fold(text)
    for word, start, end in _folded_words(folded, singles):
        if starts:
            after = bisect_right(starts, starts[end - 1])
            end_in_text = starts[after] if after < len(starts) else len(text)
            while _INVISIBLE.match(text, end_in_text - 1):
                end_in_text -= 1
            yield Word(word, starts[start], end_in_text)
        else:
            yield Word(word, start, end)


def terms(text: str, *, singles: bool = True) -> list[str]:
    """Return the folded words of a text in order, without spans; `singles` as in `words`.

    >>> terms("Grafana, Loki & Tempo")
    ['grafana', 'loki', 'tempo']
    """
    if text.isascii():
        matches: list[str] = _ASCII_WORD.findall(text.lower())
        return matches
    return [word for word, _, _ in _folded_words(fold(text)[0], singles)]


def _folded_words(folded: str, singles: bool) -> Iterator[tuple[str, int, int]]:
    if folded.isascii():
        yield from ((match[0], *match.span()) for match in _ASCII_WORD.finditer(folded))
        return
    kinds = classes(folded)
    for match in _WORD.finditer(kinds):
        start, end = match.span()
        if match.lastgroup != "unspaced":
            yield folded[start:end], start, end
            continue
        characters = [character.span() for character in _CHARACTER.finditer(kinds, start, end)]
        for (start, end), (_, end_of_pair) in pairwise([*characters, (0, 0)]):
            if singles or len(characters) == 1:
                yield folded[start:end], start, end
            if end_of_pair:
                yield folded[start:end_of_pair], start, end_of_pair


def fold(text: str) -> tuple[str, list[int] | None]:
    r"""Return a text folded for comparison and, where offsets differ, the original offset of each folded character.

    >>> fold("Ｃafé"), fold("Maß"), fold("a\u00adb")
    (('cafe', None), ('mass', [0, 1, 2, 2]), ('ab', [0, 2]))
    """
    if text.isascii():
        return text.lower(), None
    folds = _folds()
    folded = text.translate(folds.table)
    if folds.changing.isdisjoint(text):
        return folded, None
    starts = [offset for offset, char in enumerate(text) for _ in folds.table.get(ord(char), char)]
    return _composed(folded, starts, folds.composed)


def classes(folded: str) -> str:
    """Return the class of each character of a folded text, by one table for every Python.

    `l` is a letter, `u` one of a script without spaces, `d` a decimal digit and `m` a combining mark; `+`, `#`, `.` and
    `_` stand for themselves, and a space for any other character.

    >>> classes("c++ 17 会議")
    'l++ dd uu'
    """
    return folded.translate(_ASCII_CLASSES if folded.isascii() else _classes())


class _Folds(NamedTuple):
    table: dict[int, str]  # what a character folds to, if it is not itself
    changing: frozenset[str]  # characters that fold to none or several, or to one that may compose with the one before
    composed: dict[str, str]  # two folded characters, and the one that they become


@lru_cache(maxsize=1)
def _folds() -> _Folds:
    from postindex.text import characters  # large, and not needed for ASCII

    table = {ord(char): char.lower() for char in map(chr, range(ord("A"), ord("Z") + 1))}
    for first, last in _runs(characters.DROPPED):
        table.update(dict.fromkeys(range(first, last + 1), ""))
    code = 0
    for part in characters.SHIFTED.split():
        run, _, distance = part.partition(":")
        step = 2 if "*" in run else 1
        start, _, more = run.partition("*" if step > 1 else "+")
        code += int(start, 36)
        for each in range(code, code + step * (int(more or "0", 36) + 1), step):
            table[each] = chr(each + int(distance, 36))
    table.update({ord(part[0]): part[1:].replace("_", " ") for part in characters.EXPANDED.split()})
    composed = {part[:2]: part[2] for part in characters.COMPOSED.split()}
    seconds = {pair[1] for pair in composed} | set(map(chr, range(_FIRST_VOWEL, _LAST_FINAL + 1)))
    changing = {chr(code) for code, to in table.items() if len(to) != 1 or to in seconds} | seconds
    return _Folds(table, frozenset(changing), composed)


# Conjoining letters of Hangul, and the syllables that they compose: the Unicode Standard, section 3.12.
_FIRST_LEAD, _LEADS = 0x1100, 19
_FIRST_VOWEL, _VOWELS = 0x1161, 21
_BEFORE_FINALS, _FINALS = 0x11A7, 28
_LAST_FINAL = 0x11FF
_FIRST_SYLLABLE = 0xAC00


def _composed(folded: str, starts: list[int], pairs: dict[str, str]) -> tuple[str, list[int]]:
    """Compose each character with the one before, where the two are written as one."""
    chars: list[str] = []
    kept: list[int] = []
    for char, start in zip(folded, starts, strict=True):
        if chars and (both := pairs.get(chars[-1] + char) or _syllable(chars[-1], char)):
            chars[-1] = both
        else:
            chars.append(char)
            kept.append(start)
    return "".join(chars), kept


def _syllable(before: str, char: str) -> str:
    """Return the Korean syllable that two characters compose, or an empty text."""
    lead, vowel = ord(before) - _FIRST_LEAD, ord(char) - _FIRST_VOWEL
    if 0 <= lead < _LEADS and 0 <= vowel < _VOWELS:
        return chr(_FIRST_SYLLABLE + (lead * _VOWELS + vowel) * _FINALS)
    syllable, final = ord(before) - _FIRST_SYLLABLE, ord(char) - _BEFORE_FINALS
    if 0 <= syllable < _LEADS * _VOWELS * _FINALS and not syllable % _FINALS and 0 < final < _FINALS:
        return chr(ord(before) + final)
    return ""


class _Classes(dict[int, str]):
    """The class of each folded character: a letter, one of an unspaced script, a digit, a mark, or another one.

    `+`, `#`, `.` and `_` are classes of their own.
    """

    def __init__(self) -> None:
        from postindex.text import characters

        super().__init__(_ASCII_CLASSES)
        tables = (
            (_LETTER, characters.LETTERS),
            (_UNSPACED, characters.UNSPACED),
            (_DIGIT, characters.DIGITS),
            (_MARK, characters.MARKS),
        )
        runs = sorted((first, last, kind) for kind, text in tables for first, last in _runs(text))
        self._firsts = [first for first, _, _ in runs]
        self._runs = runs

    def __missing__(self, code: int) -> str:
        number = bisect_right(self._firsts, code) - 1
        kind = self[code] = self._runs[number][2] if number >= 0 and code <= self._runs[number][1] else _OTHER
        return kind


@lru_cache(maxsize=1)
def _classes() -> _Classes:
    return _Classes()


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of a table."""
    last = 0
    for part in text.split():
        start, _, more = part.partition("+")
        first = last + int(start, 36)
        last = first + int(more or "0", 36)
        yield first, last

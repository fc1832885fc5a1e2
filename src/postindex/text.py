"""Text as the index sees it: slugs, and words folded for comparison with an offset map back; and days in words."""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from slugify import slugify

# What XML 1.0 cannot carry, section 2.2 (the complement of its production Char).
XML_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])  # what it cannot carry below the space

# Most ASCII text slugs by table alone, as python-slugify would slug it (tests hold the two together). What needs
# more than a table becomes NUL, and then the library does it.
_SEPARATORS = ' !"$%&()*,-./:;<=>?@[\\]^_{|}~'
_PLAIN = bytes(
    ord(char.lower()) if char.isalnum() and char.isascii() else ord("-") if char in _SEPARATORS else 0
    for char in map(chr, range(256))
)
_HYPHENS = re.compile("--+")
_NO_SEPARATOR = re.compile(r"[0-9],[0-9]|(?<![\w.])\.[A-Za-z]")  # 1,234 is one number, and .NET a name
_APOSTROPHES = re.compile("['’ʼ`]")
_SYMBOLS = (  # the marks that tell C, C++, C# and .NET apart, which a slug would drop
    (re.compile(r"(?<=[\w+])\+"), "-plus"),
    (re.compile(r"(?<=\w)#"), "-sharp"),
    (re.compile(r"(?<![\w.])\.(?=[^\W\d_])"), " dot-"),
)
_LONGEST_SLUG = 100
_LONGEST_SLUGGED = 1000  # characters: normalising a long run of combining marks takes time that grows with its square
_DIGEST = 8

# Scripts that are written without spaces: Thai, Lao, Myanmar, Khmer, Chinese and Japanese.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:\+\+|\#)?|(?<![\w.])\.[a-z][a-z0-9]*")

_LONGEST_CLUSTER = 30  # Unicode Standard Annex 15, section 13: the stream-safe format
_COMPOSING = "\uff9e\uff9f"  # the voicing marks of half-width katakana, which say of themselves that they do not
_STRIPPED = range(0x300, 0x370)  # the diacritics of Latin, Greek and Cyrillic; other scripts' marks spell words


# Characters that turn the direction of what follows until another ends it (Unicode Standard Annex 9, section 2).
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EMBEDDING_ENDS, _ISOLATE_ENDS = "\u202c", "\u2069"


class Word(NamedTuple):
    """A folded word, and the span of the original text that it was folded from (`end` exclusive)."""

    word: str
    start: int
    end: int


def is_xml(text: str) -> bool:
    r"""Say whether XML 1.0 can carry a text: whether `XML_FORBIDDEN` finds nothing, in a fifth of its time.

    >>> is_xml("Tea,\ttwice"), is_xml("Tea\x07"), is_xml("\ud800")
    (True, False, False)
    """
    try:
        encoded = text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return len(encoded.translate(None, _CONTROLS)) == len(encoded) and "\ufffe" not in text and "\uffff" not in text


def close_bidi(text: str) -> str:
    r"""Return a text that turns the direction of nothing that stands behind it.

    What opens an embedding, an override or an isolate and never ends it is ended (Unicode Standard Annex 9, section 2),
    so that a title cannot turn round the page that it is shown on. Other texts stay as they are.

    >>> close_bidi("Tea"), closed("\u202egnp.tea"), closed("\u2067\u05ea\u05d4\u2069 is tea")
    ('Tea', '\u202egnp.tea\u202c', '\u2067תה\u2069 is tea')
    """
    if text.isascii() or not _TURNS.search(text):
        return text
    open_: list[str] = []  # what would end those that are open
    isolates = 0  # of them
    for char in _TURNS.findall(text):
        if char == _ISOLATE_ENDS:
            if isolates:  # it ends the embeddings within too
                isolates -= 1
                while open_.pop() != _ISOLATE_ENDS:
                    pass
        elif char == _EMBEDDING_ENDS:
            if open_ and open_[-1] == _EMBEDDING_ENDS:
                open_.pop()
        elif char <= "\u202e":
            open_.append(_EMBEDDING_ENDS)
        else:
            isolates += 1
            open_.append(_ISOLATE_ENDS)
    return text + "".join(reversed(open_))


def slug_of(text: str) -> str:
    """Return the slug of a text: lower-case letters, digits and marks of any script, joined by hyphens.

    `C++`, `C#` and `.NET` keep what sets them apart. A text without letters or digits has the empty slug. Beyond 100
    characters the slug is cut, and eight hexadecimal digits of the whole text's SHA-256 keep it distinct.

    >>> slug_of("Don't rewrite it in C++"), slug_of(".NET"), slug_of("Ruby 3.4 リリース")
    ('dont-rewrite-it-in-c-plus-plus', 'dot-net', 'ruby-3-4-リリース')
    """
    if text.isascii() and len(text) <= _LONGEST_SLUGGED:
        slug = text.encode().translate(_PLAIN, b"'`").decode()
        if "--" in slug:
            slug = _HYPHENS.sub("-", slug)
        slug = slug.strip("-")
        odd = "\0" in slug or (("." in text or "," in text) and _NO_SEPARATOR.search(text))
        slug = _slugify(text) if odd else slug
    else:
        slug = _slugify(text[:_LONGEST_SLUGGED])
    if len(slug) <= _LONGEST_SLUG and len(text) <= _LONGEST_SLUGGED:
        return slug
    if not slug and not any(map(str.isalnum, text)):
        return ""
    digest = digest_of(text)
    return f"{slug[: _LONGEST_SLUG - len(digest) - 1].rstrip('-')}-{digest}".lstrip("-")


def _slugify(text: str) -> str:
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).lower().replace("i\u0307", "i"))
    for symbol, name in _SYMBOLS:
        text = symbol.sub(name, text)
    other = rf"[^\w{_marks(text)}]+|_+"  # the library's own pattern drops marks
    slug = slugify(text, allow_unicode=True, entities=False, decimal=False, hexadecimal=False, regex_pattern=other)
    return slug if any(map(str.isalnum, slug)) else ""


def digest_of(text: str) -> str:
    """Return eight hexadecimal digits of a text's SHA-256.

    >>> digest_of("ledger")
    'fe14010b'
    """
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGEST]


def words(text: str, *, singles: bool = True) -> Iterator[Word]:
    """Yield the words of a text in order, folded, with their spans in the original text.

    A word is a run of letters, digits and the marks that spell them; `c++`, `c#` and `.net` are words. Folding drops
    case, width and the diacritics of Latin, Greek and Cyrillic, so `Straße` is `strasse` and `Café` is `cafe`. A run of
    a script that is written without spaces, such as Chinese, Japanese or Thai, gives each two neighbouring characters
    as a word and, with `singles`, each character alone.

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
            yield Word(word, starts[start], starts[after] if after < len(starts) else len(text))
        else:
            yield Word(word, start, end)


def terms(text: str, *, singles: bool = True) -> list[str]:
    """Return the folded words of a text in order, without spans; `singles` as in `words`.

    >>> terms("Grafana, Loki & Tempo")
    ['grafana', 'loki', 'tempo']
    """
    if text.isascii():
        found: list[str] = _ASCII_WORD.findall(text.lower())
        return found
    return [word for word, _, _ in _folded_words(fold(text)[0], singles)]


def _folded_words(folded: str, singles: bool) -> Iterator[tuple[str, int, int]]:
    if folded.isascii():
        yield from ((found[0], *found.span()) for found in _ASCII_WORD.finditer(folded))
        return
    marks = _marks(folded)
    for found in _word_pattern(marks).finditer(folded):
        if found.lastgroup != "run":
            yield found[0], *found.span()
            continue
        units = [unit.span() for unit in _unit_pattern(marks).finditer(folded, *found.span())]
        for (start, end), (_, after) in pairwise([*units, (0, 0)]):
            if singles or len(units) == 1:
                yield folded[start:end], start, end
            if after:
                yield folded[start:after], start, after


def _marks(text: str) -> str:
    """Return the combining marks in a text: Thai and Hindi spell with them, and `re` has no class of them."""
    return "" if text.isascii() else "".join(sorted({char for char in text if unicodedata.category(char)[0] == "M"}))


@lru_cache(maxsize=64)
def _word_pattern(marks: str) -> re.Pattern[str]:
    run = rf"(?P<run>(?:(?=[{_UNSPACED}])\w{f'[{marks}]*' if marks else ''})+)"
    letter = rf"(?![{_UNSPACED}])(?:[^\W_]|[{marks}])" if marks else rf"(?![{_UNSPACED}])[^\W_]"
    return re.compile(rf"{run}|(?<![\w.])\.[^\W\d_](?:{letter})*|(?:{letter})+(?:\+\+|\#)?")


@lru_cache(maxsize=64)
def _unit_pattern(marks: str) -> re.Pattern[str]:
    """Return the pattern of what is not cut apart: a character and the marks on it."""
    return re.compile(rf".[{marks}]*" if marks else ".")


def fold(text: str) -> tuple[str, list[int] | None]:
    """Return a text folded for comparison and, where offsets differ, the original offset of each folded character.

    >>> fold("Ｃafé"), fold("Maß")
    (('cafe', None), ('mass', [0, 1, 2, 2]))
    """
    if text.isascii():
        return text.lower(), None
    table = {ord(char): _fold_char(char) for char in set(text)}
    if None not in table.values():
        return text.translate(table), None
    folded: list[str] = []
    starts: list[int] = []
    for offset, cluster in _clusters(text):
        plain = _fold_cluster(cluster)
        folded.append(plain)
        starts.extend([offset] * len(plain))
    return "".join(folded), starts


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str | None:
    """Return the one character that a character folds to; None for several or none, and for what may compose."""
    folded = _fold_cluster(char)
    return None if _composes(char) or len(folded) != 1 else folded


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each character with the marks and the Korean vowels and finals that compose with it."""
    start = 0
    for offset in range(1, len(text) + 1):
        char = text[offset : offset + 1]
        if not char or not _composes(char) or offset - start > _LONGEST_CLUSTER:
            yield start, text[start:offset]
            start = offset


def _composes(char: str) -> bool:
    return unicodedata.combining(char) > 0 or char in _COMPOSING or "\u1160" <= char <= "\u11ff"


def _fold_cluster(cluster: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", cluster).casefold())
    return unicodedata.normalize("NFC", "".join(part for part in decomposed if ord(part) not in _STRIPPED))


def counted(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> counted(1, "post"), counted(1234, "post")
    ('1 post', '1,234 posts')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"

"""Text: slugs, folded words with their spans, bidirectional controls, and the characters that XML can carry."""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from slugify import slugify

# Characters that XML 1.0 cannot carry (section 2.2: the complement of the production Char).
XML_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_FORBIDDEN_CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])  # the ASCII part of XML_FORBIDDEN

# A table slugs most ASCII text as python-slugify would (a test compares the two). It maps characters that need more
# than a table to NUL, and such text goes to the library.
_SEPARATORS = ' !"$%&()*,-./:;<=>?@[\\]^_{|}~'
_ASCII_SLUGS = bytes(
    ord(char.lower()) if char.isalnum() and char.isascii() else ord("-") if char in _SEPARATORS else 0
    for char in map(chr, range(256))
)
_HYPHENS = re.compile("--+")
_NOT_SEPARATORS = re.compile(r"[0-9],[0-9]|(?<![\w.])\.[A-Za-z]")  # 1,234 is one number and .NET a name
# Characters without a glyph do not separate words: Default_Ignorable_Code_Point of the Unicode Character Database, such
# as soft hyphens, zero-width spaces, joiners, direction marks, variation selectors and byte order marks.
INVISIBLE = (  # for a class of a pattern
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# Unicode normalization would make these letters, digits or marks, which become part of a word.
_SEPARATING = str.maketrans(dict.fromkeys("™℠ªº🅪🅫🅬", " ") | {"´": "'"})
_MODIFIER_APOSTROPHES = "ʹʻʼʽʾʿ"  # letters by category, typed as apostrophes
_TATWEEL = "\u0640"  # stretches Arabic words
_LEFT_OUT = re.compile(  # of slugs; a prime only between letters, because 6′ is six feet
    rf"['‘’‛`՚׳{_MODIFIER_APOSTROPHES}{_TATWEEL}]|(?<=[^\W\d_])′(?=[^\W\d_])"
)
_SYMBOLS = (  # they tell C, C++, C# and .NET apart
    (re.compile(r"(?<=[\w+])\+"), "-plus-"),
    (re.compile(r"(?<!\w)([^\W\d_])#"), r"\1-sharp-"),  # C#, but not PR#12
    (re.compile(r"(?<![\w.])\.(?=[^\W\d_])"), " dot-"),
)
_LONGEST_SLUG = 100
_SLUGGED_CHARACTERS = 1000  # normalizing a run of combining marks takes quadratic time
_DIGEST_DIGITS = 8

# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, Chinese and Japanese.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_ASCII_WORD = re.compile(r"[a-z](?:\+\+|\#)|[a-z0-9]+|(?<![\w.])\.[a-z][a-z0-9]*")

_LONGEST_CLUSTER = 30  # Unicode Standard Annex 15, section 13: the stream-safe format
_VOICING_MARKS = "\uff9e\uff9f"  # of half-width katakana: they compose, although their combining class is 0
# Marks that most people leave out when they type: the diacritics of Latin, Greek and Cyrillic, the points of Hebrew,
# Arabic and Syriac, and tatweel. Arabic madda and hamza, and the marks of other scripts, spell words.
_OPTIONAL_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"
    f"\u0730-\u074a{_TATWEEL}]"
)
# Letters that Unicode does not decompose. _plain_letter adds those named "Latin small letter … with …", such as ø.
_LETTERS = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ȷ": "j", "ŋ": "n"} | dict.fromkeys(
    _MODIFIER_APOSTROPHES, "'"
)
_LETTER_WITH = re.compile("LATIN SMALL LETTER ([A-Z]) WITH .*")

_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # Unicode Standard Annex 9, section 2
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"


class Word(NamedTuple):
    """A folded word, and the span of the original text that it was folded from (`end` exclusive)."""

    word: str
    start: int
    end: int


def is_xml(text: str) -> bool:
    r"""Return whether XML 1.0 can carry a text: as a search for `XML_FORBIDDEN`, five times as fast.

    >>> is_xml("Tea,\ttwice"), is_xml("Tea\x07"), is_xml("\ud800")
    (True, False, False)
    """
    try:
        encoded = text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return (
        len(encoded.translate(None, _FORBIDDEN_CONTROLS)) == len(encoded)
        and "\ufffe" not in text
        and "\uffff" not in text
    )


def close_bidi(text: str) -> str:
    r"""Return a text with its bidirectional embeddings, overrides and isolates closed.

    A title that opens one and never closes it would otherwise reverse the page around it. See Unicode Standard Annex 9,
    section 2.

    >>> close_bidi("Tea"), close_bidi("\u202egnp.tea"), close_bidi("\u2067\u05ea\u05d4\u2069 is tea")
    ('Tea', '\u202egnp.tea\u202c', '\u2067תה\u2069 is tea')
    """
    if text.isascii() or not _BIDI_CONTROLS.search(text):
        return text
    closers: list[str] = []  # of the embeddings and isolates that are open
    isolates = 0  # of the closers
    for char in _BIDI_CONTROLS.findall(text):
        if char == _POP_ISOLATE:
            if isolates:  # it closes the embeddings inside as well
                isolates -= 1
                while closers.pop() != _POP_ISOLATE:
                    pass
        elif char == _POP_EMBEDDING:
            if closers and closers[-1] == _POP_EMBEDDING:
                closers.pop()
        elif char <= "\u202e":
            closers.append(_POP_EMBEDDING)
        else:
            isolates += 1
            closers.append(_POP_ISOLATE)
    return text + "".join(reversed(closers))


def visible(text: str) -> str:
    r"""Return a text without invisible characters: soft hyphens, zero-width characters, byte order marks and the like.

    >>> visible("In\u00adfor\u00admation\ufeff"), visible("\u200b")
    ('Information', '')
    """
    return text if text.isascii() else _INVISIBLE.sub("", text)


def slug_of(text: str) -> str:
    """Return the slug of a text: lower-case letters, digits and marks of any script, joined by hyphens.

    `C++`, `C#` and `.NET` have slugs different from `C` and `NET`. Invisible characters, apostrophes and tatweel are
    left out, and `™`, `℠`, `ª` and `º` separate words. The slug of a text without letters or digits is empty. A slug of
    over 100 characters is cut and ends with eight hexadecimal digits of the SHA-256 of the visible text.

    >>> slug_of("Don't rewrite it in C++"), slug_of(".NET"), slug_of("Ruby 3.4 リリース")
    ('dont-rewrite-it-in-c-plus-plus', 'dot-net', 'ruby-3-4-リリース')
    """
    text = visible(text)
    if text.isascii() and len(text) <= _SLUGGED_CHARACTERS:
        slug = text.encode().translate(_ASCII_SLUGS, b"'`").decode()
        if "--" in slug:
            slug = _HYPHENS.sub("-", slug)
        slug = slug.strip("-")
        if "\0" in slug or (("." in text or "," in text) and _NOT_SEPARATORS.search(text)):
            slug = _slugify(text)
    else:
        slug = _slugify(text[:_SLUGGED_CHARACTERS])
    if len(slug) <= _LONGEST_SLUG and len(text) <= _SLUGGED_CHARACTERS:
        return slug
    if not slug and not any(map(str.isalnum, text)):
        return ""
    digest = digest_of(text)
    return f"{slug[: _LONGEST_SLUG - len(digest) - 1].rstrip('-')}-{digest}".lstrip("-")


def _slugify(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_SEPARATING)).lower().replace("i\u0307", "i")
    text = _LEFT_OUT.sub("", text)
    for symbol, name in _SYMBOLS:
        text = symbol.sub(name, text)
    if marks := _marks(text):
        text = re.sub(rf"(?<![^\W_])(?<![{marks}])[{marks}]+", "", text)  # ¨ is normalized to a space and a mark
    separators = rf"[^\w{marks}]+|_+"  # the library's own pattern drops marks
    slug = slugify(text, allow_unicode=True, entities=False, decimal=False, hexadecimal=False, regex_pattern=separators)
    return slug if any(map(str.isalnum, slug)) else ""


def digest_of(text: str) -> str:
    """Return eight hexadecimal digits of a text's SHA-256.

    >>> digest_of("ledger")
    'fe14010b'
    """
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGEST_DIGITS]


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
    marks = _marks(folded)
    for match in _word_pattern(marks).finditer(folded):
        if match.lastgroup != "unspaced":
            yield match[0], *match.span()
            continue
        characters = [character.span() for character in _character_pattern(marks).finditer(folded, *match.span())]
        for (start, end), (_, end_of_pair) in pairwise([*characters, (0, 0)]):
            if singles or len(characters) == 1:
                yield folded[start:end], start, end
            if end_of_pair:
                yield folded[start:end_of_pair], start, end_of_pair


def _marks(text: str) -> str:
    """Return the combining marks in a text: Thai and Hindi words contain them, and `re` has no class for them."""
    if text.isascii():
        return ""
    return "".join(sorted({char for char in text if unicodedata.category(char) in ("Mn", "Mc")}))


@lru_cache(maxsize=64)
def _word_pattern(marks: str) -> re.Pattern[str]:
    unspaced = rf"(?P<unspaced>(?:(?=[{_UNSPACED}])\w{f'[{marks}]*' if marks else ''})+)"
    first = rf"(?![{_UNSPACED}])[^\W_]"
    letter = rf"(?![{_UNSPACED}])(?:[^\W_]|[{marks}])" if marks else first
    name = r"(?<![\w.])\.[^\W\d_]"
    return re.compile(rf"{unspaced}|{name}(?:{letter})*|{first}(?<=[^\W\d_])(?:\+\+|\#)|{first}(?:{letter})*")


@lru_cache(maxsize=64)
def _character_pattern(marks: str) -> re.Pattern[str]:
    """Return the pattern of a character with its marks."""
    return re.compile(rf".[{marks}]*" if marks else ".")


def fold(text: str) -> tuple[str, list[int] | None]:
    r"""Return a text folded for comparison and, where offsets differ, the original offset of each folded character.

    >>> fold("Ｃafé"), fold("Maß"), fold("a\u00adb")
    (('cafe', None), ('mass', [0, 1, 2, 2]), ('ab', [0, 2]))
    """
    if text.isascii():
        return text.lower(), None
    if _INVISIBLE.search(text):
        offsets = [offset for offset, char in enumerate(text) if not _INVISIBLE.match(char)]
        folded, starts = fold(visible(text))
        return folded, offsets if starts is None else [offsets[start] for start in starts]
    table = {ord(char): _fold_char(char) for char in set(text)}
    if None not in table.values():
        return text.translate(table), None
    pieces: list[str] = []
    starts = []
    for offset, cluster in _clusters(text):
        pieces.append(_fold_cluster(cluster))
        starts.extend([offset] * len(pieces[-1]))
    return "".join(pieces), starts


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str | None:
    """Return the character that a character folds to; None if it folds to several or none, or may compose."""
    folded = _fold_cluster(char)
    return None if _composes(char) or len(folded) != 1 else folded


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of each character, and the character with the marks and Korean vowels and finals after it."""
    start = 0
    for offset in range(1, len(text) + 1):
        char = text[offset : offset + 1]
        if not char or not _composes(char) or offset - start > _LONGEST_CLUSTER:
            yield start, text[start:offset]
            start = offset


def _composes(char: str) -> bool:
    return unicodedata.combining(char) > 0 or char in _VOICING_MARKS or "\u1160" <= char <= "\u11ff"


@lru_cache(maxsize=4096)
def _fold_cluster(cluster: str) -> str:
    composed = unicodedata.normalize("NFKC", cluster.translate(_SEPARATING))
    letters = _OPTIONAL_MARKS.sub("", unicodedata.normalize("NFKD", composed.casefold()))
    return unicodedata.normalize("NFC", letters if letters.isascii() else "".join(map(_plain_letter, letters)))


@lru_cache(maxsize=4096)
def _plain_letter(char: str) -> str:
    """Return a Latin letter without its stroke or hook, which Unicode does not decompose; else the character."""
    if char in _LETTERS:
        return _LETTERS[char]
    match = _LETTER_WITH.fullmatch(unicodedata.name(char, ""))
    return match[1].lower() if match else char


def counted(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> counted(1, "post"), counted(1234, "post")
    ('1 post', '1,234 posts')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"

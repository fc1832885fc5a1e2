"""Slugs: the letters, digits and marks of a text, for links and ids."""

import hashlib
import re
import unicodedata

from postindex.text.visibility import visible

# A table slugs most ASCII text as python-slugify would (a test compares the two). It maps characters that need more
# than a table to NUL, and such text goes to the library.
_SEPARATORS = ' !"$%&()*,-./:;<=>?@[\\]^_{|}~'
_ASCII_SLUGS = bytes(
    ord(char.lower()) if char.isalnum() and char.isascii() else ord("-") if char in _SEPARATORS else 0
    for char in map(chr, range(256))
)
_HYPHENS = re.compile("--+")
_NOT_SEPARATORS = re.compile(r"[0-9],[0-9]|(?<![\w.])\.[A-Za-z]")  # 1,234 is one number and .NET a name
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
    from slugify import slugify  # few slugs need it

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


def _marks(text: str) -> str:
    """Return the combining marks in a text: Thai and Hindi words contain them, and `re` has no class for them."""
    if text.isascii():
        return ""
    return "".join(sorted({char for char in text if unicodedata.category(char) in ("Mn", "Mc")}))

"""Text: slugs, folded words with their spans, bidirectional controls, and the characters that XML can carry."""

from postindex.text.counts import counted
from postindex.text.slugs import digest_of, slug_of
from postindex.text.visibility import INVISIBLE, XML_FORBIDDEN, close_bidi, is_xml, visible
from postindex.text.words import Word, classes, fold, terms, words

__all__ = [
    "INVISIBLE",
    "XML_FORBIDDEN",
    "Word",
    "classes",
    "close_bidi",
    "counted",
    "digest_of",
    "fold",
    "is_xml",
    "slug_of",
    "terms",
    "visible",
    "words",
]

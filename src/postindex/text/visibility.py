"""Which characters XML can carry, which are seen, and which turn the direction of text."""

import re

# Characters that XML 1.0 cannot carry: the complement of the production Char (section 2.2), which compiles slowly.
XML_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_FORBIDDEN_CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])  # the ASCII part of XML_FORBIDDEN
# Characters without a glyph do not separate words: Default_Ignorable_Code_Point of the Unicode Character Database, such
# as soft hyphens, zero-width spaces, joiners, direction marks, variation selectors and byte order marks.
INVISIBLE = (  # for a class of a pattern
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # Unicode Standard Annex 9, section 2
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"


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

"""Write src/postindex/text/characters.py: what folding makes of each character, and the class of what it leaves.

Run it with the Python that has the newest Unicode: `python3.13 FILE`. The tables are in the package,
because Pythons and browsers have different versions of Unicode, and fold alike by one table.

Folding is Unicode's compatibility decomposition (NFKD) of the case-folded character, without the marks that most people
leave out when they type, composed again (NFC).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "src" / "postindex" / "text" / "characters.py"
WIDTH = 118  # characters of a line
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# Characters without a glyph: Default_Ignorable_Code_Point of the Unicode Character Database.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# The diacritics of Latin, Greek and Cyrillic, the points of Hebrew, Arabic and Syriac, and tatweel. Arabic madda and
# hamza, and the marks of other scripts, spell words.
OPTIONAL_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"
    "\u0730-\u074a\u0640]"
)
# Unicode normalization would make these letters, digits or marks, which become part of a word.
SEPARATING = str.maketrans(dict.fromkeys("™℠ªº🅪🅫🅬", " ") | {"´": "'"})
# Letters that Unicode does not decompose, beside those named "Latin small letter … with …", such as ø.
LETTERS = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ȷ": "j", "ŋ": "n"} | dict.fromkeys("ʹʻʼʽʾʿ", "'")
LETTER_WITH = re.compile("LATIN SMALL LETTER ([A-Z]) WITH .*")
# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, Chinese and Japanese.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
HEADER = '''"""What folding makes of each character, and the classes of folded ones.

Made by tests/support/generate_characters.py.

The data is from the Unicode Character Database {version}, under the Unicode License v3:
Copyright © 1991-present Unicode, Inc., https://www.unicode.org/license.txt

Numbers are in base 36. A run is the distance of its first character from the last one of the run before, and how many
follow it where there are any.
"""

'''


def characters() -> Iterator[str]:
    """Yield every character outside ASCII."""
    return (chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code < 0xE000)


def folded(char: str) -> str:
    if INVISIBLE.match(char):
        return ""
    composed = unicodedata.normalize("NFKC", char.translate(SEPARATING))
    letters = OPTIONAL_MARKS.sub("", unicodedata.normalize("NFKD", composed.casefold()))
    return unicodedata.normalize("NFC", "".join(map(plain_letter, letters)))


def plain_letter(char: str) -> str:
    if char in LETTERS:
        return LETTERS[char]
    match = LETTER_WITH.fullmatch(unicodedata.name(char, ""))
    return match[1].lower() if match else char


def class_of(char: str) -> str:
    """Return `u` for a letter of an unspaced script, `d` for a digit, `l` for a letter, `m` for a mark, or nothing."""
    if char.isalnum():
        return "u" if UNSPACED.match(char) else "d" if char.isdecimal() else "l"
    return "m" if unicodedata.category(char) in ("Mn", "Mc") else ""


def base36(number: int) -> str:
    sign, number = ("-", -number) if number < 0 else ("", number)
    digits = ""
    while number or not digits:
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return sign + digits


def runs(codes: Iterable[int], bridges: Iterable[int] = ()) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of codes; what lies between two may be among `bridges`."""
    bridged = frozenset(bridges)
    first = last = None
    for code in codes:
        if first is not None and last is not None and all(between in bridged for between in range(last + 1, code)):
            last = code
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = code
    if first is not None and last is not None:
        yield first, last


def written_runs(found: Iterable[tuple[int, int]]) -> list[str]:
    parts, before = [], 0
    for first, last in found:
        parts.append(base36(first - before) + (f"+{base36(last - first)}" if last > first else ""))
        before = last
    return parts


def shifts(single: dict[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield runs of characters that fold to one with the same distance: first, how many, step, distance."""
    left = dict(single)
    for code in sorted(single):
        if code not in left:
            continue
        distance = left[code] - code
        lengths = {
            step: next(n for n in count(1) if left.get(code + n * step) != code + n * step + distance)
            for step in (1, 2)
        }
        step = max(lengths, key=lambda step: lengths[step])
        for number in range(lengths[step]):
            del left[code + number * step]
        yield code, lengths[step], step, distance


def written_shifts(single: dict[int, int]) -> list[str]:
    parts, before = [], 0
    for code, length, step, distance in sorted(shifts(single)):
        more = "" if length == 1 else f"{'+' if step == 1 else '*'}{base36(length - 1)}"
        parts.append(f"{base36(code - before)}{more}:{base36(distance)}")
        before = code
    return parts


def constant(name: str, comment: str, items: Iterable[str]) -> str:
    lines = [""]
    for item in items:
        escaped = ascii(item)[1:-1].replace('"', '\\"') + " "
        if len(lines[-1]) + len(escaped) > WIDTH - len('    ""'):
            lines.append("")
        lines[-1] += escaped
    body = "\n".join(f'    "{line}"' for line in lines)
    return f"# {comment}\n{name} = (\n{body}\n)\n"


def main() -> None:
    folds = {char: folded(char) for char in characters() if folded(char) != char}
    classes: dict[str, list[int]] = {}
    for char in characters():
        if char not in folds and (kind := class_of(char)):
            classes.setdefault(kind, []).append(ord(char))
    gone = [ord(char) for char in folds]
    pieces = [HEADER.format(version=unicodedata.unidata_version)]
    for kind, name in (("l", "LETTERS"), ("u", "UNSPACED"), ("d", "DIGITS"), ("m", "MARKS")):
        text = written_runs(runs(classes[kind], gone))
        pieces.append(
            constant(name, f"Runs of {name.lower()}; folding leaves no character of a gap that they cross.", text)
        )
    pieces.append(
        constant(
            "DROPPED", "Runs of characters that are dropped.", written_runs(runs(ord(c) for c in folds if not folds[c]))
        )
    )
    single = {ord(char): ord(to) for char, to in folds.items() if len(to) == 1}
    pieces.append(
        constant(
            "SHIFTED",
            "Runs that fold to one character each, `*` for every other one, and the distance.",
            written_shifts(single),
        )
    )
    several = (char + to.replace(" ", "_") for char, to in folds.items() if len(to) > 1)
    pieces.append(constant("EXPANDED", "A character, and the several that it folds to; `_` is a space.", several))
    pairs = (
        (chr(int(parts[0], 16)), chr(int(parts[1], 16)), char)
        for char in characters()
        if char not in folds and len(parts := unicodedata.decomposition(char).split()) == 2 and parts[0][0] != "<"
        if unicodedata.normalize("NFC", char) == char
    )
    pieces.append(
        constant("COMPOSED", "Two characters that become a third; Hangul follows a rule.", map("".join, pairs))
    )
    TARGET.write_text("\n".join(pieces), encoding="utf-8")


if __name__ == "__main__":
    main()

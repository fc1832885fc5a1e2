"""Write src/postindex/dates/calendar_names.py: names of months and weekdays, from Unicode CLDR by Babel.

Run it after an update of Babel: `python tests/generate_calendar_names.py`. A name that means different months in
different languages is left out, unless one of them is English, which wins.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import babel
from babel import Locale

LANGUAGES = (
    *("en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "uk"),
    *("sv", "da", "nb", "fi", "cs", "tr", "el", "zh", "ja", "ko"),
)
EXTRA_MONTHS = {"en": {9: ["sept"]}}  # common abbreviations that CLDR lacks
SHORTEST = 2  # characters
TARGET = Path(__file__).resolve().parents[1] / "src" / "postindex" / "dates" / "calendar_names.py"
HEADER = '''"""Names of months and weekdays in many languages, case-folded. Made by tests/generate_calendar_names.py.

The data is from Unicode CLDR (the copy in Babel {version}), under the Unicode License v3:
Copyright © 1991-present Unicode, Inc., https://www.unicode.org/license.txt
"""

'''


def folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().rstrip(".").strip()


def names(table: dict[str, dict[str, dict[int, str]]], number: int) -> Iterator[str]:
    for context, width in (
        ("format", "wide"),
        ("stand-alone", "wide"),
        ("format", "abbreviated"),
        ("stand-alone", "abbreviated"),
    ):
        name = folded(table[context][width][number])
        if len(name) >= SHORTEST and not any(char.isdigit() or char in "月월" for char in name):
            yield name


def by_language(kind: str, numbers: range) -> dict[str, list[list[str]]]:
    rows: dict[str, list[list[str]]] = {}
    for language in LANGUAGES:
        table = getattr(Locale.parse(language), kind)
        extra = EXTRA_MONTHS.get(language, {}) if kind == "months" else {}
        rows[language] = [list(dict.fromkeys(chain(names(table, number), extra.get(number, ())))) for number in numbers]
    return rows


def without_ambiguous(rows: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    meanings: dict[str, set[int]] = defaultdict(set)
    english = {name for found in rows["en"] for name in found}
    for language, row in rows.items():
        for number, found in enumerate(row):
            for name in found:
                if language == "en" or name not in english:
                    meanings[name].add(number)
                elif name not in rows["en"][number]:
                    print(f"{name!r} is English: left out of {language}")  # noqa: T201
    english_of = {name: number for number, found in enumerate(rows["en"]) for name in found}
    return {
        language: [
            [
                name
                for name in found
                if len(meanings[name]) < 2 and (name not in english_of or english_of[name] == number)
            ]
            for number, found in enumerate(row)
        ]
        for language, row in rows.items()
    }


def table(title: str, rows: dict[str, list[list[str]]]) -> str:
    lines = [f"{title}: dict[str, tuple[str, ...]] = {{"]
    for language, row in rows.items():
        if any(row):
            lines.append(f'    "{language}": (')
            lines += [f'        "{" ".join(found)}",' for found in row]
            lines.append("    ),")
    return "\n".join([*lines, "}", ""])


def main() -> None:
    months = without_ambiguous(by_language("months", range(1, 13)))
    days = without_ambiguous(by_language("days", range(7)))
    text = HEADER.format(version=babel.__version__)
    text += "# By language, from January on: the names of a month, separated by spaces.\n" + table("MONTHS", months)
    text += "\n# By language, from Monday on: the names of a weekday, separated by spaces.\n" + table("WEEKDAYS", days)
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""The pattern of a whole entry: what it takes, and what it leaves to be read line by line."""

import pytest

from postindex.listing.canonical import CANONICAL_ENTRY, is_plain

NEXT = "- March 21, 2026 5 min\n"


def test_matches_an_entry_above_another() -> None:
    found = CANONICAL_ENTRY.match("- March 22, 2026 5 min\nTea, twice\nOn leaves.\n- /tea\n- /notes\n" + NEXT)
    assert found
    assert found.groups() == ("March", "22", "2026", "5", "Tea, twice", "On leaves.", "- /tea\n- /notes\n")


@pytest.mark.parametrize("text", ["- March 22, 2026\nTea\n- /tea\n", "- March 2, 2026 12 min\nTea\nOn leaves.\n"])
def test_reading_time_summary_and_tags_are_optional(text: str) -> None:
    found = CANONICAL_ENTRY.match(text + NEXT)
    assert found
    assert found.end() == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "- March 22, 2026\nTea\n- /tea\n",  # nothing below
        "- March 22, 2026\nTea\n- /tea\n\n" + NEXT,
        "- March 22, 2026\nTea \n- /tea\n" + NEXT,
        "- March 22, 2026\n Tea\n- /tea\n" + NEXT,
        "- March 22, 2026\nTea\nOn\nleaves.\n- /tea\n" + NEXT,
        "- March 22, 2026\nTea\n- /tea\nOn leaves.\n" + NEXT,
        "* March 22, 2026\nTea\n- /tea\n" + NEXT,
        "- 2026-03-22\nTea\n- /tea\n" + NEXT,
        "- My 22, 2026\nTea\n- /tea\n" + NEXT,
        "- March 22, 2026\n- /tea\n" + NEXT,
    ],
)
def test_does_not_match_other_forms(text: str) -> None:
    found = CANONICAL_ENTRY.match(text)
    assert found is None or not is_plain(*found.groups("")[3:])


@pytest.mark.parametrize(
    ("title", "summary", "run", "plain"),
    [
        ("Tea", "", "- /tea\n", True),
        ("Tea", "On leaves.", "", True),
        ("29 minutes", "On leaves.", "", True),
        ("- a bullet", "On leaves.", "", True),
        ("Tea", "Leaves, " * 20, "", True),
        ("Tea", "", "", False),
        ("5 min read", "On leaves.", "", False),
        ("29 minutes", "", "- /tea\n", True),
        ("- /tea", "On leaves.", "", False),
        ("- March 22, 2026", "On leaves.", "", False),
        ("Read", "On leaves.", "", False),
        ("---", "On leaves.", "", False),
        ("Tea", "59 posts", "", False),
        ("Tea", "Older posts", "", False),
        ("Tea", "Tags: " + "tea, " * 30, "", False),
        ("Tea", "March 22, 2026", "", False),
    ],
)
def test_is_plain_refuses_lines_with_another_meaning(title: str, summary: str, run: str, plain: bool) -> None:
    assert is_plain("", title, summary, run) == plain


def test_a_second_reading_time_is_a_title() -> None:
    assert is_plain("5", "5 min read", "On leaves.", "")

"""The pattern of an entry's body: what it takes, and what it leaves to be read line by line."""

import pytest

from postindex.listing.canonical import CANONICAL_BODY, is_plain

NEXT = "- March 21, 2026 5 min\n"


def test_matches_a_body_above_another_head() -> None:
    found = CANONICAL_BODY.match("Tea, twice\nOn leaves.\n- /tea\n- #notes\n\n" + NEXT)
    assert found
    assert found.groups() == ("Tea, twice", "On leaves.", "- /tea\n- #notes\n", "\n")


@pytest.mark.parametrize("text", ["Tea\n- /tea\n", "Tea\nOn leaves.\n", "Tea\n"])
def test_summary_and_tags_are_optional(text: str) -> None:
    found = CANONICAL_BODY.match(text + NEXT)
    assert found
    assert found.end() == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tea\n- /tea\n",  # nothing below
        "Tea \n- /tea\n" + NEXT,
        " Tea\n- /tea\n" + NEXT,
        "\nTea\n- /tea\n" + NEXT,
        "Tea\nOn\nleaves.\n- /tea\n" + NEXT,
        "Tea\n- /tea\nOn leaves.\n" + NEXT,
    ],
)
def test_does_not_match_other_forms(text: str) -> None:
    assert CANONICAL_BODY.match(text) is None


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
    assert is_plain(title, summary, bool(run), False) == plain


def test_a_second_reading_time_is_a_title() -> None:
    assert is_plain("5 min read", "On leaves.", False, True)

"""The machine that reads lines: what it says of them, in chunks of any size, and that it never tires."""

import re
import sys
from collections.abc import Callable
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postindex import ListingError, Post, parse_listing
from postindex.listing import parser as machine
from postindex.listing.draft import Draft
from postindex.listing.findings import MAX_PROBLEMS
from postindex.listing.parser import Parser

TEA = "- 2026-03-22 5 min\nTea, twice\n- /tea\n"
NEVER = "- 2026-02-30\nNever\n"


def fed(text: str) -> Parser:
    """Read a text line by line."""
    parser = Parser()
    lines = text.split("\n")
    for line in lines if lines[-1] else lines[:-1]:
        parser.feed(line)
    parser.end()
    return parser


def read(text: str, *cuts: int) -> Parser:
    """Read a text in chunks of whole lines, cut before the lines of these numbers."""
    parser = Parser()
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    places = sorted({0, len(lines), *(cut for cut in cuts if cut < len(lines))})
    for start, end in pairwise(places):
        parser.read("".join(lines[start:end]))
    parser.end()
    return parser


# What decides whether the last line is a footer is not kept of entries that are read at once: they have no such line.
FOOTERS = {"last_body": None, "longest_body": None}


def doubts_of(draft: Draft) -> dict[str, Any]:
    return {**vars(draft.doubts), "symptoms": vars(draft.doubts.symptoms)}


def state(parser: Parser) -> dict[str, Any]:
    """Return everything that a parser found in a text."""
    return {
        "posts": [repr(post) for post in parser.posts],
        "tags": [[tag.name for tag in post.tags] for post in parser.posts],
        "lines": parser.lines,
        "orders": (parser.orders, parser.ambiguous),
        "drafts": [
            {**vars(draft), "findings": vars(draft.findings), "doubts": doubts_of(draft), **FOOTERS}
            for draft in parser.drafts
        ],
        "excerpts": [[problem.excerpt for problem in draft.findings.problems] for draft in parser.drafts],
    }


def found(text: str) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.code) for problem in parse_listing(text, strict=False).problems]


def messages(text: str) -> list[str]:
    return [str(problem).removeprefix("<text>:") for problem in parse_listing(text, strict=False).problems]


def parts_of(post: Post) -> tuple[str, str, list[str]]:
    return post.title, post.summary, [tag.name for tag in post.tags]


REST = "correct the count, or get the rest of the text"
HOW = "write it as 2026-03-22 or March 22, 2026"


class TestMessages:
    """Each names the place, the value and what to do."""

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("- Smarch 13, 2026 5 min\nNever", f"1:3: bad-date: 'Smarch 13, 2026' is not a date; {HOW}"),
            (f"{TEA}\t- **March 5, 2026**\nNever", f"4:4: bad-date: '**March 5, 2026**' is not a date; {HOW}"),
            ("-March 5, 2026\nNever", f"1:1: bad-date: '-March 5, 2026' is not a date; {HOW}"),
            (
                "1) 03/04/2026\nNever",
                (
                    "1:4: ambiguous-date: '03/04/2026' is 2026-04-03 or 2026-03-04; say whether the day comes first, "
                    "or name the month"
                ),
            ),
            (
                "Monday, March 22, 2026 5 min\nTea",
                "1:1: implausible-date: 'Monday, March 22, 2026' was a Sunday",
            ),
            (
                "- 2026-03-22 · five minutes\nTea",
                (
                    "1:16: bad-reading-time: 'five minutes' is not a reading time; "
                    "write it as 5 min, and a title on the next line"
                ),
            ),
            (f"{TEA}- /!!!", "4:3: bad-tag: '/!!!' has no letter or digit; a tag needs at least one"),
            ("March 1, 2026\nTea\n  #a #! #b", "3:6: bad-tag: '#!' has no letter or digit; a tag needs at least one"),
            (
                "March 1, 2026\nTea\nTags: tea!, !, ?",
                "3:13: bad-tag: '!' has no letter or digit; a tag needs at least one (1 more on this line)",
            ),
            (
                "  2. March 22, 2026 2\nTea",
                "1:21: bad-reading-time: '2' is not a reading time; write it as 5 min, and a title on the next line",
            ),
            (f"{TEA}- /two words", "4:3: bad-tag: '/two words' is not one tag; write one a line, such as - /tea"),
            (f"{TEA} -/tea", "4:2: bad-tag: '-/tea' has no space after its bullet"),
            (
                f"- 2026-03-22\n{TEA}",
                "1:1: no-title: the entry has no title; write it on the line below the date",
            ),
            (
                "- 2026-03-22\n- /tea\n",
                "1:1: no-title: the entry has no title; write it on the line below the date",
            ),
            (
                f"{TEA} - 2026-03-22 \n",
                "4:2: cut-file: the text ends with the head of an entry; get the rest, or remove the line",
            ),
            ("", "1:1: no-posts: the text has no entry; begin an entry with a line such as '- March 22, 2026 5 min'"),
            (
                f"2 posts\n{TEA}",
                f"1:1: count-mismatch: the header declares 2, but the text has 1; {REST}",
            ),
            (
                "  3 posts\n",
                f"1:3: count-mismatch: the header declares 3, but the text has 0; {REST}",
            ),
            (TEA + TEA, "4:1: duplicate-post: the post of line 1 is repeated here; remove one of them"),
            (f"Leeds\n/tea\n{TEA}", "1:1: unparsed-line: 'Leeds' is above the path; remove it"),
            (
                f"/tea\n/pots\n{TEA}",
                "2:1: unparsed-line: '/pots' is above the first entry, but not part of the header; remove it",
            ),
            (
                f"/tea\n  - Leeds\n{TEA}",
                "2:3: unparsed-line: '- Leeds' is above the first entry, but not part of the header; remove it",
            ),
            (
                f"1 post\nLeeds\n{TEA}",
                "2:1: unparsed-line: 'Leeds' is between the count and the first entry; remove it",
            ),
            (f"{TEA}Leeds", "4:1: unparsed-line: 'Leeds' is below an entry, but not part of it; move or remove it"),
            (f"{TEA}Older posts →", "4:1: navigation: 'Older posts →' is part of a menu, a pager or a footer"),
            (f"Skip to content\n{TEA}", "1:1: navigation: 'Skip to content' is part of a menu, a pager or a footer"),
            (
                f"Leeds\n\nTeas\nPots\n{TEA}",
                ("1:1: no-header: 3 lines above the first entry, but no path and no count; remove them, or add a path"),
            ),
            (
                f"March 1, 2026\nPots\n{TEA}",
                (
                    "3:1: mixed-bullets: this entry has a bullet, but those above do not; "
                    "give all entries a bullet, or none"
                ),
            ),
            (
                "- 2026-03-22\n #tea #pots",
                ("2:2: doubtful-title: '#tea #pots' is the title, but looks like tags; write a title above it"),
            ),
            (
                "- 2026-03-22\na\x07b",
                "2:2: control-character: U+0007 cannot be in XML; remove it (read as U+FFFD)",
            ),
            (
                "- 2026-03-22\na\x07b\x08\uffff",
                "2:2: control-character: U+0007 and 2 more on this line cannot be in XML; remove it (read as U+FFFD)",
            ),
            (
                f"{TEA}1 post\n{TEA}",
                (
                    "4:1: second-header: another listing begins here, 2 in all; "
                    "read them with parse_listings or read_listings"
                ),
            ),
        ],
        ids=lambda value: value.split(":")[2].strip() if value[:1].isdigit() and ": " in value else "text",
    )
    def test_names_place_value_and_fix(self, text: str, message: str) -> None:
        assert messages(text) == [message]

    def test_shows_the_line(self) -> None:
        with pytest.raises(ListingError) as caught:
            parse_listing(f"{TEA}\t- 30/2/2026 · 5 min\nNever", source="tea.txt")
        assert str(caught.value) == (
            f"tea.txt:4:4: bad-date: '30/2/2026' is not a date; {HOW}\n    \t- 30/2/2026 · 5 min\n    \t  ^"
        )

    @pytest.mark.parametrize("line", ["long " * 1000, "- /" + "!" * 1900, "- /" + "! " * 900])
    def test_cuts_a_long_value(self, line: str) -> None:
        (message,) = messages(TEA + line)
        assert len(message) < 200
        assert line[2:9] in message

    def test_names_a_control_character_in_a_tag(self) -> None:
        (message,) = messages("- 2026-03-22\nTea\n- /a\x01b")
        assert message.startswith("3:3: bad-tag: '/a\\x01b'")
        assert "U+0001" in message


HEAD_FORMS = [
    "* March 5, 2026",
    "– 5 March 2026",
    "1. March 5, 2026 5 min",
    "+ 2026-03-05 · 1 hour",
    "- Thursday, March 5th, 2026 (5 min read)",
    "2) 13/3/2026",
]
ODD_HEADS = [
    "- 2026-03-05T10:00",
    "- **March 5, 2026**",
    "- [March 5, 2026](/x)",
    "- Posted on March 5, 2026",
    "- March 5, 2026: Coffee",
    "- 5 mars 2026",
    "- 21. März 2026 5 min",
    "- by Ann, March 21, 2026, 5 min",
    "- Saturday the 21 March 2026 at noon",
    "- Soon, in 2026, 5 min",
    "- 03/04/2026",
    "- 30/2/2026",
]
BARE_HEADS = [
    "March 5, 2026",
    "2026-03-05",
    "March 5, 2026 · 5 min",
    "-March 5, 2026",
    "**March 5, 2026**",
    "[March 5, 2026](/x)",
    "Posted on March 5, 2026",
    "2026-03-05T10:00",
]


class TestHeads:
    @pytest.mark.parametrize("head", HEAD_FORMS)
    def test_of_any_form_begin_an_entry(self, head: str) -> None:
        _, coffee, _ = parse_listing(f"{TEA}{head}\nCoffee\n- /beans\n- 2026-03-01\nLast").posts
        assert coffee.day.isoformat() in {"2026-03-05", "2026-03-13"}
        assert parts_of(coffee) == ("Coffee", "", ["beans"])

    @pytest.mark.parametrize("head", ODD_HEADS)
    def test_odd_heads_never_extend_the_post_above(self, head: str) -> None:
        listing = parse_listing(f"{TEA}{head}\nNever\nNot once.\n- /never\n/no\n-/no\nnot\n----\n", strict=False)
        assert listing.posts == parse_listing(TEA).posts
        assert [(problem.line, problem.column) for problem in listing.problems] == [(4, 3)]
        assert listing.problems[0].code in {"bad-date", "ambiguous-date"}

    @pytest.mark.parametrize("head", [*BARE_HEADS, "5 March 2026 5 min"])
    def test_without_a_bullet_are_never_part_of_a_summary(self, head: str) -> None:
        listing = parse_listing(
            f"- 2026-03-22\nTea\nLeaves.\n{head}\nCoffee\n- /beans\n- 2026-03-01\nLast", strict=False
        )
        assert [parts_of(post) for post in listing.posts] == [("Tea", "Leaves.", []), ("Last", "", [])]
        assert [(problem.line, problem.code) for problem in listing.problems] == [
            (line, "unparsed-line") for line in (4, 5, 6)
        ]

    @pytest.mark.parametrize("head", ["March 5, 2026", "5 March 2026 · 5 min", "2026-03-05"])
    def test_without_bullets_begin_entries_if_the_first_has_none(self, head: str) -> None:
        listing = parse_listing(f"March 22, 2026\nTea\nLeaves.\n/tea\n{head}\nCoffee\n#beans #cups")
        assert [parts_of(post) for post in listing.posts] == [
            ("Tea", "Leaves.", ["tea"]),
            ("Coffee", "", ["beans", "cups"]),
        ]

    @pytest.mark.parametrize("head", BARE_HEADS[3:])
    def test_odd_heads_are_reported_if_the_first_has_no_bullet(self, head: str) -> None:
        assert found(f"March 22, 2026\nTea\n{head}\nNever\n") == [(3, 1, "bad-date")]

    def test_a_first_bullet_is_reported_once(self) -> None:
        assert found(f"March 1, 2026\nPots\n{TEA}- 2026-03-02\nCups") == [(3, 1, "mixed-bullets")]

    def test_a_wrong_weekday_or_reading_time_keeps_the_post(self) -> None:
        listing = parse_listing("- Monday, March 22, 2026 5 min\nTea\n- 2026-03-21 · ages\nPots", strict=False)
        assert [(post.title, post.day.isoformat(), post.reading_minutes) for post in listing.posts] == [
            ("Tea", "2026-03-22", 5),
            ("Pots", "2026-03-21", None),
        ]
        assert [problem.code for problem in listing.problems] == ["implausible-date", "bad-reading-time"]


class TestTitles:
    @pytest.mark.parametrize(
        "title",
        [
            "March 22, 2026",
            "2026-02-30",
            "59 posts",
            "Older posts",
            "/usr and /opt",
            "- a bullet",
            "1. one",
            "-/tea",
            "Page 1 of 5",
            "Room 12, 2026",
            "© 2026",
            "- /usr and /opt",
            "- March 10",
            "March 22, 2026 was a fine day",
        ],
    )
    def test_may_look_like_other_lines(self, title: str) -> None:
        for text in (f"- 2026-03-22\n{title}\n- /tea\n- 2026-03-01\nLast", f"- 2026-03-22\n\n  {title}\t\n\n- /tea\n"):
            assert parts_of(parse_listing(text).posts[0]) == (title, "", ["tea"])

    @pytest.mark.parametrize("title", ["/tea", "#tea #pots", "Tags: tea"])
    def test_that_look_like_tags_are_doubtful_only_without_a_summary(self, title: str) -> None:
        assert found(f"- 2026-03-22\n{title}") == [(2, 1, "doubtful-title")]
        assert found(f"- 2026-03-22\n{title}\n#pots") == [(2, 1, "doubtful-title")]
        assert found(f"- 2026-03-22\n{title}\nA summary.") == []
        assert found(f"- 2026-03-22\n{title}\n- /pots") == []
        assert found(f"{TEA}- 2026-03-01\n{title}") == []

    def test_are_missing_if_a_head_or_a_tag_follows(self) -> None:
        text = f"- 2026-03-01\n- 2026-03-02\n- /tea\n1. #pots\n{TEA}- 2026-03-03\n- /tea"
        assert found(text) == [(1, 1, "no-title"), (2, 1, "no-title"), (8, 1, "no-title")]

    @pytest.mark.parametrize("char", "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029", ids=ascii)
    def test_are_split_only_at_line_ends(self, char: str) -> None:
        text = f"- 2026-03-22\nTea{char}- 2026-03-21{char}twice\nHot{char}cold.\n- /tea\n- 2026-03-01\nLast\n- /last\n"
        shown = char if char > "\x1f" else "\ufffd"
        for parser in (fed(text), read(text), read(text, 2, 4)):
            assert parser.lines == [1, 5]
            assert [parts_of(post) for post in parser.posts] == [
                (f"Tea{shown}- 2026-03-21{shown}twice", f"Hot{shown}cold.", ["tea"]),
                ("Last", "", ["last"]),
            ]
            problems = parser.drafts[0].findings.problems
            places = [(problem.line, problem.column, problem.code) for problem in problems]
            assert places == ([] if shown == char else [(2, 4, "control-character"), (3, 4, "control-character")])


class TestBody:
    @pytest.mark.parametrize("length", [10, 100, 101, 5000])
    @pytest.mark.parametrize("first", ["T", "H", "茶", "(", "1"])
    def test_may_be_of_any_length(self, first: str, length: int) -> None:
        summary = f"{first}{'e' * (length - 1)}"
        text = f"- March 22, 2026\nTea\n{summary}\n- /tea\n- March 1, 2026\nPots\n{summary}\n" * 3
        for parser in (fed(text), read(text)):
            assert [parts_of(post) for post in parser.posts] == [("Tea", summary, ["tea"]), ("Pots", summary, [])] * 3

    def test_is_joined_by_spaces(self) -> None:
        (post,) = parse_listing("- 2026-03-22\nTea\n Hot.  \n\n- then cold\n\tand gone.\n- /tea").posts
        assert post.summary == "Hot. - then cold and gone."

    @pytest.mark.parametrize("rule", ["----", "* * *", "====="])
    def test_ends_at_a_rule_below_the_summary(self, rule: str) -> None:
        text = f"- 2026-03-22\nTea\nHot.\n{rule}\nstray\n"
        assert found(text) == [(5, 1, "unparsed-line")]
        assert found(f"- 2026-03-22\nTea\nHot.\n{rule}\n- /tea") == []

    @pytest.mark.parametrize("nothing", ["----", "-", "•"])
    def test_continues_below_an_underlined_title_and_a_lone_bullet(self, nothing: str) -> None:
        (post,) = parse_listing(f"- 2026-03-22\nTea\n{nothing}\nHot.\n-\nThen cold.\n- /tea").posts
        assert parts_of(post) == ("Tea", "Hot. Then cold.", ["tea"])

    @pytest.mark.parametrize("line", ["Older posts", "© 2026 The tea room", "Page 1 of 5", "Read more"])
    def test_never_contains_navigation(self, line: str) -> None:
        for above in ("- 2026-03-22\nTea\n", "- 2026-03-22\nTea\nHot.\n", TEA):
            number = above.count("\n") + 1
            listing = parse_listing(f"{above}{line}\nstray\n", strict=False)
            assert listing.posts == parse_listing(above).posts
            assert found(f"{above}{line}\nstray\n") == [(number, 1, "navigation"), (number + 1, 1, "unparsed-line")]
        assert found(f"{line}\n{TEA}") == [(1, 1, "navigation")]

    @pytest.mark.parametrize("line", ["- /two words", "-/c", "- #two words", "- /usr, and /opt"])
    def test_never_contains_tags(self, line: str) -> None:
        listing = parse_listing(f"- 2026-03-22\nTea\nLeaves.\n{line}\n- /leaves\n", strict=False)
        assert [parts_of(post) for post in listing.posts] == [("Tea", "Leaves.", ["leaves"])]
        assert [(problem.line, problem.code) for problem in listing.problems] == [(4, "bad-tag")]

    def test_below_tags_is_left_out_with_the_tags_below_it(self) -> None:
        text = "- 2026-03-22\nTea\n- /tea\nstray\n- /never\n#never\n- 2026-03-01\nLast\n- /last"
        listing = parse_listing(text, strict=False)
        assert [parts_of(post) for post in listing.posts] == [("Tea", "", ["tea"]), ("Last", "", ["last"])]
        assert found(text) == [(4, 1, "unparsed-line"), (5, 1, "unparsed-line"), (6, 1, "unparsed-line")]


class TestTags:
    def test_of_one_slug_are_read_once_as_first_spelled(self) -> None:
        entry = "- March 22, 2026\nTea\n- /Tea\n- /pots\n- /tea\n- /TEA\n- /Pots\n"
        for parser in (fed(entry * 3), read(entry * 3)):
            assert [parts_of(post) for post in parser.posts] == [("Tea", "", ["Tea", "pots"])] * 3

    def test_with_a_label_may_follow_tags_with_bullets(self) -> None:
        (post,) = parse_listing(f"{TEA}Tags: pots, two cups\n- /ferns #moss").posts
        assert [tag.name for tag in post.tags] == ["tea", "pots", "two cups", "ferns", "moss"]

    def test_without_bullets_are_unparsed_if_others_have_bullets(self) -> None:
        text = f"{TEA}#pots #cups\n- /ferns\n- 2026-03-01\nLast\n"
        listing = parse_listing(text, strict=False)
        assert [tag.name for tag in listing.posts[0].tags] == ["tea", "ferns"]
        assert found(text) == [(4, 1, "unparsed-line")]

    def test_long_tags_are_read_unchanged(self) -> None:
        entry = f"- March 22, 2026\nTea\n- /{'a' * 90}\n- /{'b' * 91}\n- /{'c' * 1999}\n"
        for parser in (fed(entry * 3), read(entry * 3)):
            assert [[len(tag.name) for tag in post.tags] for post in parser.posts] == [[90, 91, 1999]] * 3


class TestPages:
    def test_a_count_begins_a_page(self) -> None:
        parser = fed(f"/tea\n1 post\n{TEA}Pots and cups\n1 post\n{TEA}")
        assert [(draft.path, draft.description, draft.declared_count) for draft in parser.drafts] == [
            ("/tea", None, 1),
            (None, "Pots and cups", 1),
        ]
        assert [(draft.first, draft.at[0]) for draft in parser.drafts] == [(0, 1), (1, 6)]
        assert parser.lines == [3, 8]

    def test_a_path_below_tags_with_bullets_begins_a_page(self) -> None:
        parser = fed(f"/tea\n{TEA}/pots\nAll about pots.\n{TEA}/cups\n")
        assert [(draft.path, draft.description, draft.entries) for draft in parser.drafts] == [
            ("/tea", None, 1),
            ("/pots", "All about pots.", 1),
            ("/cups", None, 0),
        ]
        assert [problem.code for draft in parser.drafts for problem in draft.findings.problems] == ["no-posts"]

    @pytest.mark.parametrize(("above", "tags"), [("#tea\n", ["tea"]), ("#tea\n#pots\n", ["tea", "pots"]), ("", [])])
    def test_a_count_reclaims_the_path_above_it(self, above: str, tags: list[str]) -> None:
        parser = fed(f"March 22, 2026\nTea\nHot.\n{above}/pots\n1 post\n{TEA}")
        assert [draft.path for draft in parser.drafts] == [None, "/pots"]
        assert [tag.name for tag in parser.posts[0].tags] == tags
        assert not any(draft.findings.problems for draft in parser.drafts)

    def test_the_last_of_two_paths_above_a_count_is_the_path(self) -> None:
        parser = fed(f"{TEA}/pots\n/cups\n1 post\n{TEA}")
        assert [draft.path for draft in parser.drafts] == [None, "/pots"]
        assert [problem.line for draft in parser.drafts for problem in draft.findings.problems] == [5]

    def test_a_path_below_0_posts_begins_a_page(self) -> None:
        parser = fed(f"/tea\nNothing yet.\n0 posts\n/pots\n1 post\n{TEA}")
        assert [(draft.path, draft.description, draft.declared_count) for draft in parser.drafts] == [
            ("/tea", "Nothing yet.", 0),
            ("/pots", None, 1),
        ]
        assert not any(draft.findings.problems for draft in parser.drafts)


def test_characters_that_xml_cannot_carry_are_replaced() -> None:
    listing = parse_listing("/a\x01\nb\x02\nc\n1 post\n- 2026-03-22\nd\x03\ne\nf\x04", strict=False)
    assert (listing.path, listing.description) == ("/a\ufffd", "b\ufffd c")
    assert parts_of(listing.posts[0]) == ("d\ufffd", "e f\ufffd", [])
    assert [(problem.line, problem.column) for problem in listing.problems] == [(1, 3), (2, 2), (6, 2), (8, 2)]


def test_the_order_of_three_numbers_is_recorded() -> None:
    parser = fed("- 22/3/2026\nTea\n- 3/4/2026\nPots\n- 3/22/2026\nCups\n- 3/3/2026\nFerns")
    assert (parser.orders, parser.ambiguous) == ({True, False}, True)
    parser = fed("- 3/3/2026\nFerns\n- March 3, 2026\nMoss")
    assert (parser.orders, parser.ambiguous) == (set(), False)


def test_lines_above_the_current_entry_are_settled() -> None:
    parser = Parser()
    assert parser.settled == 0
    settled = []
    for line in (
        "/tea",
        "- 2026-03-22",
        "Tea",
        "Hot.",
        "- /tea",
        "- 2026-03-21",
        "Pots",
        "1 post",
        "- 2026-03-20",
        "Cups",
    ):
        parser.feed(line)
        settled.append(parser.settled)
    assert settled == [1, 2, 2, 2, 2, 6, 6, 8, 9, 9]


def test_a_text_that_ends_early_keeps_its_posts() -> None:
    parser = Parser()
    for line in ("9 posts", *TEA.splitlines(), "- 2026-03-21", "Pots"):
        parser.feed(line)
    parser.end_early()
    assert [post.title for post in parser.posts] == ["Tea, twice", "Pots"]
    assert parser.drafts[0].findings.problems == []
    parser = Parser()
    parser.end_early()
    assert parser.drafts[0].findings.problems == []


class TestMemory:
    """What is held back of a text is little, however long it is."""

    SIZE = 5000

    def test_lines_that_may_head_the_next_page(self) -> None:
        parser = Parser()
        parser.read(TEA)
        for number in range(self.SIZE):
            parser.feed(f"stray {number}")
            assert len(parser._held) <= machine._MAX_HELD
        parser.end()
        findings = parser.drafts[0].findings
        assert [problem.line for problem in findings.problems] == [*range(4, 4 + MAX_PROBLEMS)]
        assert findings.omitted == self.SIZE - MAX_PROBLEMS

    def test_lines_that_may_be_the_description(self) -> None:
        parser = Parser()
        for number in range(self.SIZE):
            parser.feed(f"line {number} of a long header")
            assert len(parser.drafts[0].above) <= machine._MAX_HELD
        assert parser.drafts[0].findings.omitted == self.SIZE - machine._MAX_HELD - MAX_PROBLEMS

    def test_known_heads_and_tags(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(machine, "_MAX_KNOWN", 1000)
        parser = Parser()
        for number in range(self.SIZE):
            parser.read(f"- March 22, 2026\nTea\n- /tea{number}\n" * 2)
            parser.read(f"- March 22, 2026\nTea\n- /{'long' * 50}\n")
        parser.end()
        assert len(parser.posts) == 3 * self.SIZE
        assert len(parser._known) == len(parser._marks) == 1000
        assert max(map(len, [*parser._known, *parser._marks])) <= 100

    def test_text_is_not_kept(self) -> None:
        parser = Parser()
        for number in range(self.SIZE):
            parser.read(f"- 2026-03-22\nTea {number}\nCup {number}\n- /tea\n")
        assert [*parser._marks] == ["- 2026-03-22", "- /tea"]

    def test_posts_that_were_taken_out(self) -> None:
        parser = Parser()
        for number in range(self.SIZE):
            parser.read(f"- March 22, 2026\nTea {number}\nHot.\n- /tea\n" * 2)
            del parser.posts[:], parser.lines[:]
        assert (len(parser._body), len(parser._tags), len(parser.drafts)) == (2, 1, 1)
        parser.end()
        assert [post.title for post in parser.posts] == [f"Tea {self.SIZE - 1}"]
        assert parser.drafts[0].entries == 2 * self.SIZE


class TestGrowth:
    """Twice the text is twice the work, whatever the text: calls are counted, so that no clock decides."""

    SIZE = 400

    @pytest.mark.parametrize(
        "entry",
        [
            lambda number: f"- March 22, 2026 5 min\nPost {number}\nOn leaves.\n- /tea\n- /t{number % 9}\n",
            lambda number: f"- March 22, 2026\nPost {number}\nOn leaves.\n",
            lambda number: f"- 2026-03-22 5 min\nPost {number}\nOn leaves.\n- /tea\n- /t{number}\n",
            lambda number: f"2026-03-22 5 min\nPost {number}\n#tea #t{number}\n",
            lambda number: f"- 2026-03-22\nTea\nSummary {number}\n",
            lambda _: "- 2026-03-22\nTea\n",
            lambda _: "- March 22, 2026\n",
            lambda _: "- 2026-03-22\n- /tea\n",
            lambda _: NEVER,
            lambda _: "- 03/04/2026\nNever\n",
            lambda number: f"- 2026-03-22\na\x00{number}\n",
            lambda number: f"- 2026-03-22\nTea {number}\n- /!!!\nstray\n",
            lambda _: "Older posts\n",
            lambda number: f"stray {number}\n",
            lambda number: f"{TEA * (not number)}stray {number}\n",
            lambda number: f"{TEA.replace('- /tea', 'Hot.') * (not number)}And more.\n",
            lambda number: f"{TEA * (not number)}- /tag{number}\n",
            lambda number: f"{TEA * (not number)}/tag{number} " + "\n" * (number == 399),
            lambda number: f"/tag{number}\n",
            lambda number: f"/tag{number}\n1 post\n{TEA}",
            lambda number: f"{TEA}/tag{number}\n",
            lambda _: "0 posts\n/tea\n",
            lambda _: "\n \t\n----\n-\n",
        ],
        ids=[
            "canonical",
            "canonical without tags",
            "posts",
            "no bullets",
            "same title",
            "duplicates",
            "no titles",
            "tags without titles",
            "bad dates",
            "ambiguous dates",
            "control characters",
            "bad tags",
            "navigation",
            "header",
            "strays",
            "summary",
            "tags",
            "tags in one line",
            "paths",
            "listings by count",
            "listings by path",
            "listings of nothing",
            "nothing",
        ],
    )
    def test_is_linear(self, entry: Callable[[int], str]) -> None:
        once = "".join(map(entry, range(self.SIZE)))
        twice = "".join(map(entry, range(self.SIZE * 2)))
        parse_listing(twice, strict=False)  # what is cached, is cached for both
        assert self.calls(twice) < 2.2 * self.calls(once)

    def test_of_one_huge_line_takes_no_more_calls(self) -> None:
        once, twice = (f"- March 22, 2026\n{'tea and ' * size}pots\n" for size in (125_000, 250_000))
        assert self.calls(twice) <= self.calls(once) + 10

    @staticmethod
    def calls(text: str) -> int:
        """Count the calls of functions, Python's and C's, that reading a text takes."""
        count = 0

        def note(_frame: FrameType, event: str, _argument: Any) -> None:
            nonlocal count
            count += event in {"call", "c_call"}

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            parse_listing(text, strict=False)
        finally:
            sys.setprofile(before)
        return count


class TestHugeLines:
    """A line of a megabyte or more: one that took more than linear time would not end."""

    SIZE = 1_000_000

    @pytest.mark.parametrize(
        "title",
        [
            "a" + " " * SIZE + "b",
            "- a" + " " * SIZE + "b",
            "- a" + " 5" * SIZE,
            "- a" + " 5 min" * (SIZE // 4) + "s",
            "- " + "a" * 2 * SIZE,
            "ab " * SIZE + "c",
            "1" + ",000" * SIZE + " posts",
            "/" * SIZE,
            "/tea " * SIZE + "/tea",
            "Tags: " + "tea, " * SIZE + "tea",
            "- /" + "long" * SIZE,
            "- " * SIZE + "b",
            "-" * SIZE + "b",
            "March " * SIZE + "22, 2026",
            "1 | " * SIZE + "next",
            "\xa0".join("a" * SIZE),
        ],
        ids=[
            "spaces",
            "bullet of spaces",
            "figures",
            "minutes",
            "one word",
            "words",
            "count",
            "slashes",
            "tags",
            "label",
            "tag",
            "bullets",
            "rule",
            "months",
            "navigation",
            "no-break spaces",
        ],
    )
    def test_is_a_title(self, title: str) -> None:
        listing = parse_listing(f"- March 22, 2026 5 min\n{title}\n- /long\n- March 1, 2026\nLast\n")
        assert [post.title == title for post in listing.posts] == [True, False]
        assert len(listing.posts[0].id) < 120

    def test_is_a_summary(self) -> None:
        listing = parse_listing(f"- March 22, 2026\nTea\n{'T ' * self.SIZE}.\n- /long\n- March 1, 2026\nLast\n")
        assert [len(post.summary) for post in listing.posts] == [2 * self.SIZE + 1, 0]

    @pytest.mark.parametrize("bullet", ["- ", "1. "])
    @pytest.mark.parametrize(
        ("tag", "code"),
        [
            ("/" + "!" * SIZE, "unparsed-line"),
            ("/" + "long" * SIZE, "unparsed-line"),
            ("/tea " * SIZE, "bad-tag"),
            ("Tags: " + "tea, " * SIZE, "bad-tag"),
        ],
        ids=["odd", "long", "many", "label"],
    )
    def test_is_not_a_tag(self, bullet: str, tag: str, code: str) -> None:
        assert [problem[::2] for problem in found(f"{TEA}{bullet}{tag}")] == [(4, code)]

    def test_is_a_head(self) -> None:
        head = "- March 22, 2026 " + "5 min " * self.SIZE
        assert found(f"{TEA}{head}b\nPots") == [(4, 18, "bad-reading-time")]
        assert found(f"{TEA}- Smarch 22, 2026 · {'a ' * self.SIZE}\nPots") == [(4, 3, "bad-date")]
        assert found(f"{TEA}- March 22, 2026{' ' * 1500}5 min\nPots") == []

    def test_is_a_header(self) -> None:
        listing = parse_listing(f"/{'a' * self.SIZE}\n{'b ' * self.SIZE}\n{TEA}")
        assert (len(listing.path or ""), len(listing.description or "")) == (self.SIZE + 1, 2 * self.SIZE - 1)

    def test_is_only_controls(self) -> None:
        listing = parse_listing("- 2026-03-22\n" + "\0" * self.SIZE, strict=False)
        assert [(problem.line, problem.column, problem.code) for problem in listing.problems] == [
            (2, 1, "control-character")
        ]
        assert listing.posts[0].title == "\ufffd" * self.SIZE

    def test_is_only_white_space(self) -> None:
        assert parse_listing(f"{' ' * self.SIZE}\n{TEA}").posts == parse_listing(TEA).posts


@pytest.mark.parametrize("head", ["- March 22, 2026\n", "- 2026-03-22\n", "- 2026-03-22\n- /tea\n", "- 30/2/2026\n"])
def test_20_000_heads_without_titles_are_20_000_problems(head: str) -> None:
    listing = parse_listing(head * 20_000, strict=False)
    assert listing.posts == ()
    assert len(listing.problems) == MAX_PROBLEMS
    assert listing.omitted == 20_000 - MAX_PROBLEMS


# Lines that stand in an entry of the canonical form, or nearly: what is read whole, and what only seems so.
ODD_HEADS_OF_THE_FORM = [
    *(f"- {month} 2, 2026" for month in ("May", "Mar", "Sept", "Smarch", "MARCH", "march", "Room", "December")),
    *(f"- March {day}, 2026" for day in ("01", "31", "32", "0")),
    *(f"- March 22, {year}" for year in ("2024", "0001", "0000")),
    *(f"- March 22, 2026 {rest}" for rest in ("5 min", "0 min", "9999 min", "10000 min", "5 min read", "5 cups", "")),
    "- March 22, 2026 5 min ",
    "-  March 22, 2026",
    " - March 22, 2026",
    "* March 22, 2026",
    "1. March 22, 2026",
    "- Monday, March 22, 2026",
    "- 22/3/2026",
    "- 3/4/2026",
    "March 22, 2026",
]
ODD_BODIES = [
    "T",
    "The",
    "Tagged",
    "Tags: tea, pots",
    "Tags:",
    "Topics: !",
    "topics: moss",
    "Topics of tea",
    f"Tags: {'tea, ' * 30}pots",
    f"tag: {'tea, ' * 30}pots",
    f"Tag {'tea, ' * 30}pots",
    f"Tea {'and tea ' * 20}.",
    f"Hot {'and cold ' * 20}.",
    f"© 2026 {'The tea room. ' * 20}.",
    f"- {'tea ' * 40}.",
    f"1. {'tea ' * 40}.",
    f"#tea {'#pots ' * 40}#moss",
    f"- /tea {'/pots ' * 40}/moss",
    "Hot. ",
    " Hot.",
    "Hot.\x85",
    "Hot.\u3000",
    "茶を二度",
    "Hot,\x85then\u2028cold.",
    "Te\x07a",
    "\ufeffTea",
    "\ud800",
    "#tea #pots",
    "/tea",
    "/usr and /opt",
    "-/tea",
    "- a bullet",
    "- Tea 5",
    "* a bullet",
    "1. one",
    "-",
    "----",
    "-" * 200,
    "59 posts",
    "0 posts",
    "Older posts",
    "- Older posts",
    "Read more",
    "Page 1 of 5",
    "12 cups",
    "March 22, 2026 was a fine day",
    "Sunday, 03/04/2026",
    "May 3, 2026: tea",
    "- March",
]
ODD_MARKS = [
    "- /Tea",
    "- /TEA",
    "- /c++",
    "- /.net",
    "- /茶",
    "- /tea/",
    "- //tea",
    "- /tea ",
    "- /tea\u3000",
    " - /tea",
    "- /te\x01a",
    "- /!!!",
    "- /",
    "- /  ",
    "- / tea",
    "- /two words",
    "- /tea /pots",
    "- /tea /!!!",
    "- /tea, /pots",
    "- /tea,/pots",
    "- /tea\x85pots",
    f"- /{'a' * 90}",
    f"- /{'a' * 91}",
    f"- /{'b' * 300}",
    "- #tea",
    "* /tea",
    "-/tea",
    "- Tags: tea, cups",
    "Tags: cups",
    "#cups",
    "/cups",
]
ODD_LINES = [*ODD_HEADS_OF_THE_FORM, *ODD_BODIES, *ODD_MARKS, "", " \t"]
PREFACES = [
    "",
    "/tea\nAll about tea.\n9 posts\n",
    "- March 1, 2026\nFirst\n- /tea\n- /Pots\n",
    "- March 1, 2026\n#first #of\n",
    "- March 1, 2026\nFirst\nin summary\n",
    "- March 1, 2026\n- /tea\n",
    "- Smarch 1, 2026\nNever\n",
    "March 1, 2026\nFirst\n#tea\n",
    "- March 1, 2026\nFirst\n- /tea\nstray\n",
    "- March 1, 2026\nFirst\n- /pots\n/moss\nAll about moss.\n- March 1, 2026\nFirst\n",
    "- March 1, 2026\nFirst\nOlder posts\n",
    "- March 1, 2026\nFirst\n- /tea\n- /Tea\n- /pots\n1 post\n- March 1, 2026\nFirst\nin summary\n",
]
LAST = "- March 8, 2026 5 min\nCups\nThen cold.\n- /tea\n- /pots\n- /Tea\n- March 9, 2026\n#last\n"


@pytest.mark.parametrize("preface", PREFACES)
@pytest.mark.parametrize(
    "form",
    [
        "{}\nTea\nHot.\n- /tea\n",
        "{}\nTea\n- /tea\n",
        "- March 7, 2026\n{}\nHot.\n- /tea\n",
        "- March 7, 2026\n{}\n- /tea\n",
        "- March 7, 2026\n{}\n",
        "- March 7, 2026\nTea\n{}\n- /tea\n",
        "- March 7, 2026\nTea\n{}\n",
        "- March 7, 2026\nTea\nHot.\n{}\n- /tea\n",
        "- March 7, 2026\nTea\nHot.\n{}\n",
        "- March 7, 2026\nTea\nHot.\n- /tea\n{}\n",
        "- March 7, 2026\nTea\n- /tea\n{}\n- /pots\n",
    ],
)
def test_reading_whole_entries_next_to_an_odd_line(preface: str, form: str) -> None:
    for line in ODD_LINES:
        text = preface + form.format(line) + LAST
        assert state(read(text)) == state(fed(text))


PLAIN_ENTRIES = st.builds(
    "- March {}, 2026{}\n{}\n{}{}".format,
    st.integers(1, 31),
    st.sampled_from(["", " 5 min"]),
    st.sampled_from(["Tea", "Pots", "#tea", "1. one"]),
    st.sampled_from(["", "", "Hot.\n", "T\n", "Then cold.\n"]),
    st.lists(st.sampled_from(["- /tea\n", "- /Tea\n", "- /pots\n", "- /Pots\n", "- /moss\n"]), max_size=4).map("".join),
)
NEAR_ENTRIES = st.builds(
    "{}\n{}\n{}{}".format,
    st.just("- March 7, 2026") | st.sampled_from(ODD_HEADS_OF_THE_FORM),
    st.just("Tea") | st.sampled_from(ODD_BODIES),
    st.just("") | st.sampled_from(ODD_BODIES).map("{}\n".format),
    st.lists(st.just("- /tea\n") | st.sampled_from(ODD_MARKS).map("{}\n".format), max_size=4).map("".join),
)
NEAR_LISTINGS = st.builds(
    "{}{}{}".format,
    st.sampled_from(PREFACES),
    st.lists(
        PLAIN_ENTRIES | PLAIN_ENTRIES | NEAR_ENTRIES | st.sampled_from(ODD_LINES).map("{}\n".format), max_size=12
    ).map("".join),
    st.just("") | st.just(LAST),
)


@settings(max_examples=300)
@given(NEAR_LISTINGS, st.booleans(), st.lists(st.integers(1, 60), max_size=4))
@example("- March 1, 2026\n#tea #pots\n- March 2, 2026\nTwo\n- /tea\n- March 3, 2026\nThree\n- /tea\n", True, [])
@example("- March 1, 2026\nTea\n- March 2, 2026\nPots\n- /tea /pots\n- /tea\n- March 3, 2026\n", True, [])
def test_reading_whole_entries_equals_reading_line_by_line(text: str, ends: bool, cuts: list[int]) -> None:
    """An entry that is recognised as a whole says what its lines say one by one, wherever the text is cut."""
    text = text if ends else text.removesuffix("\n")
    by_line = state(fed(text))
    assert state(read(text)) == by_line
    assert state(read(text, *cuts)) == by_line


class Counting(Parser):
    """A parser that knows which lines it has read one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.fed: list[str] = []

    def feed(self, raw: str) -> None:
        self.fed.append(raw)
        super().feed(raw)


@pytest.mark.parametrize(
    "entry",
    [
        "- March 1, 2026 5 min\nPots\nHot.\n- /pots\n- /moss\n",
        "- March 1, 2026\nPots\n- /pots\n",
        "- March 1, 2026\nPots\nHot.\n",
        "- May 31, 1000 9999 min\n1. one\nTea.\n- /pots\n- /Pots\n",
        f"- March 1, 2026\n{'Pots ' * 100}.\nTags were {'hot ' * 100}.\n- /{'a' * 90}\n",
        "- March 1, 2026\n茶\n(Twice.)\n- /茶\n",
        "- 2026-03-01\nPots\nHot.\n- #pots\n\n",
        "- 22/03/2026 · 5 min read\nPots\n- /pots\n- #moss\n",
    ],
)
def test_a_canonical_entry_is_read_at_once(entry: str) -> None:
    parser = Counting()
    parser.read("- March 1, 2026\nTea\n- /tea\n" + entry * 20)
    parser.end()
    length = entry.count("\n")
    assert parser.orders == ({True} if "/2026" in entry else set())
    assert len(parser.fed) == 3 + length  # the first and the last, which may go on in the next chunk
    assert parser.lines == [1, *range(4, 4 + 20 * length, length)]


@pytest.mark.parametrize(
    "entry",
    [
        "* March 1, 2026\nPots\n- /pots\n",
        "- March 1, 2026\nPots\n\n- /pots\n",
        "- March 1, 2026\nPots\nHot.\n\n",
        "- March 1, 2026\nPots\n- /pots /moss\n",
        "- March 1, 2026\nPots\n- /pots\n- /\n",
        "- March 1, 2026\nPots\n",
    ],
)
def test_an_entry_in_another_form_is_read_line_by_line(entry: str) -> None:
    parser = Counting()
    parser.read(entry * 20)
    assert len(parser.fed) == entry.count("\n") * 20


@pytest.mark.parametrize("below", ["- March 21, 2026\nPots", ""])
def test_a_reading_time_as_title_is_doubtful(below: str) -> None:
    listing = parse_listing(f"- March 22, 2026\n5 min read\nTea, twice\n{below}", strict=False)
    assert [(problem.line, problem.code) for problem in listing.problems] == [(2, "doubtful-title")]
    assert parse_listing("- March 22, 2026 5 min\n5 min read").posts[0].title == "5 min read"
    assert parse_listing("- March 22, 2026\n29 minutes").posts[0].title == "29 minutes"


@pytest.mark.parametrize(
    "head",
    [
        "Febuary 3, 2026 4 min",
        "Mar 15 · 5 min read",
        "15 March 5 min",
        "22.03.26",
        "Sunday, 30/2/2026",
        "[1]March 5, 2026",
    ],
)
def test_an_intended_head_without_a_bullet_is_not_summary(head: str) -> None:
    listing = parse_listing(f"March 22, 2026\nTea\nOn it.\n{head}\nA kettle\n", strict=False)
    assert [(post.title, post.summary) for post in listing.posts] == [("Tea", "On it.")]
    assert [(problem.line, problem.code) for problem in listing.problems] == [(4, "bad-date")]


@pytest.mark.parametrize(
    "head", ["March 22 · 5 min", "yesterday · 5 min", "20260315", "2026年3月15日", "22.03.26", "at noon | 5 min"]
)
def test_an_intended_head_with_a_bullet_is_not_summary(head: str) -> None:
    listing = parse_listing(f"- March 22, 2026\nTea\nOn it.\n- {head}\nA kettle\n", strict=False)
    assert [(post.title, post.summary) for post in listing.posts] == [("Tea", "On it.")]
    assert [(problem.line, problem.code) for problem in listing.problems] == [(4, "bad-date")]


@pytest.mark.parametrize("item", ["- Steep for 5 min", "- pour 200 ml", "- May", "- 3.11.2", "- 12 pots"])
def test_an_item_of_a_summary_is_not_a_head(item: str) -> None:
    (post,) = parse_listing(f"- March 22, 2026\nTea\nHow:\n{item}\n").posts
    assert post.summary == f"How: {item}"


def test_the_message_for_an_item_shows_a_tag() -> None:
    listing = parse_listing("- March 22, 2026\nTea\n- /tea\n- pots\n- /pots\n", strict=False)
    messages = [problem.message for problem in listing.problems]
    assert messages[0] == "'- pots' is below an entry, but is not a tag; write a tag as - /tea"
    assert messages[1] == "'- /pots' is below an entry, but not part of it; move or remove it"


@pytest.mark.parametrize("date", ["Apr. 2", "Thu, 2 Apr", "Avril 2021", "2.4.21", "Mon", "Spring 2021", "2021"])
def test_a_loose_date_with_text_below_is_not_summary(date: str) -> None:
    """An item of a summary may be one, or its last line, or its title; but not in place of the next head."""
    text = f"- March 7, 2026\nTea\nLeaves.\n- {date}\n"
    listing = parse_listing(f"{text}Pots\nIron.\n- /pots\n- March 1, 2026\nLast", strict=False)
    assert [parts_of(post) for post in listing.posts] == [("Tea", "Leaves.", []), ("Last", "", [])]
    assert [(problem.line, problem.column, problem.code) for problem in listing.problems] == [
        (4, 3, "bad-date"),
        *((line, 1, "unparsed-line") for line in (5, 6, 7)),
    ]
    assert (
        found(f"{text}- twice\n- /tea\n") == found(f"{text}- /tea\n") == found(f"- March 7, 2026\n- {date}\nA.\n") == []
    )
    assert found(f"- February 30, 2026\nTea\n- {date}\nPots\n") == [(1, 3, "bad-date")]
    assert found(f"March 7, 2026\nTea\n{date}\nPots\n") == [(3, 1, "bad-date"), (4, 1, "unparsed-line")]

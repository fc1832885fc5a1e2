"""Lines: what each is, decided from it alone."""

from datetime import date

import pytest

from postindex import Tag
from postindex.dates.parsing import HOW_TO_WRITE
from postindex.listing.lines import MAX_MARK_LENGTH, TEXT, Kind, classify, is_bulleted, is_path, strip_line

DAY = date(2026, 3, 22)
BULLETS = ["-", "*", "+", "•", "–", "1.", "2)", "0.", "1234.", "1234)"]
NO_BULLETS = ["—", "~", ">", "·", "#", "12345.", "1", "1:", "(1)", "a.", "--", "²."]


def names(text: str) -> list[str]:
    return [tag.name for tag in classify(text).tags]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("", ""),
        (" \t", ""),
        ("tea", "tea"),
        (" \t/tea\u3000", "/tea"),
        ("\ufeff/tea", "/tea"),
        (" \ufeff\ufeff - tea ", "- tea"),
    ],
    ids=ascii,
)
def test_white_space_and_byte_order_marks_are_stripped(raw: str, text: str) -> None:
    assert strip_line(raw) == text


class TestPath:
    @pytest.mark.parametrize("text", ["/", "/tea", "/tags/tea/", "/tea?page=2", "/茶", "//", "/!!!", "/#tea"])
    def test_is_one(self, text: str) -> None:
        assert is_path(text)

    @pytest.mark.parametrize("text", ["", "tea", "tea/", "/tea pots", "/tea\tpots", "/tea\u3000pots", "- /tea", "#tea"])
    def test_other_lines_are_not(self, text: str) -> None:
        assert not is_path(text)


class TestBullet:
    @pytest.mark.parametrize("bullet", BULLETS)
    @pytest.mark.parametrize("space", [" ", "  ", "\t", "\xa0", "\u202f"], ids=ascii)
    def test_needs_a_space(self, bullet: str, space: str) -> None:
        assert is_bulleted(f"{bullet}{space}tea")

    @pytest.mark.parametrize("bullet", BULLETS)
    def test_alone_or_without_a_space_is_not_one(self, bullet: str) -> None:
        assert not is_bulleted(bullet)
        assert not is_bulleted(f"{bullet}tea")

    @pytest.mark.parametrize("bullet", NO_BULLETS)
    def test_is_of_a_kind(self, bullet: str) -> None:
        assert not is_bulleted(f"{bullet} tea")


class TestEntry:
    @pytest.mark.parametrize("bullet", BULLETS)
    def test_begins_with_any_bullet(self, bullet: str) -> None:
        line = classify(f"{bullet} March 22, 2026 5 min")
        assert (line.kind, line.bulleted, line.day.day, line.minutes, line.wrong) == (Kind.ENTRY, True, DAY, 5, "")

    def test_needs_no_bullet(self) -> None:
        line = classify("March 22, 2026 5 min")
        assert (line.kind, line.bulleted, line.day.day, line.minutes, line.wrong) == (Kind.ENTRY, False, DAY, 5, "")

    @pytest.mark.parametrize(
        "date_text",
        [
            "March 22, 2026",
            "Mar. 22nd 2026",
            "22 March 2026",
            "22nd of March, 2026",
            "22. MAR 2026",
            "Sunday, March 22, 2026",
            "Sun. 22 mar 2026",
            "2026-03-22",
            "2026/3/22",
            "2026.03.22",
            "22/03/2026",
            "3/22/2026",
            "22.3.2026",
            "March\xa022,\u202f2026",
        ],
        ids=ascii,
    )
    @pytest.mark.parametrize("bullet", ["", "- "])
    def test_has_a_date_in_any_form(self, bullet: str, date_text: str) -> None:
        for minutes, tail in ((None, ""), (5, " 5 min")):
            line = classify(f"{bullet}{date_text}{tail}")
            assert (line.kind, line.day.day, line.minutes, line.wrong) == (Kind.ENTRY, DAY, minutes, "")

    @pytest.mark.parametrize("mark", ["·", "|", "—", "–", "•", "/", ",", "-"])
    @pytest.mark.parametrize("form", ["{}", " {}", "{} ", " {} ", "\t{}\xa0", "  {}  "])
    @pytest.mark.parametrize("date_text", ["March 22, 2026", "2026-03-22"])
    def test_may_have_a_separator(self, date_text: str, form: str, mark: str) -> None:
        line = classify(f"- {date_text}{form.format(mark)}5 min")
        if mark in "-–" and form == " {}":  # - March 22, 2026 -5 min
            assert (line.minutes, line.wrong, line.code) == (None, f"{mark}5 min", "bad-reading-time")
            return
        assert (line.kind, line.day.day, line.minutes, line.wrong) == (Kind.ENTRY, DAY, 5, "")

    @pytest.mark.parametrize(
        ("date_text", "minutes"),
        [
            ("5 min", 5),
            ("5 mins", 5),
            ("5 min.", 5),
            ("5min", 5),
            ("5 m", 5),
            ("5m", 5),
            ("5 minute", 5),
            ("5 minutes", 5),
            ("5-min", 5),
            ("5-minute read", 5),
            ("5 min read", 5),
            ("5 min. read", 5),
            ("5 minutes reading", 5),
            ("5 minutes reading time", 5),
            ("5 min-read", 5),
            ("5 MIN READ", 5),
            ("(5 min)", 5),
            ("(5 min read)", 5),
            ("5\xa0min", 5),
            ("0 min", 0),
            ("007 min", 7),
            ("1 h", 60),
            ("1h", 60),
            ("1 hour", 60),
            ("2 hours", 120),
            ("1 hr", 60),
            ("2 hrs.", 120),
            ("1 hr 5 min", 65),
            ("1h5m", 65),
            ("1h 5m read", 65),
            ("1 hour and 5 minutes", 65),
            ("1 hour, 5 minutes", 65),
            ("1 hour, and 5 minutes", 65),
            ("(1 hr 5 min read)", 65),
            ("9999 hours", 599_940),
            ("1000000 min", 1_000_000),
            ("9999 h 400060 min", 1_000_000),
        ],
    )
    def test_has_a_reading_time_in_any_form(self, date_text: str, minutes: int) -> None:
        for separator in (" ", " · "):
            line = classify(f"- March 22, 2026{separator}{date_text}")
            assert (line.kind, line.day.day, line.minutes, line.wrong) == (Kind.ENTRY, DAY, minutes, "")

    @pytest.mark.parametrize(
        "date_text",
        [
            "min",
            "5",
            "five min",
            "five minutes",
            "~5 min",
            "5.5 min",
            "1,000 min",
            "5 min 5 min",
            "5 min 1 hour",
            "5 mint",
            "5 minread",
            "5 months",
            "(5 min",
            "5 min)",
            "5–6 min",
            "5 min readable",
            "5 min by Ann",
            "1000001 min",
            "9999 h 400061 min",
            "10000000 min",
            "10000 h",
            "٥ min",
            "² min",
        ],
    )
    def test_with_an_odd_reading_time_keeps_its_day(self, date_text: str) -> None:
        line = classify(f"- March 22, 2026 {date_text}")
        assert (line.kind, line.day.day, line.minutes) == (Kind.ENTRY, DAY, None)
        assert (line.wrong, line.code) == (date_text, "bad-reading-time")
        assert line.reason == "is not a reading time; write it as 5 min, and a title on the next line"

    @pytest.mark.parametrize("rest", ["Coffee", "was a fine day", "in the tea room", "ñandú"])
    def test_without_a_bullet_and_followed_by_a_word_is_text(self, rest: str) -> None:
        assert classify(f"March 22, 2026 {rest}") == TEXT

    @pytest.mark.parametrize("rest", ["· Coffee", "— was a fine day", "5 cups", "(updated)", ", late"])
    def test_without_a_bullet_and_followed_by_a_mark_or_digit_is_one(self, rest: str) -> None:
        line = classify(f"March 22, 2026 {rest}")
        assert (line.kind, line.day.day, line.code) == (Kind.ENTRY, DAY, "bad-reading-time")

    @pytest.mark.parametrize("rest", ["was a fine day", ": Coffee", "and after"])
    def test_with_a_bullet_is_one_with_anything_behind_the_date(self, rest: str) -> None:
        line = classify(f"- March 22, 2026 {rest}")
        assert (line.kind, line.bulleted) == (Kind.ENTRY, True)
        assert line.code in {"bad-reading-time", "bad-date"}

    @pytest.mark.parametrize(
        "date_text",
        [
            "18 mars 2026",
            "Smarch 13, 2026",
            "February 30, 2026",
            "30/2/2026",
            "2026-02-30",
            "2026-13-01",
            "March 22, 0000",
            "March 22, 10000",
            "Sundae, March 22, 2026",
            "Room 12, 2026",
        ],
    )
    @pytest.mark.parametrize("tail", ["", " 5 min", " · 5 min", " by Ann"])
    def test_with_a_bullet_and_an_impossible_date_is_a_bad_date(self, date_text: str, tail: str) -> None:
        line = classify(f"- {date_text}{tail}")
        assert (line.kind, line.bulleted, line.day.day, line.wrong) == (Kind.ENTRY, True, None, date_text)
        assert (line.code, line.reason) == ("bad-date", f"is not a date; {HOW_TO_WRITE}")

    @pytest.mark.parametrize("date_text", ["February 30, 2026", "30/2/2026", "2026-02-30", "31. April 2026"])
    def test_without_a_bullet_and_with_an_intended_date_is_a_bad_date(self, date_text: str) -> None:
        line = classify(date_text)
        assert (line.kind, line.bulleted, line.wrong, line.code) == (Kind.ENTRY, False, date_text, "bad-date")

    @pytest.mark.parametrize(
        "text",
        [
            "Room 12, 2026",
            "Smarch 13, 2026",
            "18 mars 2026",
            "March 22, 2026 was a fine day",
            "March 22 was a fine day in 2026",
            "March 18",
            "March 2026",
            "2026",
            "10 cups",
            "2026-03",
            "3.11.2",
            "Tea of March 22, 2026",
        ],
    )
    def test_without_an_intended_date_is_text(self, text: str) -> None:
        assert classify(text) == TEXT

    @pytest.mark.parametrize(
        "text",
        ["- March 18", "- May 10", "- 29 minutes", "- 5 min", "- 12 cups of 2026", "- Tea of 22/3"],
    )
    def test_with_only_a_bullet_is_text(self, text: str) -> None:
        assert classify(text) == TEXT

    @pytest.mark.parametrize(
        ("text", "wrong", "bulleted"),
        [
            ("- **March 18, 2026**", "**March 18, 2026**", True),
            ("- [March 18, 2026](/tea)", "[March 18, 2026](/tea)", True),
            ("- Posted on March 18, 2026", "Posted on March 18, 2026", True),
            ("- published 18 March 2026", "published 18 March 2026", True),
            ("- March 15, 2026: Coffee", "March 15, 2026: Coffee", True),
            ("- 2026-03-05T10:00", "2026-03-05T10:00", True),
            ("- 21. März, anno 2026 5 min", "21. März, anno 2026", True),
            ("- Frimaire the 3rd 1802 · 12 min read", "Frimaire the 3rd 1802", True),
            ("- Saturday the 21 March of 2026", "Saturday the 21 March of 2026", True),
            ("- 22-Mar-2026", "22-Mar-2026", True),
            ("- 18 March 26", "18 March 26", True),
            ("22-Mar-2026", "22-Mar-2026", False),
            ("Sat 2026/March/21", "Sat 2026/March/21", False),
            ("- Sat 2026/March/21", "Sat 2026/March/21", True),
            ("- 2026-03-21x", "2026-03-21x", True),
            ("-March 4, 2026", "-March 4, 2026", False),
            ("**March 18, 2026**", "**March 18, 2026**", False),
            ("[March 18, 2026](/tea)", "[March 18, 2026](/tea)", False),
            ("— March 18, 2026", "— March 18, 2026", False),
            ("Posted on Wed, March 18th, 2026", "Posted on Wed, March 18th, 2026", False),
            ("2026-03-05T10:00", "2026-03-05T10:00", False),
            ("March 15, 2026: Coffee", "March 15, 2026: Coffee", False),
        ],
    )
    def test_in_an_unread_form_is_a_bad_date(self, text: str, wrong: str, bulleted: bool) -> None:
        line = classify(text)
        assert (line.kind, line.bulleted, line.wrong, line.code) == (Kind.ENTRY, bulleted, wrong, "bad-date")
        assert line.reason == f"is not a date; {HOW_TO_WRITE}"
        assert line.day.day is None

    @pytest.mark.parametrize(
        ("text", "wrong"),
        [
            ("2. 2/2/2026 2", "2"),
            ("2. 30/2/2026 2", "30/2/2026"),
            ("- Monday, 2026-03-22", "Monday, 2026-03-22"),
            ("  - **March 5, 2026**".strip(), "**March 5, 2026**"),
            ("- /tea /! #pots", "/!"),
            ("Tags: a!, !", "!"),
            ("- /tea pots", "/tea pots"),
            ("-/tea", "-/tea"),
        ],
    )
    def test_has_the_place_of_the_wrong_part(self, text: str, wrong: str) -> None:
        line = classify(text)
        assert line.wrong == wrong
        assert text[line.offset :].startswith(wrong)
        assert text.rindex(wrong) == line.offset

    def test_may_be_ambiguous(self) -> None:
        line = classify("- 03/04/2026 5 min")
        assert (line.kind, line.day.day, line.wrong, line.code) == (Kind.ENTRY, None, "03/04/2026", "ambiguous-date")
        assert line.reason == "is 2026-04-03 or 2026-03-04; say whether the day comes first, or name the month"
        assert classify("- 03/04/2026 5 min", day_first=True).day.day == date(2026, 4, 3)
        assert classify("- 03/04/2026 5 min", day_first=False).day.day == date(2026, 3, 4)

    @pytest.mark.parametrize("bullet", ["", "- "])
    def test_with_a_wrong_weekday_keeps_day_and_minutes(self, bullet: str) -> None:
        line = classify(f"{bullet}Monday, March 22, 2026 · 5 min")
        assert (line.kind, line.day.day, line.minutes) == (Kind.ENTRY, DAY, 5)
        assert (line.wrong, line.reason) == ("Monday, March 22, 2026", "was a Sunday")
        assert line.code == "implausible-date"

    def test_may_not_end_with_a_separator(self) -> None:
        assert classify("- March 22, 2026 ·").wrong == "·"


class TestTags:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("/tea", ["tea"]),
            ("#tea", ["tea"]),
            ("/Tea", ["Tea"]),
            ("/ci/cd", ["ci/cd"]),
            ("/tea/", ["tea"]),
            ("//tea", ["tea"]),
            ("#/tea", ["tea"]),
            ("/.net", [".net"]),
            ("#C++", ["C++"]),
            ("/茶", ["茶"]),
            ("/tea #pots", ["tea", "pots"]),
            ("#tea, #pots, #ferns", ["tea", "pots", "ferns"]),
            ("/tea · /pots | /ferns • #moss , #lichen", ["tea", "pots", "ferns", "moss", "lichen"]),
            ("/tea\t\u3000/pots", ["tea", "pots"]),
            ("/tea, /pots,", ["tea", "pots"]),
            ("/tea,pots", ["tea,pots"]),
            ("#tea,#pots,/cups", ["tea", "pots", "cups"]),
            ("#tea|#pots·#cups", ["tea", "pots", "cups"]),
            ("/tea /tea", ["tea", "tea"]),
            ("Tags: tea", ["tea"]),
            ("Tags: tea, green pots", ["tea", "green pots"]),
            ("Tags:tea,pots", ["tea", "pots"]),
            ("tag : tea", ["tea"]),
            ("TAGGED: /tea, #pots", ["tea", "pots"]),
            ("Topics: tea,, pots,", ["tea", "pots"]),
            ("Topic: tea", ["tea"]),
            ("Tags:", []),
            ("Tags: ,", []),
        ],
    )
    def test_are_read_in_any_form(self, text: str, found: list[str]) -> None:
        line = classify(text)
        assert (line.kind, line.bulleted, line.wrong) == (Kind.TAGS, False, "")
        assert names(text) == found
        for bullet in BULLETS:
            line = classify(f"{bullet} {text}")
            assert (line.kind, line.bulleted, line.wrong) == (Kind.TAGS, True, "")
            assert names(f"{bullet} {text}") == found

    @pytest.mark.parametrize(
        ("text", "wrong", "found"),
        [
            ("- /!!!", "/!!!", []),
            ("- /", "/", []),
            ("- #", "#", []),
            ("/!!!", "/!!!", []),
            ("/tea /!!! #pots", "/!!!", ["tea", "pots"]),
            ("Tags: tea, !, pots", "!", ["tea", "pots"]),
        ],
    )
    def test_one_bad_tag_keeps_the_others(self, text: str, wrong: str, found: list[str]) -> None:
        line = classify(text)
        assert (line.kind, line.wrong, line.code) == (Kind.TAGS, wrong, "bad-tag")
        assert line.reason == "has no letter or digit; a tag needs at least one"
        assert names(text) == found

    def test_several_bad_tags_name_the_first(self) -> None:
        line = classify("Tags: tea!, !, pots, ?, …")
        assert [tag.name for tag in line.tags] == ["tea!", "pots"]
        assert (line.wrong, line.offset) == ("!", 12)
        assert line.reason == "has no letter or digit; a tag needs at least one (2 more on this line)"

    def test_characters_that_xml_cannot_carry_make_a_bad_tag(self) -> None:
        line = classify("- /te\x01a")
        assert (line.kind, line.wrong, line.code, line.tags) == (Kind.TAGS, "/te\x01a", "bad-tag", ())
        assert "U+0001" in line.reason

    @pytest.mark.parametrize("date_text", ["/two words", "#two words", "/usr and /opt", "/tea, pots", "//tea pots"])
    def test_several_words_behind_a_bullet_are_a_bad_tag(self, date_text: str) -> None:
        line = classify(f"- {date_text}")
        assert (line.kind, line.wrong, line.code) == (Kind.TEXT, date_text, "bad-tag")
        assert line.reason == "is not one tag; write one a line, such as - /tea"
        assert classify(date_text) == TEXT

    @pytest.mark.parametrize("text", ["-/tea", "*#tea", "+/tea", "•#tea", "–/tea", "-/tea and pots"])
    def test_a_missing_space_behind_the_bullet_is_a_bad_tag(self, text: str) -> None:
        line = classify(text)
        assert (line.kind, line.wrong, line.code) == (Kind.TEXT, text, "bad-tag")
        assert line.reason == "has no space after its bullet"

    @pytest.mark.parametrize(
        "text",
        [
            "/",
            "#",
            "/ tea",
            "# Tea",
            "- / tea",
            "- # Tea",
            "/tea /",
            "Tags",
            "Tags are: tea",
            "Tags:https://tea.example",
            "Tagline: tea",
            "tea /pots",
            "-/",
            "-/!",
            "1./tea",
        ],
    )
    def test_other_lines_are_not_tags(self, text: str) -> None:
        assert classify(text) == TEXT

    def test_tags_of_one_slug_are_both_kept(self) -> None:
        assert classify("/tea /Tea").tags == (Tag("tea"), Tag("tea"))
        assert names("/tea /Tea") == ["tea", "Tea"]

    def test_may_stand_in_a_long_line(self) -> None:
        text = " ".join(f"/tea{number}" for number in range(100))
        assert len(text) > MAX_MARK_LENGTH
        assert classify(text).kind is Kind.TAGS
        assert len(classify(text).tags) == 100
        assert classify(f"Tags: {'long ' * 100}").tags == (Tag("long " * 100),)

    @pytest.mark.parametrize("bullet", ["", "- ", "1. "])
    def test_are_not_read_from_a_very_long_line(self, bullet: str) -> None:
        assert classify(f"{bullet}/{'a' * 1999}").kind is Kind.TAGS
        assert classify(f"{bullet}/{'a' * 2000}") == TEXT


class TestCount:
    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("59 posts", 59),
            ("1 post", 1),
            ("0 posts", 0),
            ("1 posts", 1),
            ("2 post", 2),
            ("007 posts", 7),
            ("1,234 posts", 1234),
            ("1,234,567,890 posts", 1_234_567_890),
            ("999999999 posts", 999_999_999),
        ],
    )
    def test_is_one(self, text: str, count: int) -> None:
        line = classify(text)
        assert (line.kind, line.declared, line.bulleted) == (Kind.COUNT, count, False)

    @pytest.mark.parametrize(
        "text",
        [
            "59 Posts",
            "posts",
            "post",
            "1,23 posts",
            "12,34 posts",
            "1234,567 posts",
            "-1 posts",
            "1.5 posts",
            "² posts",
            "٣ posts",
            "59  posts",
            "59posts",
            "59 posts!",
            "About 59 posts",
            "- 59 posts",
            f"{'9' * 5000} posts",
        ],
    )
    def test_other_lines_are_not(self, text: str) -> None:
        assert classify(text) == TEXT


class TestNavigation:
    @pytest.mark.parametrize(
        "text",
        [
            "Older posts",
            "Older posts →",
            "← Newer posts",
            "older entries »",
            "earlier articles",
            "More posts",
            "All posts",
            "View all posts",
            "see all articles >",
            "Next",
            "Next →",
            "« Previous",
            "< prev",
            "Next page",
            "Newer",
            "Page 1 of 5",
            "page 2/5",
            "← Page 3 →",
            "Page 7",
            "→",
            "«",
            "<<",
            "1 2 3",
            "1 2 3 … 9 Next →",
            "« 1 | 2 | 3 »",
            "1 · 2 · ... · 10 older",
            "- Older posts",
            "1. Next",
            "© 2026 The tea room",
            "©",
            "(c) 2026 The tea room",
            "Copyright © 2026",
            "Copyright 2026 the tea room",
            "All rights reserved.",
            "Powered by Kettle",
            "Read more",
            "Read more…",
            "Read on →",
            "Continue reading ...",
            "Skip to content",
            "↓ Skip to main content",
            "Back to top",
            "↑ Back to the top",
            "RSS",
            "rss feed",
            "Subscribe",
            "SUBSCRIBE",
        ],
    )
    def test_links_to_other_pages(self, text: str) -> None:
        assert classify(text) == (Kind.NAVIGATION, *TEXT[1:])

    @pytest.mark.parametrize(
        "text",
        [
            "Older posts about tea",
            "More",
            "All",
            "Earlier",
            "Next to the kettle",
            "Page",
            "Page one of five",
            "Pages 1 of 5",
            "1",
            "2026",
            "→→→→",
            "Copyright of teas",
            "Powered by steam and tea",
            "Read more tea",
            "Subscribe to tea",
            "RSS feeds and tea",
            "Tea - Older posts",
        ],
    )
    def test_a_word_within_a_sentence_is_not(self, text: str) -> None:
        assert classify(text) == TEXT

    def test_may_be_a_long_notice(self) -> None:
        notice = f"© 2026 {'The tea room. ' * 20}"
        assert classify(notice).kind is Kind.NAVIGATION
        assert classify(notice[1:]) == TEXT


class TestNothing:
    @pytest.mark.parametrize("mark", ["-", "_", "=", "*", "~", "─", "—", "–", "•", "·"])
    def test_is_a_rule(self, mark: str) -> None:
        for rule in (mark * 3, mark * 40, " ".join(mark * 3), mark * 99, mark * 500):
            assert classify(rule) == (Kind.RULE, *TEXT[1:])

    @pytest.mark.parametrize("mark", ["-", "*", "+", "•", "–"])
    def test_is_a_lone_bullet(self, mark: str) -> None:
        assert classify(mark) == (Kind.RULE, *TEXT[1:])

    @pytest.mark.parametrize(
        "text",
        ["--", "==", "---a", "-=-", "- - a", "-  -  -", "...", "1.", "—", "·", "-" * 200 + "a" + "-", "+++"],
    )
    def test_is_neither(self, text: str) -> None:
        assert classify(text) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "Tea, twice",
        "- Tea, twice",
        "1. Tea, twice",
        "茶",
        "\ud800",
        "\x07",
        "**Tea**",
        "A sentence of letters alone that is too long to lead anywhere",
        "Tea, and then another cup of it, and a third one on the way home",
        "The tea of the long afternoon; tags were never said of it at all",
        "A kettle that held 12 cups until it was lent to the lighthouse",
        "https://tea.example/",
        "Tea, " * 100,
        "- " + "tea " * 100,
        "March 22, 2026 5 " + "a" * MAX_MARK_LENGTH,
    ],
    ids=ascii,
)
def test_anything_else_is_text(text: str) -> None:
    assert classify(text) == TEXT
    assert classify(text, day_first=True) == TEXT


def test_a_count_beyond_what_a_listing_holds_is_the_largest_that_it_does() -> None:
    assert classify("9999999999999999999 posts").declared == 2**63 - 1

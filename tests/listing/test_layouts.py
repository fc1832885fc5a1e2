"""The posts of a page's text, in the layouts that pages have; and the pages that are refused."""

from datetime import date
from itertools import pairwise

import pytest

from postindex.listing.layouts import Inference, infer_posts
from postindex.listing.layouts.inference import MOST_DATES, MOST_ROWS, readings_of
from postindex.listing.layouts.rendered import read_lines
from postindex.listing.layouts.wrapping import join_wrapped

POSTS = [
    (
        "The first flush of a cold spring",
        "2024-03-22",
        "Leaves picked in the fog keep a sweetness that the sun takes away.",
    ),
    (
        "Kettles that know when to stop",
        "2024-02-11",
        "Three of them were tried for a month, and one of them survived it.",
    ),
    ("Why glass pots crack", "2024-01-29", "Heat runs faster along the spout than through the belly of a pot."),
    ("A spoon is not a measure", "2023-12-05", "Scales cost less than the tea that guessing wastes within a year."),
    ("Letters from an old tea house", "2023-11-30", "The ledger lists what guests drank, and what they forgot to pay."),
    (
        "On the noise of boiling water",
        "2023-10-02",
        "Small bubbles sing, large ones drum; the pause between is the time.",
    ),
]
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def in_words(day: str) -> str:
    year, month, number = map(int, day.split("-"))
    return f"{ENGLISH[month - 1]} {number}, {year}"


def found(inference: Inference) -> list[tuple[str, str]]:
    assert inference.proven, str(inference)
    return [(post.title, str(post.day)) for post in inference.posts]


EXPECTED = [(title, day) for title, day, _ in POSTS]
HEADER = "   Leaf & Pot\n\n   Home About Feed\n\nNotes\n\n"
FOOTER = "\n   © 2024 Leaf & Pot\n   Powered by steam\n"


@pytest.mark.parametrize(
    "record",
    [
        "     * {iso} {title}\n",
        "     * {title} ({iso})\n",
        "     * {title} — {words}\n",
        "   {iso} » {title}\n",
        "{title}\n\n   {words} · 5 min read\n   {text}\n\n",
        "{title}\n\n   Posted on {words} by Ann\n   {text}\n   Read more\n\n",
        "   {words}\n\n{title}\n\n   {text}\n\n",
        "     * {words}\n\n{title}\n\n       {text}\n\n",
        "{title}\n\n   {text}\n\n   {iso}\n     __________________\n\n",
        "   [pot.png]\n{title}\n   {text}\n   {iso} • Tags: tea, pots\n\n",
        "## [{title}](/tea)\n\n{iso}\n\n{text}\n\n",
    ],
)
def test_titles_are_found_wherever_they_are(record: str) -> None:
    records = [record.format(title=title, iso=day, words=in_words(day), text=text) for title, day, text in POSTS]
    inference = infer_posts(HEADER + "".join(records) + FOOTER)
    expected = [(f"[{title}](/tea)" if "](" in record else title, day) for title, day in EXPECTED]
    assert found(inference) == expected


def test_years_come_from_the_headings_above() -> None:
    page = "Archive\n\n2024\n\n"
    for (title, day), (_, following) in pairwise([*EXPECTED, ("", "2023-01-01")]):
        page += f"     * {day[5:]} {title}\n"
        if day[:4] != following[:4]:
            page += f"\n{following[:4]}\n\n"
    assert found(infer_posts(page)) == EXPECTED
    unclear = infer_posts(page.replace("2024", "").replace("2023", ""))
    assert unclear.doubts == ("the dates have no year, or no titles beside them",)
    assert unclear.layout is None


def test_a_month_heading_has_a_year_too() -> None:
    page = "Posts\n\nMarch 2024\n\n" + "".join(
        f"   {day} Mar: Tea of morning number {day}\n" for day in range(19, 12, -1)
    )
    assert found(infer_posts(page))[0] == ("Tea of morning number 19", "2024-03-19")


LANGUAGES = {
    "de": {
        "10. Dezember 2024": "Warum Kannen springen",
        "3. März 2024": "Der erste Aufguss im Jahr",
        "29. Januar 2024": "Wasser, das leise singt",
        "5. Mai 2023": "Briefe aus dem Teehaus",
        "1. April 2023": "Ein Löffel ist kein Maß",
    },
    "fr": {
        "1er août 2024": "Pourquoi le verre se fend",
        "14 juillet 2024": "La première cueillette",
        "3 février 2024": "Le bruit de l’eau qui bout",
        "2 déc. 2023": "Une cuillère ne mesure rien",
        "9 avr. 2023": "Lettres d’une maison de thé",
    },
    "es": {
        "5 de marzo de 2024": "Por qué se rompe el vidrio",
        "2 de febrero de 2024": "La primera cosecha del año",
        "9 de enero de 2024": "El ruido del agua que hierve",
        "1 de julio de 2023": "Cartas de una casa de té",
        "4 de abril de 2023": "Una cuchara no mide nada",
    },
    "ru": {
        "29 января 2024 г.": "Почему трескается стекло",
        "5 января 2024 г.": "Первый весенний сбор",
        "2 декабря 2023 г.": "Шум кипящей воды",
        "1 мая 2023 г.": "Письма из чайного дома",
        "9 апреля 2023 г.": "Ложка ничего не меряет",
    },
    "ja": {
        "2024年3月22日": "ガラスの急須が割れる理由",
        "2024年2月11日": "春の一番茶について",
        "2024年1月29日": "湯が沸く音を聞く",
        "2023年12月5日": "古い茶屋からの手紙",
        "2023年11月30日": "匙では量れないもの",
    },
    "zh": {
        "2024年3月22日": "玻璃壶为什么会裂开",
        "2024年2月11日": "春天的第一批茶叶",
        "2024年1月29日": "听水沸腾的声音",
        "2023年12月5日": "老茶馆寄来的信件",
        "2023年11月30日": "勺子不能当作秤",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_many_languages(language: str) -> None:
    titles = LANGUAGES[language]
    page = "Blog\n\n" + "".join(f"{title}\n\n   {day}\n\n" for day, title in titles.items()) + "\n   ©\n"
    assert [title for title, _ in found(infer_posts(page))] == list(titles.values())


def numbers(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}/{month}/{year}"


def test_numbers_over_12_show_that_the_day_comes_first() -> None:
    page = "Posts\n\n" + "".join(f"   {numbers(day)} {title}\n" for title, day in EXPECTED)
    assert found(infer_posts(page)) == EXPECTED
    swapped = "Posts\n\n" + "".join(f"   {day[5:7]}/{day[8:]}/{day[:4]} {title}\n" for title, day in EXPECTED)
    assert found(infer_posts(swapped)) == EXPECTED


def test_the_order_of_the_dates_shows_it_otherwise() -> None:
    days = ["2024-05-09", "2024-04-02", "2024-03-11", "2024-02-04", "2024-01-12", "2023-12-03"]
    page = "Posts\n\n" + "".join(f"   {numbers(day)} {title}\n" for (title, _), day in zip(EXPECTED, days, strict=True))
    assert [day for _, day in found(infer_posts(page))] == days


def test_numbers_that_do_not_show_their_order_are_refused() -> None:
    page = "Posts\n\n" + "".join(f"   05/0{n}/2024 {title}\n" for n, (title, _) in enumerate(EXPECTED, 1))
    inference = infer_posts(page)
    assert "the dates do not show whether the day or the month comes first" in inference.doubts
    same = "Posts\n\n" + "".join(f"   0{n}/0{n}/2024 {title}\n" for n, (title, _) in enumerate(EXPECTED, 1))
    assert not infer_posts(same).proven


# -- what browsers do --------------------------------------------------------------------------------------------------


def test_titles_that_a_terminal_wrapped_are_joined() -> None:
    titles = [f"{title}, and other small things that happen before anybody is awake" for title, _ in EXPECTED]
    rows = []
    for number, (title, (_, day)) in enumerate(zip(titles, EXPECTED, strict=True), 1):
        words, row = f"[{number}]{title} - {in_words(day)}".split(), "     *"
        for word in words:
            if len(row) + 1 + len(word) > 74:
                rows.append(row)
                row = "      "
            row += f" {word}"
        rows.append(row)
    page = "Archive\n\n" + "\n".join(rows) + "\n\nReferences\n\n   1. https://example.org/2024-01-29/tea\n"
    assert [title for title, _ in found(infer_posts(page))] == titles


def test_references_images_and_buttons_are_not_parts_of_titles() -> None:
    page = "".join(
        f"\n   [{n}]{title} [pot-{n}.jpg]\n\n   (BUTTON) {in_words(day)}\n   {text}\n   [{n + 9}]Continue reading\n"
        for n, (title, day, text) in enumerate(POSTS, 1)
    )
    assert found(infer_posts(f"[1]Home\n\nNotes\n{page}")) == EXPECTED


def test_dates_that_a_browser_glued_to_words_are_found() -> None:
    page = "".join(
        f"{title}\n\n   ann{in_words(day)}{in_words(day)}3 comments on {title}\n   {text}\n   Read More\n\n"
        for title, day, text in POSTS
    )
    assert found(infer_posts(f"Notes\n\n{page}")) == EXPECTED
    glued = "".join(f"{title}\n\n   {day}5 min read\n\n   {text}\n\n" for title, day, text in POSTS)
    assert found(infer_posts(f"Notes\n\n{glued}")) == EXPECTED


def test_the_next_title_behind_a_button_is_on_its_own_line() -> None:
    page = "".join(f"{title}\n   {in_words(day)}\n   {text}\n   Read more… " for title, day, text in POSTS)
    assert found(infer_posts(f"   Notes\n\n{page}")) == EXPECTED


def test_a_title_that_is_written_twice_is_one() -> None:
    page = "".join(f"   {title}\n{title}\n\n   {day}\n\n   {title}: {text}\n\n" for title, day, text in POSTS)
    assert found(infer_posts(f"Notes\n\n{page}")) == EXPECTED
    cut = "".join(f"   {title[:16]}…\n{title}\n\n   {day}\n\n   {text}\n\n" for title, day, text in POSTS)
    assert found(infer_posts(f"Notes\n\n{cut}")) == EXPECTED
    glued = "".join(f"{title}{title}\n   {day}\n   {text}\n\n" for title, day, text in POSTS)
    assert found(infer_posts(f"Notes\n\n{glued}")) == EXPECTED


def test_updates_authors_and_tags_beside_a_date_are_not_titles() -> None:
    updated = "".join(
        f"   {title}\n   {day} · Updated: 2024-04-01 · #tea #pots\n   {text}\n\n" for title, day, text in POSTS
    )
    assert found(infer_posts(f"Notes\n\n{updated}")) == EXPECTED
    by_ann = "".join(f"     * {title} Ann Leaf {day}\n" for title, day in EXPECTED)
    assert found(infer_posts(f"Notes\n\n{by_ann}")) == EXPECTED


def test_another_date_beside_the_first_is_not_a_title() -> None:
    page = "".join(f"{title}\n   {day} created on {day}\n   {text}\n\n" for title, day, text in POSTS)
    assert found(infer_posts(f"Notes\n\n{page}")) == EXPECTED


def test_addresses_are_not_titles() -> None:
    page = "".join(
        f"{title}\n   https://example.org/{n}\n   {day}\n   {text}\n\n" for n, (title, day, text) in enumerate(POSTS)
    )
    assert found(infer_posts(f"Notes\n\n{page}")) == EXPECTED


def test_posts_may_be_long() -> None:
    prose = "".join(f"   Sentence {number} of a text that goes on.\n" for number in range(60))
    page = "".join(f"{title}\n\n   {day}\n\n{prose}\n" for title, day in EXPECTED)
    assert found(infer_posts(f"Notes\n\n{page}")) == EXPECTED


def test_a_year_may_begin_a_title() -> None:
    titles = ["2021 in leaves", "What the kettle said", "Fog over the hills", "On cold brewing", "A walk to the well"]
    page = "2022\n\n" + "".join(f"   June {20 - n} {title}\n" for n, title in enumerate(titles))
    assert found(infer_posts(page))[0] == ("2021 in leaves", "2022-06-20")


def test_a_date_may_end_a_title() -> None:
    days = ["Monday the 25th of November 2013", "Monday the 18th of November 2013", "Monday the 11th of November 2013"]
    page = "".join(
        f"     * Tea letter number {22 - n} for {day}\n"
        for n, day in enumerate([*days, "Monday the 4th of November 2013", "Monday the 28th of October 2013"])
    )
    assert found(infer_posts(f"Archive\n\n{page}"))[0] == (
        "Tea letter number 22 for Monday the 25th of November 2013",
        "2013-11-25",
    )


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "doubt"),
    [
        ("Tea is hot.\nSo is the pot.", "the text has no dates"),
        ("A day in the hills\n\n   2024-01-29\n\n   It rained.\n", "one post does not show a layout"),
        ("\n" * MOST_ROWS, f"the text has more than {MOST_ROWS:,} lines"),
        ("2024-01-29\n" * (MOST_DATES + 1), f"more than {MOST_DATES:,} lines have dates"),
    ],
)
def test_pages_that_list_nothing_are_refused(page: str, doubt: str) -> None:
    inference = infer_posts(page)
    assert not inference.proven
    assert doubt in inference.doubts
    assert "example=" in str(inference)


def listed(posts: list[tuple[str, str]], *, before: str = "Notes\n\n") -> str:
    return before + "".join(f"     * {day} {title}\n" for title, day in posts)


def doubts(page: str) -> str:
    inference = infer_posts(page)
    assert not inference.proven
    return "; ".join(inference.doubts)


def test_what_does_not_look_like_a_list_of_posts_is_refused() -> None:
    assert "titles repeat, such as 'Tea'" in doubts(listed([("Tea", day) for _, day in EXPECTED]))
    assert "the titles look like sentences" in doubts(listed([(text, day) for _, day, text in POSTS]))
    shuffled = [(f"Tea number {number}", f"2024-0{1 + number % 2}-1{number}") for number in range(9)]
    assert "the dates are not in order" in doubts(listed(shuffled))
    assert "the heading 'Projects' is not that of a list of posts" in doubts(listed(EXPECTED, before="Projects\n\n"))
    assert "a line above the first post has a date: 'Changed 2024-04-01'" in doubts(
        listed(EXPECTED, before="Notes\n\nChanged 2024-04-01\n\n")
    )


def test_dates_without_titles_and_in_other_places_are_doubts() -> None:
    page = listed(EXPECTED) + "".join(f"     * {day}\n" for _, day in EXPECTED[:2])
    assert "2 of 8 dates have no title" in doubts(page)
    other = listed(EXPECTED) + "".join(f"\nMeeting\n\nheld on {in_words(day)}\n" for _, day in EXPECTED)
    assert "other lines have dates" in doubts(other)


AMBIGUOUS = "Notes\n\n" + "".join(f"{title}\n{day}\n{text[:30]}\n" for title, day, text in POSTS[:3])


def test_an_ambiguous_page_is_refused_with_both_readings() -> None:
    inference = infer_posts(AMBIGUOUS)
    assert not inference.proven
    assert inference.layout is not None
    assert inference.runner_up is not None
    assert inference.distance is not None
    message = str(inference)
    assert "the title may also be" in message
    assert "Either the title is" in message
    assert "; or the title is" in message
    assert message.endswith("give the first title as example=, or read the page's HTML (sources.read_page) or its feed")


def test_an_example_settles_what_is_ambiguous() -> None:
    page = "Notes\n\n" + "".join(f"{title}\n{day}\n{text[:30]}\n" for title, day, text in POSTS)
    for first in (POSTS[0][0], f"  {POSTS[0][0]}\n"):
        assert [post.title for post in infer_posts(page, example=first).posts] == [title for title, _ in EXPECTED]
    below = infer_posts(page, example=POSTS[0][2][:30])
    assert [post.title for post in below.posts] == [text[:30].strip() for _, _, text in POSTS]
    unknown = infer_posts(page, example="A title that is " + "not there " * 9)
    assert unknown.doubts[0].startswith("no post can have the title 'A title that is not there")
    assert unknown.doubts[0].endswith("…'")


def test_few_posts_need_to_be_far_ahead() -> None:
    page = "".join(f"{title}\n\n   {day}\n\n   {text}\n\n" for title, day, text in POSTS)
    assert infer_posts(f"Notes\n\n{page}").proven
    few = "".join(f"{title}\n{day}\n{text[:30]}\n" for title, day, text in POSTS[:2])
    assert "the title may also be" in doubts(few)


# -- lines -------------------------------------------------------------------------------------------------------------


def kinds(page: str) -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in read_lines(page)]


def test_lines_have_kinds() -> None:
    page = "[avatar]\nTea\n---\n2024\n5 min read\nRead more\n#tea #pots\n* \n:::x\n© Ann\n!!\n"
    assert kinds(page) == [
        ("image", "[avatar]"),
        ("text", "Tea"),
        ("heading", "2024"),
        ("minutes", "5 min read"),
        ("more", "Read more"),
        ("tags", "#tea #pots"),
        ("text", ":::x"),
        ("end", "© Ann"),
        ("rule", "!!"),
    ]
    assert [line.marked for line in read_lines(page)][2] is True
    assert kinds("Link to Tea at home") == [("image", "Link to Tea at home")]


def test_an_empty_text_has_no_lines() -> None:
    assert read_lines("") == []
    assert read_lines("\r\n\r") == []


def test_an_excerpt_that_begins_with_its_title_marks_it() -> None:
    first, second = read_lines("Tea at home\nTea at home is cheap.\n")
    assert first.doubled
    assert not second.doubled


def test_a_reading_time_that_no_other_post_has_is_a_title() -> None:
    posts = [("29 minutes", "2024-03-25"), *EXPECTED, *((f"Tea {n}", f"2023-09-{30 - n}") for n in range(10))]
    page = "".join(f"   {day}\n{title}\n   #tea\n" for title, day in posts)
    assert ("text", "29 minutes") in kinds(page)


def test_labels_before_authors_and_categories_are_tags() -> None:
    page = "".join(f"{title}\nby Ann Leaf, guest {n}\n{day}\n\n" for n, (title, day) in enumerate(EXPECTED))
    assert ("tags", "by Ann Leaf, guest 0") in kinds(page)
    assert ("text", "by Ann Leaf, guest 0") in kinds("by Ann Leaf, guest 0\n2024-01-29")


def test_a_glued_word_that_is_not_a_month_stays() -> None:
    assert kinds("annTea 2, 2024x") == [("text", "annTea 2, 2024x")]
    assert kinds("xTea 2, 2024 and Tea 2, 2024x") == [("text", "xTea 2, 2024 and Tea 2, 2024x")]
    assert kinds("annJune 2, 2024x") == [("text", "ann June 2, 2024 x")]
    assert kinds("小于 1 分钟茶") == [("minutes", "小于 1 分钟"), ("text", "茶")]


def test_numbers_before_a_text_are_bullets_and_those_of_dates_are_not() -> None:
    assert [(line.bullet, line.text) for line in read_lines("1. Tea\n10. Dezember 2024\n")] == [
        ("1.", "Tea"),
        ("", "10. Dezember 2024"),
    ]


# -- wrapping ----------------------------------------------------------------------------------------------------------


def joined(text: str) -> list[str]:
    return [row for _, row in join_wrapped(list(enumerate(text.split("\n"))))]


LONG = "A row that is as long as a terminal is wide, but for the word that comes next"


def test_only_rows_that_are_full_go_on() -> None:
    assert joined(f"{LONG}\nwonderful") == [f"{LONG} wonderful"]
    for row in ("- a", "* star", "3. three", "", "-----", "   indented", "a", "2024-01-29 tea"):
        assert joined(f"{LONG}\n{row}") == [LONG, row]
    assert joined(f"short\nwonderful\n{LONG}") == ["short", "wonderful", LONG]
    assert joined(f"{'wide ' * 40}\nwonderful") == ["wide " * 40, "wonderful"]
    assert joined("") == [""]


def test_dashes_go_on_where_bullets_are_stars() -> None:
    row = f"* {LONG[:-5]}"
    assert joined(f"* one\n{row}\n  – wonderful") == ["* one", f"{row} – wonderful"]
    assert joined(f"– one\n– two\n{row}\n  – wonderful") == ["– one", "– two", row, "  – wonderful"]


def test_a_row_goes_on_below_the_text_of_a_bullet_on_the_row_above() -> None:
    assert joined(f"  *\n{LONG}\n    wonderful") == ["  *", f"{LONG} wonderful"]


def test_wide_characters_go_on_without_a_space() -> None:
    wide = "茶" * 39
    assert joined(f"{wide}\n葉の話") == [f"{wide}葉の話"]
    assert joined(f"{wide}\nabcd") == [f"{wide} abcd"]


def test_a_date_that_ends_its_row_ends_the_post() -> None:
    row = "A title that is about as long as a terminal is wide, and its date - May 5, 2024"
    assert joined(f"{row}\nwonderful") == [row, "wonderful"]
    wrapped = f"{LONG[:-9]} - May\n10, 2024\nTea at home - May 9, 2024\nTea and cake - May 8, 2024"
    assert joined(wrapped)[0] == f"{LONG[:-9]} - May 10, 2024"


def test_texts_of_other_widths_are_joined_where_many_rows_are_full() -> None:
    row = "A row of a text that was wrapped to sixty columns by somebody"
    assert joined(f"{row}\nwonderful\n\n{row}\nwonderful\n\n{row}\nwonderful")[0] == f"{row} wonderful"
    assert joined(f"{row}\nwonderful") == [row, "wonderful"]
    assert joined("short\nrows\nonly\nhere") == ["short", "rows", "only", "here"]


def test_a_row_of_a_block_that_is_too_long_begins_another() -> None:
    rows = [LONG.replace("A row", "Wonderful rows")] * 60
    assert 1 < len(joined("\n".join(rows))) < 5


# -- what an inference tells -------------------------------------------------------------------------------------------


def test_an_inference_explains_itself() -> None:
    page = HEADER + "".join(f"{title}\n\n   {in_words(day)}\n\n   {text}\n\n" for title, day, text in POSTS) + FOOTER
    inference = infer_posts(page)
    assert inference.proven
    assert inference.layout is not None
    assert inference.layout.date == "March 22, 2024"
    assert inference.layout.dates == 6
    assert str(inference).startswith(
        "the title is the line above the date: 'The first flush of a cold spring' of 'March 22, 2024', in 6 of 6; "
        "runner-up: "
    )
    assert str(inference).endswith(" lines left out")
    rows = page.split("\n")
    for post in inference.posts:
        assert rows[post.title_row] == post.title
        assert rows[post.date_row].strip() == in_words(str(post.day))
    assert rows[inference.left_out[0]].strip() == "Leaf & Pot"


def test_posts_have_summaries_tags_and_reading_times() -> None:
    page = "".join(
        f"{title}\n\n   {in_words(day)} · {n} min read\n\n   {text}\n\n   Tags: tea, hot pots\n   Read more\n\n"
        for n, (title, day, text) in enumerate(POSTS, 3)
    )
    details = [post.details for post in infer_posts(f"Notes\n\n{page}").posts]
    assert [one.summary for one in details] == [text for _, _, text in POSTS]
    assert {one.tags for one in details} == {("tea", "hot pots")}
    assert [one.minutes for one in details] == [3, 4, 5, 6, 7, 8]


def test_details_that_are_not_told_are_left_out() -> None:
    details = infer_posts(listed(EXPECTED)).posts[0].details
    assert details == (None, (), None)
    above = "".join(f"   #tea #pots\n\n{title}\n\n   {day}\n\n" for title, day in EXPECTED)
    assert infer_posts(f"Notes\n\n{above}").posts[0].details.tags == ()
    empty = "".join(f"{title}\n\n   {day}\n\n   Tags: , tea\n\n" for title, day in EXPECTED)
    assert infer_posts(f"Notes\n\n{empty}").posts[0].details.tags == ("tea",)


def test_a_record_ends_at_a_footer() -> None:
    page = "".join(f"{title}\n\n   {day}\n   {text}\n\n" for title, day, text in POSTS[:-1])
    title, day, _ = POSTS[-1]
    inference = infer_posts(
        f"Notes\n\n{page}{title}\n\n   {day}\n\n   Older posts\n   {'A long line of a footer. ' * 4}\n"
    )
    assert inference.posts[-1].details.summary is None


def test_readings_can_be_of_some_rows_alone() -> None:
    page = listed(EXPECTED)
    assert len(readings_of(read_lines(page), rows={2, 3})[0].posts) == 2
    assert readings_of(read_lines(page), rows=set()) == []


def test_inferences_are_values() -> None:
    assert infer_posts(listed(EXPECTED)) == infer_posts(listed(EXPECTED))
    assert infer_posts(listed(EXPECTED)).posts[0].day == date(2024, 3, 22)


def test_a_date_that_two_groups_read_in_two_orders_keeps_the_day_of_each() -> None:
    inference = infer_posts("e 22/3/26\n3/21/26")
    assert [post.day.isoformat() for post in inference.posts] == ["2026-03-21"]
    assert not inference.proven


def test_a_text_without_a_visible_character_is_not_a_title() -> None:
    assert infer_posts("March 7 2026\u202e").posts == ()


# -- what a terminal breaks, and what stands beside titles -------------------------------------------------------------

GARDEN = [
    "Growing basil indoors",
    "A pond for frogs",
    "Why we compost",
    "A cold frame",
    "Pruning roses",
    "Notes on soil",
]
DAYS = [f"March {day}, 2026" for day in (28, 22, 15, 8, 3, 1)]
WORDS = ("#garden #herbs", "#garden # water", "#compost", "#wood-work", "#roses", "")


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"{title} {tags}\n\n{day} · 3 min" for title, tags, day in zip(GARDEN, WORDS, DAYS, strict=True)),
        "\n".join(f"* {day} {title} {tags}" for title, tags, day in zip(GARDEN, WORDS, DAYS, strict=True)),
    ],
)
def test_hashtags_beside_titles_are_tags(text: str) -> None:
    inferred = infer_posts(text)
    assert inferred.proven
    assert [post.title for post in inferred.posts] == GARDEN
    assert [post.details.tags for post in inferred.posts[:4]] == [
        ("garden", "herbs"),
        ("garden", "water"),
        ("compost",),
        ("wood-work",),
    ]


def test_a_number_or_a_single_hashtag_belongs_to_its_title() -> None:
    titles = ["Episode #12", "Learning C#", "Why we wrote #garden", "A pond", "Roses", "Soil"]
    inferred = infer_posts("\n".join(f"* {day} {title}" for title, day in zip(titles, DAYS, strict=True)))
    assert [post.title for post in inferred.posts] == titles


def test_the_first_title_may_be_below_an_empty_line_that_the_others_lack() -> None:
    pairs = "\n".join(f"{title}\n{day} · 3 min" for title, day in zip(GARDEN, DAYS, strict=True))
    inferred = infer_posts(f"Home About\n\nMy notes\n\n{pairs}\n\nMade by hand")
    assert inferred.proven
    assert [post.title for post in inferred.posts] == GARDEN


def test_titles_above_dates_at_the_very_top_of_a_page() -> None:
    records = "\n\n".join(
        f"{title}\n\n{day}\n\n{title} is what this is about, and it says so at some length."
        for title, day in zip(GARDEN, DAYS, strict=True)
    )
    inferred = infer_posts(f"{records}\n\nMade by hand")
    assert [post.title for post in inferred.posts] == GARDEN


def test_a_broken_cell_of_a_table_is_a_doubt() -> None:
    rows = [f"{day:<19}{title}" for title, day in zip(GARDEN, DAYS, strict=True)]
    rows[2] = f"{DAYS[2]:<19}Why we compost everything but the kitchen sink, and how the\n{'':19}neighbours liked it"
    rows[4] = f"{DAYS[4]:<19}Pruning roses in March is a matter of courage, patience and\n{'':19}scissors"
    (doubt,) = infer_posts("\n".join(rows)).doubts
    assert doubt.endswith("Why we compost everything but the kitchen sink, and how the' may go on in the line below it")


@pytest.mark.parametrize("comma", [",", ""])
def test_a_date_broken_before_its_year_is_a_doubt(comma: str) -> None:
    days = [day.replace(",", comma).rpartition(" ") for day in DAYS]
    text = "\n".join(f"{day:<14}{title}\n{year}" for title, (day, _, year) in zip(GARDEN, days, strict=True))
    assert any("is on the line below it" in doubt for doubt in infer_posts(text).doubts)

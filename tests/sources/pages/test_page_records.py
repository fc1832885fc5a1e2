"""Records are around or beside dates at like places."""

from page_parts import records, tree
from page_themes import POSTS, cards, dates_above, headings_and_siblings
from postindex.sources.pages.elements import ASIDES
from postindex.sources.pages.records import distinct_records, is_aside, read_structure, stable_classes


def titles(html: str) -> list[str]:
    return [record.title.text for record in records(html)]


def test_siblings_on_either_side_may_hold_the_title() -> None:
    expected = [post.title for post in POSTS]
    assert titles(headings_and_siblings(POSTS)) == titles(dates_above(POSTS)) == expected
    assert records(headings_and_siblings(POSTS))[0].siblings


def test_the_largest_group_wins_over_that_of_an_aside() -> None:
    aside = (
        "<aside>"
        + "".join(f"<p><a href={post.href}>Also {post.title}</a> <i>{post.day}</i></p>" for post in POSTS)
        + "</aside>"
    )
    assert titles(aside + cards(POSTS)) == [post.title for post in POSTS]


def test_a_single_date_has_the_record_of_its_article() -> None:
    html = "<main><h1>Notes</h1><article><h2><a href=/tea>Tea</a></h2><p>2026-03-22</p></article><p>More</main>"
    [record] = records(html)
    assert [element.tag for element in record.elements] == ["article"]


def test_dates_without_titles_make_no_reading() -> None:
    structure = read_structure(tree("<p>2026-03-22<p>2026-03-21"))
    assert (len(structure.dates), structure.readings) == (2, [])


def test_classes_that_differ_from_post_to_post_do_not_count() -> None:
    assert stable_classes("post post-1 has-x category-tea odd  type-post entry") == "entry post"


def test_many_groups_are_not_all_read() -> None:
    html = "".join(
        f"<p class={letter * 3}>2026-03-{day} <a href=/{day}>Tea number {day}</a></p>"
        for day, letter in enumerate("abcdefghijklmnopqrst", 10)
    )
    assert read_structure(tree(html)).readings


def test_records_with_one_link_on_one_day_are_one() -> None:
    found = records(cards([*POSTS, POSTS[0]]))
    assert (len(found), len(distinct_records(found))) == (5, 4)


def test_what_is_aside_is_known() -> None:
    for tag in ASIDES:
        assert is_aside(list(tree(f"<{tag}><p>x</p></{tag}>").iter())[-1])
    assert not is_aside(tree("<p>x</p>"))

"""Tables in CSV: the form of ours, and the names, separators, dates and faults of tables of other people."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from postindex import Author, Enclosure, InvalidValue, Listing, ListingError, Post, PostIndex, Tag, sources
from postindex.sources import tables

DAY = date(2026, 3, 22)
FULL = Post(
    id="tea",
    title="Tea; twice",
    published=datetime.fromisoformat("2026-03-22T23:30:00.000123-05:00"),
    updated=date(2026, 4, 1),
    summary="one\r\ntwo\rthree\nfour",
    tags=["Green tea", "a;b", "c, d", "x|y", "\\n", Tag("C", slug="c-lang")],
    categories=["Drinks"],
    authors=[
        Author("Doe, Jane", email="jane@example.org", url="https://example.org/"),
        Author("Ann", url="https://a.b/"),
        Author("Ben"),
    ],
    enclosures=[Enclosure(url="https://example.org/1.mp3", type="audio/mpeg", length=12)],
    related_ids=["a;b", "c"],
    content_html='<p class="a">\t=1+1</p>',
    reading_minutes=3,
    language="en",
    url="https://example.org/tea?a=1;b=2",
    image="https://example.org/tea.png",
)


def read(table: str, **options: Any) -> Listing:
    return sources.read_csv(table.encode(), **{"strict": False, **options})


def problems(listing: Listing) -> list[str]:
    return [str(problem).removeprefix("<text>:") for problem in listing.problems]


def test_every_field_is_read_back() -> None:
    bare = Post(title="A kettle", published=date(2026, 3, 1))
    listing = sources.read_csv(sources.to_csv([FULL, bare]).encode())
    assert listing.posts == (FULL, bare)
    assert (listing.kind, listing.problems) == ("csv", ())


def test_the_written_form() -> None:
    row = next(csv.DictReader(io.StringIO(sources.to_csv([FULL]), newline="")))
    assert row["tags"] == r"Green tea; a\;b; c\, d; x\|y; \\n; C|c-lang"
    assert row["authors"] == r"Doe\, Jane|jane@example.org|https://example.org/; Ann||https://a.b/; Ben"
    assert row["enclosures"] == "https://example.org/1.mp3|audio/mpeg|12"
    assert row["published"] == "2026-03-22T23:30:00.000123-05:00"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "\na", "'a", "''", "'=1"])
def test_cells_that_a_spreadsheet_would_compute_have_an_apostrophe(start: str) -> None:
    post = Post(title="Tea", published=DAY, summary=start)
    table = sources.to_csv([post])
    row = next(csv.DictReader(io.StringIO(table, newline="")))
    assert row["summary"] == f"'{post.summary}" or post.summary[0] not in "=+-@\t\r\n'"
    assert sources.read_csv(table.encode()).posts == (post,)


def test_columns_moved_and_added_by_hand_keep_the_escapes() -> None:
    rows = list(csv.DictReader(io.StringIO(sources.to_csv([FULL]), newline="")))
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, ["notes", *reversed(rows[0])], delimiter=";")
    writer.writeheader()
    writer.writerow({**rows[0], "notes": "mine"})
    assert sources.read_csv(written.getvalue().encode("utf-8-sig")).posts == (FULL,)


def test_tags_written_by_hand_into_our_table() -> None:
    table = sources.to_csv([Post(title="Tea", published=DAY, tags=["cups"])]).replace(",cups,", ',"cups, pots",')
    assert [tag.name for tag in sources.read_csv(table.encode()).posts[0].tags] == ["cups", "pots"]


def test_posts_to_write_must_be_posts() -> None:
    with pytest.raises(InvalidValue, match="posts"):
        sources.to_csv([{"title": "Tea"}])  # type: ignore[list-item]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings_are_recognised(delimiter: str, encoding: str) -> None:
    rows = [["Post Title", "Publish_Date", "Link"], ["Thé", "2026-03-22", "https://example.org/"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (post,) = sources.read_csv(text.encode(encoding)).posts
    assert (post.title, post.published, post.url) == ("Thé", DAY, "https://example.org/")


def test_another_encoding_and_separator_are_given() -> None:
    listing = sources.read_csv("title:date\nThé:2026-03-22\n".encode("cp1252"), encoding="cp1252", separator=":")
    assert listing.posts[0].title == "Thé"


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("GUID", "tea-1", "id", "tea-1"),
        ("Description", "On leaves.", "summary", "On leaves."),
        ("Excerpt", "'=1", "summary", "'=1"),
        ("Keywords", '"Tea; a, b"', "tags", (Tag("Tea"), Tag("a, b"))),
        ("Labels", "Tea|Pots", "tags", (Tag("Tea"), Tag("Pots"))),
        ("Tags", '"Tea, AC\\DC,"', "tags", (Tag("Tea"), Tag("AC\\DC"))),
        ("Category", "Drinks", "categories", (Tag("Drinks"),)),
        ("Author", "Ann; Ben", "authors", (Author("Ann"), Author("Ben"))),
        ("Reading time", "5 min read", "reading_minutes", 5),
        ("Last-modified", "2026-03-23", "updated", date(2026, 3, 23)),
        ("LANG", "en", "language", "en"),
        ("HTML", "<p>Tea</p>", "content_html", "<p>Tea</p>"),
        ("Permalink", "/tea/", "url", None),
        ("Unknown", "x", "summary", ""),
    ],
)
def test_columns_of_other_people(header: str, cell: str, field: str, value: object) -> None:
    listing = read(f"Title,Date,{header}\nTea,2026-03-22,{cell}\n")
    assert getattr(listing.posts[0], field) == value
    assert problems(listing) == []
    assert listing.origins[0].href == ("/tea/" if header == "Permalink" else None)


def test_columns_are_named() -> None:
    listing = read(
        "Überschrift,Wann,X\nTea,2026-03-22,cups\n", fields={"title": "überschrift", "published": "Wann", "tags": "X"}
    )
    assert listing.posts[0].tags == (Tag("cups"),)


@pytest.mark.parametrize(
    ("status", "kept"),
    [("published", True), ("", True), ("no", True), ("Draft", False), ("TRUE", False), ("private", False)],
)
def test_drafts(status: str, *, kept: bool) -> None:
    table = f"title,date,draft\nTea,2026-03-22,{status}\n"
    assert (len(read(table).posts), read(table).drafts) == (int(kept), int(not kept))
    assert len(read(table, drafts=True).posts) == 1


def test_empty_rows_and_blank_lines_are_skipped_and_lines_are_counted() -> None:
    listing = read('\n\ntitle,date\n,\n\n"Tea\ntwice",2026-03-22\r\nPots,2026-03-01\r')
    assert [origin.line for origin in listing.origins] == [6, 8]
    assert [post.title for post in listing.posts] == ["Tea\ntwice", "Pots"]


# Dates


def test_one_date_decides_the_order_of_all() -> None:
    listing = read("title,date\nA,3/4/2026\nB,30/4/2026\n")
    assert [post.published for post in listing.posts] == [date(2026, 4, 3), date(2026, 4, 30)]
    assert [post.published for post in read("title,date\nA,3/4/2026\n", day_first=False).posts] == [date(2026, 3, 4)]


@pytest.mark.parametrize("other", ["", "C,30/4/2026\nD,4/30/2026\n"])
def test_dates_with_two_readings_are_problems(other: str) -> None:
    listing = read(f"title,date\nA,3/4/2026\n{other}")
    assert [problem.code for problem in listing.problems] == ["ambiguous-date"]
    assert problems(listing)[0].startswith("2:1: ambiguous-date: published: '3/4/2026' is 2026-04-03 or 2026-03-04; ")
    assert problems(listing)[0].endswith("; the post is left out")


@pytest.mark.parametrize(
    ("published", "updated", "read_as", "message"),
    [
        ("2026-03-22 10:00 +01:00", "", "2026-03-22T10:00:00+01:00", None),
        ("22. März 2026", "", "2026-03-22", None),
        ("30/30/2026", "", None, "bad-date: published: '30/30/2026' is not a date"),
        ("soon", "", None, "bad-date: published: 'soon' is not a date"),
        ("2026-03-22 10:00 BST", "", "2026-03-22", "only its day is kept"),
        ("2026-03-22", "soon", "2026-03-22", "bad-date: updated: 'soon' is not a date"),
        ("", "", None, "bad-field: published: 'Tea' has no date; the post is left out"),
    ],
)
def test_dates(published: str, updated: str, read_as: str | None, message: str | None) -> None:
    listing = read(f"title,date,updated\nTea,{published},{updated}\n")
    assert [post.published.isoformat() for post in listing.posts] == ([read_as] if read_as else [])
    assert len(listing.problems) == (message is not None)
    assert (message or "") in "".join(problems(listing))
    assert not listing.posts or listing.posts[0].updated is None


def test_reading_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        table = "title,date\n" + "".join(f"Tea {n},{n % 28 + 1}/{n % 12 + 1}/2026\n" for n in range(count))
        start = process_time()
        read(table, day_first=None)
        return process_time() - start

    seconds(100)
    assert seconds(8000) < 16 * seconds(1000) + 0.5


# Faults


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "1:1: bad-file: the table is empty"),
        (b"\r\n,\n", "1:1: bad-file: the table is empty"),
        (b"title,date\nT\xe9a,2026-03-22", "2:1: bad-encoding: the byte at offset 12 is not UTF-8; give encoding="),
        (b"\xff\xfet\0i", "1:1: bad-encoding: the byte at offset 4 is not UTF-16; give encoding="),
        (b"title,date\nTea\0,2026-03-22\n", "2:1: not-text: the file is not a table in CSV, but binary"),
        (
            b"Headline,When\nTea,2026-03-22",
            "1:1: bad-file: the table has no date among its columns: 'Headline', 'When'; name it with fields=",
        ),
        (b"a;b", "1:1: bad-file: the table has no title and no date among its columns: 'a', 'b'; name it with fields="),
        (b'title,date\n"Tea,2026-03-22\n', "2:1: bad-file: the table cannot be read further: unexpected end of data"),
        (
            b"title,date\nTea, twice,2026-03-22\n",
            "2:1: bad-field: the row has 3 cells, but the header 2; quote its commas; the row is left out",
        ),
        (
            b"title,date\nTea\n",
            "2:1: bad-field: the row has 1 cell, but the header 2; quote its commas; the row is left out",
        ),
        (
            b"title,date,minutes\nTea,2026-03-22,soon",
            (
                "2:1: bad-field: reading_minutes: 'soon' is not a whole number of minutes "
                "from 0 to 1,000,000, or None; it is left out"
            ),
        ),
    ],
)
def test_faults(content: bytes, message: str) -> None:
    assert problems(sources.read_csv(content, strict=False)) == [message]
    with pytest.raises(ListingError):
        sources.read_csv(content)


def test_posts_before_a_fault_are_kept_and_columns_at_the_end_may_be_missing() -> None:
    listing = read('title,date,notes\nTea,2026-03-22\nPots,2026-03-01,x\nCups,"2026')
    assert [post.title for post in listing.posts] == ["Tea", "Pots"]
    assert problems(listing) == ["4:1: bad-file: the table cannot be read further: unexpected end of data"]


def test_columns_that_are_named_must_be_there() -> None:
    assert problems(read("title,date\nTea,2026-03-22\n", fields={"tags": "Words"})) == [
        "1:1: bad-file: the table has no 'Words' among its columns: 'title', 'date'; name it with fields="
    ]


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_SIZE", 10)
    assert [problem.code for problem in read("title,date\n").problems] == ["too-large"]


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        *(("separator", value) for value in ("", ";;", '"', "\n", 3)),
        *(("fields", value) for value in ({"Title": "a"}, {"title": 3}, "title")),
        *(("encoding", value) for value in (3, "klingon", "base64", "utf\0")),
        *(("day_first", value) for value in (1, "yes")),
        *(("untitled", value) for value in ("guess",)),
    ],
)
def test_arguments_are_checked(argument: str, value: object) -> None:
    with pytest.raises(InvalidValue, match=argument):
        read("title,date\n", **{argument: value})


def test_paths_and_files_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(sources.to_csv([FULL]), encoding="utf-8", newline="")
    with path.open("rb") as file:
        assert sources.read_csv(path).index == sources.read_csv(file).index == PostIndex([FULL])
    path.write_text("title\n")
    assert str(sources.read_csv(path, strict=False).problems[0]).startswith(f"{path}:1:1: bad-file: ")


def test_future_posts_are_left_out() -> None:
    moment = datetime(2026, 3, 22, tzinfo=UTC)
    table = sources.to_csv([Post(title="Tea", published=moment)]).encode()
    assert sources.read_csv(table, today=date(2026, 3, 21)).future == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title,date\n", True),
        ("\nTitle;Published\nTea;2026-03-22", True),
        ("title\n", False),
        ("title,name\n", False),
        ("title,date\0\n", False),
        ("title,date: 2026\n", False),
    ],
)
def test_tables_are_told_by_their_header(text: str, *, expected: bool) -> None:
    assert tables.is_table(text) is expected

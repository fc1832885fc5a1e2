"""The list of feeds: what stands in it, and that any reader can take it."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from postindex.feeds.opml import Outline, opml_document

TEA = Outline("Notes: tea", "https://example.org/tags/tea/atom.xml", "https://example.org/tea/")
ODD = Outline("<b> & \"'お茶\n\t", "https://example.org/%E8%8C%B6?a=b&c=d#e", "https://bücher.example/")

GOLDEN = """\
<?xml version='1.0' encoding='UTF-8'?>
<opml version="2.0">
  <head>
    <title>Notes &amp; more</title>
    <dateModified>Sun, 22 Mar 2026 23:30:15 +0530</dateModified>
    <docs>http://opml.org/spec2.opml</docs>
  </head>
  <body>
    <outline text="Notes: tea" title="Notes: tea" type="rss" xmlUrl="https://example.org/tags/tea/atom.xml"\
 htmlUrl="https://example.org/tea/"/>
  </body>
</opml>
"""


def test_the_document_is_the_golden_one() -> None:
    moment = datetime(2026, 3, 22, 23, 30, 15, 999_999, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert opml_document("Notes & more", [TEA], moment).decode() == GOLDEN


@pytest.mark.parametrize("outlines", [[], [TEA], [ODD, TEA], [TEA, ODD, TEA]])
def test_outlines_are_read_back_in_their_order(outlines: list[Outline]) -> None:
    parsed = etree.fromstring(opml_document("Notes", iter(outlines), None))
    lines = parsed.findall("body/outline")
    assert [Outline(line.get("title"), line.get("xmlUrl"), line.get("htmlUrl")) for line in lines] == outlines
    assert all(line.get("text") == line.get("title") for line in lines)
    assert {line.get("type") for line in lines} <= {"rss"}  # whatever the format: OPML 2.0, "Subscription lists"


@pytest.mark.parametrize("title", ["Notes", "<b> & ]]>", "お茶", "\U0001f375"])
def test_the_title_is_read_back(title: str) -> None:
    assert etree.fromstring(opml_document(title, [], None)).findtext("head/title") == title


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 22, tzinfo=UTC),
        datetime(1001, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-14))),
    ],
)
def test_the_date_is_read_back(moment: datetime) -> None:
    modified = etree.fromstring(opml_document("Notes", [TEA], moment)).findtext("head/dateModified")
    assert parsedate_to_datetime(modified) == moment


def test_the_date_is_optional() -> None:
    assert etree.fromstring(opml_document("Notes", [TEA], None)).find("head/dateModified") is None

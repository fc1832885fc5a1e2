import xml.etree.ElementTree as ET

from postindex._html import table


def test_a_table_is_well_formed_and_says_what_it_was_given() -> None:
    nasty = "<script>\"&'</script>"
    root = ET.fromstring(table(nasty, [nasty, "B"], [[nasty, "2"], ["3", nasty]]))
    assert root.tag == "table"
    assert root.findtext("caption") == nasty
    assert [cell.text for cell in root.iter("th")] == [nasty, "B"]
    assert [[cell.text for cell in row] for row in root.findall("tbody/tr")] == [[nasty, "2"], ["3", nasty]]


def test_a_table_without_rows() -> None:
    root = ET.fromstring(table("Empty", [], []))
    assert list(root.iter("td")) == list(root.iter("th")) == []

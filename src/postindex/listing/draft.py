"""A page while it is read: its header and problems so far."""

from postindex.listing.doubts import PageDoubts
from postindex.listing.findings import Findings, NumberedLine
from postindex.listing.lines import Kind, Line


class Draft:
    """A page that is being read. Its posts begin at index `first` of all posts of the text."""

    def __init__(self, findings: Findings, first: int) -> None:
        self.first = first
        self.findings = findings
        self.at: NumberedLine = (1, "")  # its first line
        self.path: str | None = None
        self.description: str | None = None
        self.declared_count: int | None = None
        self.entries = 0
        self.described = 0  # lines of the description
        self.bulleted: bool | None = None  # whether its heads have bullets; None before the first head
        self.tags_bulleted = False
        self.count_at: NumberedLine = (1, "")
        self.above: list[NumberedLine] = []  # lines of the header that may be its description
        self.doubts = PageDoubts()
        self.last_body: tuple[NumberedLine, ...] = ()  # the text of the last entry, if it has no tags
        self.longest_body = 0  # lines of text of the other entries
        self.layout: tuple[NumberedLine, str] | None = None  # what shows that the page has another layout
        self.beside = self.unparsed_below = self.odd_heads = 0  # entries that show it
        self.dated_above: list[NumberedLine] = []  # lines of a header that end with a date
        self.unparsed_entry = 0  # the last entry with an unparsed line below
        self.doubtful = 0  # titles
        self.doubtful_at: NumberedLine | None = None
        self.undated = 0  # entries without a date that can be read
        self.odd_entries = self._odd_entry = 0  # entries with any of these, and the last
        self.odd_entry_at: NumberedLine | None = None
        self.odd_at: NumberedLine | None = None
        self.unparsed_at: NumberedLine | None = None

    def note_odd_entry(self, at: NumberedLine) -> None:
        """Count the entry that was read last as one that another layout may have, once."""
        if self.entries > self._odd_entry:
            self._odd_entry = self.entries
            self.odd_entries += 1
            self.odd_entry_at = self.odd_entry_at or at

    @property
    def certain(self) -> bool:
        """Whether its heads have bullets and its header a count: then nothing but a title is below a head."""
        return bool(self.bulleted) and self.declared_count is not None

    def is_head(self, line: Line) -> bool:
        """Return whether a line begins an entry: where heads have bullets, a date without a bullet is text."""
        return line.kind is Kind.ENTRY and (line.bulleted or not self.bulleted)

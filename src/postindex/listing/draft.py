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
        self.dated_above: list[NumberedLine] = []  # lines of the header with dates

    @property
    def certain(self) -> bool:
        """Whether its heads have bullets and its header a count: then nothing but a title is below a head."""
        return bool(self.bulleted) and self.declared_count is not None

    def is_head(self, line: Line) -> bool:
        """Return whether a line begins an entry: where heads have bullets, a date without a bullet is text."""
        return line.kind is Kind.ENTRY and (line.bulleted or not self.bulleted)

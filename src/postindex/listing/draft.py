"""A page while it is read: its header and problems so far."""

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
        self.bulleted: bool | None = None  # whether its heads have bullets; None before the first head
        self.tags_bulleted = False
        self.count_at: NumberedLine = (1, "")
        self.above: list[NumberedLine] = []  # lines of the header that may be its description

    def is_head(self, line: Line) -> bool:
        """Return whether a line begins an entry: where heads have bullets, a date without a bullet is text."""
        return line.kind is Kind.ENTRY and (line.bulleted or not self.bulleted)

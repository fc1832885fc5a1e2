"""What is known of a page while it is read: its header so far, and its problems, of which so many are kept."""

from postindex.errors import Code, Problem, excerpt
from postindex.listing.lines import Kind, Line

MOST_PROBLEMS = 100

Numbered = tuple[int, str]  # a line's number and the line as it stands


class Findings:
    """What is wrong with one page, or one file."""

    def __init__(self, source: str | None, most: int = MOST_PROBLEMS) -> None:
        self.source = source
        self.most = most
        self.problems: list[Problem] = []
        self.omitted = 0

    @property
    def full(self) -> bool:
        """Whether the next problem is only counted."""
        return len(self.problems) >= self.most

    def report(self, at: Numbered, index: int, code: Code, message: str, *, late: bool = False) -> None:
        """Report a problem with a line, at the index of a character, or of the first that is no white space.

        One that is found `late`, below where it stands, may still be among the first.
        """
        number, raw = at
        if len(self.problems) >= self.most * (2 if late else 1):
            self.omitted += 1
            return
        index = max(index, len(raw) - len(raw.lstrip())) if raw.strip() else 0
        shown = excerpt(raw, index) if raw.strip() else ""
        self.problems.append(Problem(self.source, number, index + 1, code, message, shown))

    def settle(self) -> tuple[tuple[Problem, ...], int]:
        """Return the first problems in the order of the text, and how many are left out."""
        self.problems.sort(key=lambda problem: (problem.line, problem.column))
        return capped(self.problems, self.omitted)


def capped(problems: list[Problem], omitted: int) -> tuple[tuple[Problem, ...], int]:
    """Return the problems that are kept, and how many are not, with those that were left out before."""
    return tuple(problems[:MOST_PROBLEMS]), omitted + len(problems[MOST_PROBLEMS:])


class Draft:
    """What was read of one page: its header and its problems. Its posts begin at the number `first` of all."""

    def __init__(self, findings: Findings, first: int) -> None:
        self.first = first
        self.findings = findings
        self.at: Numbered = (1, "")  # where it begins
        self.path: str | None = None
        self.description: str | None = None
        self.declared_count: int | None = None
        self.entries = 0
        self.bulleted: bool | None = None  # whether the heads of its entries have bullets, once there is one
        self.tags_bulleted = False
        self.count_at: Numbered = (1, "")
        self.above: list[Numbered] = []  # lines of the header that may be its description

    def is_head(self, line: Line) -> bool:
        """Say whether a line begins an entry: where entries have bullets, a date without one is text."""
        return line.kind is Kind.ENTRY and (line.bulleted or not self.bulleted)

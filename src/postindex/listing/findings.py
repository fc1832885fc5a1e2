"""The problems found while a page is read, up to a limit."""

from postindex.errors import Code, Problem, excerpt

MAX_PROBLEMS = 100

NumberedLine = tuple[int, str]  # the number of a line, from 1, and the line unchanged


class Findings:
    """The problems of one page or one file."""

    def __init__(self, source: str | None, limit: int = MAX_PROBLEMS) -> None:
        self.source = source
        self.limit = limit
        self.problems: list[Problem] = []
        self.omitted = 0

    @property
    def full(self) -> bool:
        """Whether the next problem is only counted."""
        return len(self.problems) >= self.limit

    def report(self, at: NumberedLine, index: int, code: Code, message: str, *, late: bool = False) -> None:
        """Report a problem at a character of a line, or at the first that is not white space if that comes later.

        A `late` problem belongs above lines already read, so it may be among the first even if the list is full.
        """
        number, raw = at
        if len(self.problems) >= self.limit * (2 if late else 1):
            self.omitted += 1
            return
        index = max(index, len(raw) - len(raw.lstrip())) if raw.strip() else 0
        shown = excerpt(raw, index) if raw.strip() else ""
        self.problems.append(Problem(self.source, number, index + 1, code, message, shown))

    def settle(self) -> tuple[tuple[Problem, ...], int]:
        """Return the first problems in the order of the text, and the number of those omitted."""
        self.problems.sort(key=lambda problem: (problem.line, problem.column))
        return cap_problems(self.problems, self.omitted)


def cap_problems(problems: list[Problem], omitted: int) -> tuple[tuple[Problem, ...], int]:
    """Return the first problems, and the number of those omitted, now and before."""
    return tuple(problems[:MAX_PROBLEMS]), omitted + len(problems[MAX_PROBLEMS:])

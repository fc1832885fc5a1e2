"""The problems found while a page is read, up to a limit."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from sys import maxsize

from postindex.errors import Code, ListingError, Problem, excerpt

MAX_PROBLEMS = 100
NO_LIMIT = maxsize  # for a stream: problems are taken out as they come

NumberedLine = tuple[int, str]  # the number of a line, from 1, and the line unchanged


class Findings:
    """The problems of one page or one file: the first of them, errors before warnings."""

    def __init__(self, source: str | None, limit: int = MAX_PROBLEMS) -> None:
        self.source = source
        self.limit = limit
        self.problems: list[Problem] = []
        self.omitted_codes: Counter[Code] = Counter()
        self._warnings = 0  # among the problems

    @property
    def omitted(self) -> int:
        """The number of problems that were only counted."""
        return self.omitted_codes.total()

    @property
    def full(self) -> bool:
        """Whether the next problem is only counted."""
        return len(self.problems) >= self.limit

    def report(self, at: NumberedLine, index: int, code: Code, message: str, *, late: bool = False) -> None:
        """Report a problem at a character of a line, or at the first that is not white space if that comes later.

        A `late` problem belongs above lines already read, so it may be among the first even if the list is full.
        """
        if len(self.problems) >= self.limit * (2 if late else 1) and not self._make_room(code):
            self.omitted_codes[code] += 1
            return
        number, raw = at
        index = max(index, len(raw) - len(raw.lstrip())) if raw.strip() else 0
        shown = excerpt(raw, index) if raw.strip() else ""
        problem = Problem(self.source, number, index + 1, code, message, shown)
        self.problems.append(problem)
        self._warnings += problem.severity == "warning"

    def _make_room(self, code: Code) -> bool:
        """Omit the last warning in favour of an error; return whether there was one."""
        if not self._warnings or Problem(None, 1, 1, code, "").severity == "warning":
            return False
        places = range(len(self.problems) - 1, -1, -1)
        place = next(place for place in places if self.problems[place].severity == "warning")
        self.omitted_codes[self.problems.pop(place).code] += 1
        self._warnings -= 1
        return True

    def drop(self, codes: Container[Code]) -> int:
        """Drop the problems of these codes, but in a stream, where they may be gone; return how many there were."""
        if self.limit == NO_LIMIT:
            return 0
        kept = [problem for problem in self.problems if problem.code not in codes]
        dropped = len(self.problems) - len(kept)
        self.problems[:] = kept
        self._warnings = sum(problem.severity == "warning" for problem in kept)
        return dropped + sum(self.omitted_codes.pop(code) for code in list(self.omitted_codes) if code in codes)

    def settle(self) -> tuple[tuple[Problem, ...], int]:
        """Return the first problems in the order of the text, and the number of those omitted."""
        return cap_problems(self.problems, self.omitted)


def cap_problems(problems: Iterable[Problem], omitted: int) -> tuple[tuple[Problem, ...], int]:
    """Return the first problems of one text in its order, and the number of those omitted, now and before.

    Where there are too many, errors come before warnings.
    """
    problems = sorted(problems, key=lambda problem: (problem.line, problem.column))
    return first_problems(problems, omitted)


def first_problems(problems: Sequence[Problem], omitted: int) -> tuple[tuple[Problem, ...], int]:
    """Return the first problems in their order, errors before warnings, and the number of those omitted."""
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems), omitted
    errors = [place for place, problem in enumerate(problems) if problem.severity == "error"][:MAX_PROBLEMS]
    warnings = [place for place, problem in enumerate(problems) if problem.severity == "warning"]
    kept = sorted([*errors, *warnings[: MAX_PROBLEMS - len(errors)]])
    return tuple(problems[place] for place in kept), omitted + len(problems) - len(kept)


def raise_errors(problems: Sequence[Problem], omitted: int, *, strict: bool) -> None:
    """In strict reading, raise the errors among problems, if there are any; `omitted` counts what is not among them."""
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if strict and errors:
        raise ListingError(errors, omitted if len(errors) == MAX_PROBLEMS else 0)

"""A fault, and a table of the rules that find faults."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Subject = TypeVar("Subject")

Finding = tuple[str, str]  # the place, and a sentence that says what is wrong there
Check = Callable[[Subject], Iterable[Finding]]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One place where a document breaks a rule.

    - `rule`: the name of the rule, which is the name of the function that found the fault.
    - `section`: where the rule stands, such as "RFC 4287, 4.1.2".
    - `place`: where the fault is, such as "feed/entry[2]/link".
    - `sentence`: what is wrong.
    """

    rule: str
    section: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence} ({self.section}; {self.rule})"


class Rules(Generic[Subject]):
    """A table of rules, in the order in which they are written down.

    Called with a section, it gives the decorator that enters a function into the table:

        @RULES("RFC 4287, 4.1.2")
        def entry_summary(feed: Element) -> Iterator[Finding]: ...
    """

    def __init__(self) -> None:
        self._rows: dict[str, tuple[str, Check[Subject]]] = {}

    def __call__(self, section: str) -> Callable[[Check[Subject]], Check[Subject]]:
        def enter(check: Check[Subject]) -> Check[Subject]:
            name = check.__name__
            if name in self._rows:
                raise ValueError(f"there are two rules of the name {name}")
            self._rows[name] = section, check
            return check

        return enter

    @property
    def names(self) -> list[str]:
        return list(self._rows)

    def faults(self, subject: Subject) -> Iterator[Fault]:
        for name, (section, check) in self._rows.items():
            for place, sentence in check(subject):
                yield Fault(name, section, place, sentence)

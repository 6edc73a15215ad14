"""What can go wrong, and how it is told.

::

    DecarbError
    ├── ScenarioError    a scenario's text cannot be taken; carries every Fault found, with file, line and column
    ├── UnitError        a text is no quantity of the closed list of units (readers turn it into a Fault)
    ├── LibraryError     the packaged reference library lacks something or is inconsistent
    ├── QuestionError    an engine is asked about something the scenario does not hold
    ├── SolveError       the equations of a scenario have no answer, or none that an engine can reach
    └── RunError         a run cannot be written, resumed or compared

Each fault has a stable code; :data:`CODES` is the one registry of them and says in a line what each means.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CODES: Mapping[str, str] = {
    # the file itself
    "E-FILE-001": "the file does not exist or cannot be read",
    "E-FILE-002": "the file is larger than the limit",
    "E-FILE-003": "the file is not UTF-8 text",
    "E-FILE-004": "the file is empty",
    "E-FILE-005": "a path leads out of the scenario's folder",
    "E-FILE-006": "files extend one another in a circle",
    "E-FILE-007": "a table (CSV) is malformed",
    # YAML
    "E-YAML-001": "the text is not YAML",
    "E-YAML-002": "a key stands twice in one map",
    "E-YAML-003": "the document is nested too deep",
    "E-YAML-004": "aliases expand to too many nodes, or an anchor holds itself",
    "E-YAML-005": "the top of a scenario is not a map",
    "E-YAML-006": "a key is not a plain name",
    "E-YAML-007": "a tag is used; the language has none",
    # shape
    "E-KEY-001": "a key that the language does not know here",
    "E-KEY-002": "a required key is missing",
    "E-KEY-003": "a value has the wrong shape",
    "E-KEY-004": "a value is none of those allowed here",
    "E-KEY-005": "a name uses a character or word that the language reserves",
    "E-KEY-006": "two keys exclude each other",
    # quantities
    "E-UNIT-001": "a unit that is not in the closed list",
    "E-UNIT-002": "a unit of the wrong dimension",
    "E-UNIT-003": "a bare number where a unit is needed",
    "E-UNIT-004": "a text that is no quantity",
    "E-UNIT-005": "a number that is not finite",
    "E-UNIT-006": "a currency or price year that the library cannot convert",
    # values
    "E-VALUE-001": "a value below what is possible",
    "E-VALUE-002": "a value above what is possible",
    "E-VALUE-003": "a spread that is inconsistent or leaves what is possible",
    "E-VALUE-004": "a path that is malformed",
    "E-VALUE-005": "a year outside the horizon",
    "E-VALUE-006": "years that are out of order",
    "E-VALUE-007": "a date that is malformed",
    # names
    "E-NAME-001": "a product that nobody knows",
    "E-NAME-002": "an activity that nobody knows",
    "E-NAME-003": "a site that nobody knows",
    "E-NAME-004": "a place that nobody knows",
    "E-NAME-005": "a market that nobody knows",
    "E-NAME-006": "a lever that nobody knows",
    "E-NAME-007": "a mix that nobody knows",
    "E-NAME-008": "a product that nobody makes",
    "E-NAME-009": "a policy, target, survival curve, pathway, passage, route or source that nobody knows",
    "E-NAME-010": "records are `like` one another in a circle, or like one that does not exist",
    "E-NAME-011": "an activity that does not make the product it stands for",
    "E-NAME-012": "a gas that the warming potentials do not list",
    "E-NAME-013": "a user that is no activity, site or place",
    "E-NAME-014": "`$remove` of what is said nowhere before",
    "E-NAME-015": "a name that would mean two things",
    # mixes and levers
    "E-MIX-001": "shares of a mix do not add up to 100 %",
    "E-MIX-002": "`rest` stands more than once in a mix",
    "E-MIX-003": "a share outside 0 to 100 %",
    "E-MIX-004": "several can supply a product and no mix says who does",
    "E-MIX-005": "a vehicle that the mix of its name does not hold",
    "E-LEVER-001": "a lever's share below what the mix holds without it",
    "E-LEVER-002": "a lever takes more than its givers have left",
    "E-LEVER-003": "a lever's share above its `at most`",
    "E-LEVER-004": "a lever acts before its `earliest`",
    "E-LEVER-005": "a lever's share rises faster than its `ramp`",
    "E-LEVER-006": "two levers with one target in one mix",
    "E-LEVER-007": "a lever that cannot act as written",
    "E-LEVER-008": "a lever's share below its `at least`",
    "E-LEVER-009": "levers in use that exclude one another",
    "E-CUSTODY-001": "a chain of custody that contradicts what it is said of",
    "E-CUSTODY-002": "a mass balance that nothing bounds",
    "E-CUSTODY-003": "a claim in whose place nobody supplies",
    "E-CUSTODY-004": "a returned unit that would be sold twice",
    # consistency
    "E-MASS-001": "the parts of a vehicle do not add up to its mass",
    "E-ROUTE-001": "a route or delivery that is inconsistent",
    "E-ROUTE-002": "a route that stands by is named in a mix or by a lever",
    "E-ROUTE-003": "a route that stands by where no other route goes",
    "E-SITE-001": "a site that needs its own product",
    "E-STOP-001": "what stops has no site",
    "E-STOP-002": "what closes is on no route",
    "E-STOP-003": "a fall-back that cannot step in",
    "E-SET-001": "a `--set` or `vary` path that leads nowhere",
    "E-SET-002": "a `--set` text that is malformed",
}
"""Every code, with its meaning in a line."""


class DecarbError(Exception):
    """Whatever this package raises on purpose."""


class UnitError(DecarbError):
    """A text is no quantity: ``code`` as in :data:`CODES`, what was ``expected``, and a ``hint`` at the cure."""

    def __init__(self, code: str, message: str, expected: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.expected, self.hint = code, message, expected, hint


class LibraryError(DecarbError):
    """The packaged reference library lacks something or is inconsistent."""


class SolveError(DecarbError):
    """The equations of a scenario have no answer, or none that an engine can reach."""


class QuestionError(DecarbError):
    """An engine is asked about something the scenario does not hold."""


class RunError(DecarbError):
    """A run cannot be written, resumed or compared."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a scenario's text.

    Parameters
    ----------
    code : of :data:`CODES`.
    message : what is wrong, with the value.
    file, line, column : where, from 1; line 0 where there is none (``--set``).
    path : dotted path of the value in its document.
    expected, hint : what may stand there, and the likely cure; empty where there is nothing to say.
    excerpt : the source line.
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    expected: str = ""
    hint: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        """Position, code and message; the source line with a caret; path, expectation and hint."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        lines = [f"{place}: {self.code} {self.message}"]
        if self.excerpt:
            lines += _pointed(self.excerpt, self.line, self.column)
        lines += [f"  {word}: {text}" for word, text in self._remarks() if text]
        return "\n".join(lines)

    def _remarks(self) -> tuple[tuple[str, str], ...]:
        return (("at", self.path), ("expected", self.expected), ("hint", self.hint))


def _pointed(excerpt: str, line: int, column: int, width: int = 110) -> list[str]:
    """The source line, cut around the column where it is long, and a caret below."""
    start = max(0, column - 1 - width // 2) if len(excerpt) > width else 0
    shown = excerpt[start : start + width].replace("\t", " ")
    return [f"{line:6d} | {shown}", f"       | {' ' * (column - 1 - start)}^"]


class ScenarioError(DecarbError):
    """A scenario's text cannot be taken; ``faults`` holds everything found, in the order of the text."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Every fault, then how many."""
        count = len(self.faults)
        return "\n\n".join([*map(str, self.faults), f"{count} fault{'s' if count != 1 else ''}"])


def nearest(name: str, names: Iterable[str]) -> str:
    """``did you mean X?`` for the closest of ``names``; empty where none is close."""
    folded = {other.casefold(): other for other in names}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f"did you mean `{folded[close[0]]}`?" if close else ""

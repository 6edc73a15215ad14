"""Faults are gathered, so that a planner sees all of them at once."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.errors import Fault, ScenarioError, UnitError, nearest
from simulator.reading.tree import File, Node

MOST_HINTS = 200
"""Names that a likely one is looked for: the thousandth wrong name has the cause of the first."""
_LONGEST = 100
"""Letters of a name that may be meant for another one."""


class Faults:
    """What was found wrong so far; one fault for each code and position.

    Parameters
    ----------
    asked : name of the file that a reader asked for: its faults are told before those of the files that it extends,
        and those of no line (of a change by its path) first of all.
    """

    def __init__(self, asked: str = "") -> None:
        self._asked = asked
        self._found: dict[tuple[str, str, int, int, str], Fault] = {}
        self._hints = 0

    def nearest(self, name: str, names: Iterable[str]) -> str:
        """``did you mean X?``, for the first names that nobody knows; comparing names takes longer than all else."""
        self._hints += 1
        return nearest(name, names) if self._hints <= MOST_HINTS and len(name) <= _LONGEST else ""

    def __len__(self) -> int:
        return len(self._found)

    def add(
        self,
        code: str,
        message: str,
        node: Node,
        *,
        path: str = "",
        expected: str = "",
        hint: str = "",
        key: bool = False,
    ) -> None:
        """A fault at a value, or at its ``key``."""
        at_key = key and node.key_line > 0
        line, column = (node.key_line, node.key_column) if at_key else (node.line, node.column)
        self.at(code, message, node.file, line, column, path=path, expected=expected, hint=hint)

    def at(
        self,
        code: str,
        message: str,
        file: File,
        line: int,
        column: int,
        *,
        path: str = "",
        expected: str = "",
        hint: str = "",
    ) -> None:
        """A fault at a position of a file."""
        same = "" if line else path + message
        fault = Fault(code, message, file.name, line, column, path, expected, hint, file.line(line))
        self._found.setdefault((code, file.name, line, column, same), fault)

    def unit(self, error: UnitError, node: Node, path: str) -> None:
        """A fault that the units found."""
        self.add(error.code, error.message, node, path=path, expected=error.expected, hint=error.hint)

    def stop(self) -> None:
        """Raise what was found.

        Raises
        ------
        ScenarioError
            with every fault, in the order of the text.
        """
        if self._found:
            raise ScenarioError(sorted(self._found.values(), key=self._place))

    def _place(self, fault: Fault) -> tuple[bool, str, int, int]:
        return fault.line > 0 and fault.file != self._asked, fault.file, fault.line, fault.column

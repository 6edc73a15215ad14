"""Faults are gathered, so that a planner sees all of them at once."""

from __future__ import annotations

from simulator.errors import Fault, ScenarioError, UnitError
from simulator.reading.tree import File, Node


class Faults:
    """What was found wrong so far; one fault for each code and position."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, int, int, str], Fault] = {}

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
            raise ScenarioError(sorted(self._found.values(), key=lambda fault: (fault.file, fault.line, fault.column)))

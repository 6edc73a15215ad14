"""What an editable table is laid over, so that it stays still under the reader's hands while the text changes.

A table of Streamlit keeps what was done to it beside the rows it was given; with other rows it begins anew and the cursor is
lost. So the rows stay those of the text at which editing began, and all that was done is written into that text each time.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator.network import Scenario
from simulator.planning.forms import Edits


class Held:
    """A text at which editing a table began, and the text that came of it."""

    def __init__(self, table: str, work: str, text: str, scenario: Scenario, revision: int) -> None:
        self.work, self.text, self.scenario, self.revision = work, text, scenario, revision
        self.slot = f"_table {table} {revision}"
        self._made = text
        self._drawn: Any = None

    def keep(self, *drawn: Any) -> Any:
        """What was drawn first, as long as the table lies still."""
        if self._drawn is None:
            self._drawn = drawn
        return self._drawn

    def made(self, text: str) -> None:
        """Note what came of the edits."""
        self._made = text

    def holds(self, work: str, text: str) -> bool:
        """Whether nobody else has changed the text meanwhile."""
        return self.work == work and text in (self.text, self._made)


def held(table: str, work: str, text: str, scenario: Scenario) -> Held:
    """What the table lies over: the same as before, unless the text was changed elsewhere."""
    slot = f"_held {table}"
    before: Held | None = st.session_state.get(slot)
    if before is None or not before.holds(work, text):
        revision = 1 if before is None else before.revision + 1
        st.session_state[slot] = Held(table, work, text, scenario, revision)
    found: Held = st.session_state[slot]
    return found


def edits(slot: str) -> Edits:
    """All that was done to a table since it was laid out; half-empty rows at its end are not there yet."""
    done: dict[str, Any] = st.session_state[slot]
    added = [row for row in done["added_rows"] if any(value not in (None, "") for value in row.values())]
    return Edits({int(row): cells for row, cells in done["edited_rows"].items()}, added, list(done["deleted_rows"]))


__all__ = ["Held", "edits", "held"]

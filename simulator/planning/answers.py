"""The last few explorations, for all readers together: a ledger is too large for each of them to keep one."""

from __future__ import annotations

from threading import BoundedSemaphore

from simulator.equations.memory import Memory
from simulator.planning.drafts import Draft
from simulator.planning.explore import Exploration, explore
from simulator.planning.shelf import Opened

HELD = 6
"""Explorations that are remembered; one of a company with a dozen cars in a dozen markets takes some 60 MB."""
AT_ONCE = 2
"""Projections at a time: more of them would take turns on the interpreter's lock, each with its working memory."""
_known: Memory[Exploration] = Memory(HELD)
_turn = BoundedSemaphore(AT_ONCE)


def explored(opened: Opened, draft: Draft) -> Exploration:
    """What comes of a draft; worked out anew where nobody asked for it lately.

    Raises
    ------
    DecarbError
        where the changed scenario has no answer.
    """
    if not draft.changes:
        return opened.filed

    def worked_out() -> Exploration:
        with _turn:
            return explore(opened.filed.scenario, draft.settings, opened.handles)

    return _known.get((opened,), worked_out, draft.changes)


__all__ = ["AT_ONCE", "HELD", "explored"]

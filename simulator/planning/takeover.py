"""What a reader moved beside a page, written into a scenario's text: the file then gives the very figures of the page."""

from __future__ import annotations

from simulator.planning.explore import changes
from simulator.planning.handles import Settings
from simulator.planning.shelf import Opened
from simulator.reading import look, put

_LEVER, _SHARE = "levers", "share"


def taken_over(text: str, opened: Opened, settings: Settings) -> str:
    """The text with settings of handles as its own shares, prices and pathways, to the last digit.

    Parameters
    ----------
    text : of a file that is, or extends, the scenario that is opened.

    Raises
    ------
    QuestionError
        where the text says a place in a way that only the source can change.
    """
    for path, value in changes(opened.filed.scenario, settings, opened.handles).items():
        text = put(text, _trail(text, path), value)
    return text


def _trail(text: str, path: str) -> tuple[str, ...]:
    """Where the file says, or would say, what a handle moves; names may hold points, so the last key is cut off first."""
    section, _, rest = path.partition(".")
    name, _, key = rest.rpartition(".")
    if section != _LEVER:
        return section, name, key
    written = look(text, (section, name))
    bare = isinstance(written, dict) and bool(written) and all(one[:1].isdigit() for one in written)
    return (section, name) if written is None or bare or not isinstance(written, dict) else (section, name, _SHARE)


__all__ = ["taken_over"]

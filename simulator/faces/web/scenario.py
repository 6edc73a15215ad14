"""Which scenario is shown: chosen from the shelf, read once, shared by all sessions (a scenario is immutable)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import sleep

import streamlit as st

from simulator.errors import DecarbError, ScenarioError
from simulator.faces.web import own as mine
from simulator.faces.web import placed
from simulator.faces.web.session import Followed
from simulator.faces.web.wording import plain
from simulator.planning.own import OWN
from simulator.planning.shelf import Opened, opened, shelf, stamp
from simulator.reading import Beside
from simulator.words import Words

KEY = "scenario"
_PREFERRED = "smart/net-zero-2045"
_PAUSE = 2.0
"""Between reading a scenario and getting more of it ready: whoever waits for the first picture has the interpreter alone [s]."""


def choose(folder: Path, own: Path | None, wanted: Followed | None, words: Words) -> Opened:
    """Let the reader choose; stop the page with a message where the scenario cannot be taken.

    Parameters
    ----------
    own : a scenario named on the command line; it stands first.
    wanted : where a link, or a step that is undone, leads.
    """
    known = ({own.stem: own} if own is not None else {}) | shelf(folder) | mine.current().listed()
    if not known:
        st.error(words("no_scenario"))
        st.stop()
    preferred = _first(known, own)
    if wanted is not None or st.session_state.get(KEY) not in known:
        asked = "" if wanted is None else wanted.draft.scenario
        placed.put(KEY, asked if asked in known else preferred)
    names = list(known)
    name = st.sidebar.selectbox(
        words("scenario"), names, names.index(placed.at(KEY)), key=KEY, format_func=partial(_shown, words=words)
    )
    found = _taken(name, known[name], mine.current().beside() if name.startswith(OWN) else None, words)
    if found is None:
        st.stop()
    return found


def _first(known: Mapping[str, Path], own: Path | None) -> str:
    """The scenario that a reader sees who asks for none."""
    return _PREFERRED if own is None and _PREFERRED in known else next(iter(known))


def warm(folder: Path, own: Path | None) -> None:
    """Read the scenario that is seen first before anybody asks; what is wrong with it is told to those who do."""
    known = ({own.stem: own} if own is not None else {}) | shelf(folder)
    if known:
        path = known[_first(known, own)]
        with suppress(DecarbError, OSError):
            found = _read(path, repr(stamp(path, None)), None)
            sleep(_PAUSE)
            _ = found.panel


def _taken(name: str, path: Path, beside: Beside | None, words: Words) -> Opened | None:
    """The scenario, or None after a message."""
    try:
        with st.spinner(words("reading"), show_time=True):
            return _read(path, repr(stamp(path, beside)), beside)
    except ScenarioError as error:
        st.error(words("not_taken", name=plain(name)), icon=":material/error:")
        st.code(str(error), language=None, wrap_lines=True)
    except (DecarbError, OSError) as error:
        st.error(words("not_shown", name=plain(name), why=plain(str(error))), icon=":material/error:")
    return None


def _shown(name: str, words: Words) -> str:
    if name.startswith(OWN):
        return words("own_scenario", name=name.removeprefix(OWN))
    return name.replace("/", ": ")


@st.cache_resource(max_entries=12, show_spinner=False)
def _read(path: Path, stamp: str, _beside: Beside | None) -> Opened:
    """Opened once, and again when a file of its folder has changed (``stamp``, in one word: it is quicker to look up)."""
    return opened(path, _beside)


__all__ = ["KEY", "choose", "warm"]

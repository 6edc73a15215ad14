"""The address holds what was moved: it is written after every change, and read when somebody comes by a link, Back or Forward.

Streamlit's own binding (``bind="query-params"``) leaves a handle in the address when a button puts it back to its default;
a link would then restore what is not on the page. So the page writes its address itself, whole, and Back undoes a change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

import streamlit as st

from simulator.errors import QuestionError
from simulator.faces.web import placed, scenario
from simulator.faces.web.session import Followed
from simulator.faces.web.wording import plain
from simulator.planning.drafts import Draft
from simulator.planning.links import packed, unpacked
from simulator.words import Words

BUTTON = "button "
"""How keys of buttons begin."""
CHANGES, KEPT = "s", "a"
"""Parameters of the address: what is moved, and what is moved in A."""
_WRITTEN, _SEEN, _PAGES = "_written address", "_seen widgets", "_pages"


def arrived() -> dict[str, str] | None:
    """What the address says, where somebody came by a link, Back or Forward; else None.

    A browser may send an address that the page has written over meanwhile; so where a widget was moved, that is what counts.
    An empty one, where the page has written one before, says that the reader went to another page and takes all along.
    """
    now, stood = st.query_params.to_dict(), st.session_state.to_dict()
    acted = _acted(stood)
    placed.heard()
    _remember(stood)
    if _WRITTEN in st.session_state and (acted or now in ({}, st.session_state[_WRITTEN])):
        return None
    return now


def followed(link: Mapping[str, str] | None, words: Words) -> Followed | None:
    """Where a link leads; one that cannot be read leads to the file, and the page says so."""
    if link is None:
        return None
    name = link.get(scenario.KEY, "")
    try:
        kept = unpacked(link[KEPT]) if KEPT in link else None
        return Followed(Draft.of(name, unpacked(link.get(CHANGES, ""))), kept)
    except QuestionError as error:
        st.warning(words("link_refused", why=plain(str(error))), icon=":material/link_off:")
        return Followed(Draft(name))


def changes(draft: Draft, kept: Draft | None) -> dict[str, str]:
    """The parameters that restore a draft, and A where it is of the same scenario."""
    said = {scenario.KEY: draft.scenario}
    if draft.changes:
        said[CHANGES] = packed(draft.settings)
    if kept is not None and kept.scenario == draft.scenario:
        said[KEPT] = packed(kept.settings)
    return said


def lead(pages: Mapping[str, st.Page]) -> None:
    """Remember the pages of this run by their keys, so that :func:`go` finds them."""
    st.session_state[_PAGES] = dict(pages)


def go(page: str, said: Mapping[str, str]) -> NoReturn:
    """Follow a link to a page of the app, by its key."""
    st.switch_page(st.session_state[_PAGES][page], query_params=dict(said))


def write(said: Mapping[str, str]) -> None:
    """Make the address say this and nothing else; when all that is said in it has been drawn, and before anything slow."""
    wanted = dict(said)
    if wanted != st.query_params.to_dict():
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = wanted


def leave() -> None:
    """Note where the page leaves all widgets, as its run ends."""
    _remember(st.session_state.to_dict())


def _acted(now: Mapping[str, object]) -> bool:
    """Whether any widget stands elsewhere than the page last knew, and than the page has put it since."""
    seen = st.session_state.get(_SEEN, {})
    moved = (key for key, value in seen.items() if key in now and now[key] != value)
    return any(not placed.here(key) for key in moved)


def _remember(now: Mapping[str, object]) -> None:
    """Note where all widgets stand, as the browser sent them and again as the page has set them; a button is up again."""
    known = {key: value for key, value in now.items() if not key.startswith("_")}
    st.session_state[_SEEN] = {key: False if key.startswith(BUTTON) else value for key, value in known.items()}


__all__ = ["BUTTON", "arrived", "changes", "followed", "go", "lead", "leave", "write"]

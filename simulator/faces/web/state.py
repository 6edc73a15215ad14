"""What one reader's session remembers between two runs of the script: history, A, handles that are not drawn, the last answer.

Only the open group of handles is drawn, and Streamlit forgets a widget that is not drawn; so the settings have a place of
their own, and the widgets are set from it. All of it lies in Streamlit's session state, which no other reader's script sees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import streamlit as st

from simulator.errors import DecarbError
from simulator.faces.web import placed, scenario
from simulator.faces.web.session import Followed, Kept, Session
from simulator.faces.web.wording import plain
from simulator.network import Scenario
from simulator.planning.answers import explored
from simulator.planning.drafts import Draft, History
from simulator.planning.explore import Exploration, moved
from simulator.planning.handles import Handles
from simulator.planning.links import Restored, restored
from simulator.planning.shelf import Opened
from simulator.words import Words

_SHOWN, _SETTINGS = "_shown scenario", "_settings"
_HISTORY, _ASKED, _KEPT, _CHANGED = "_history", "_asked draft", "_kept as A", "_changed scenario"


def begin(opened: Opened, wanted: Followed | None, link: Mapping[str, str] | None, words: Words) -> Session:
    """Put the handles where they belong before they are drawn, and say who looks at what.

    Where a link was followed or a step undone: where that says. Where another scenario was chosen: where its file says. Else
    where they were left.
    """
    name = st.session_state[scenario.KEY]
    if wanted is not None:
        _put(opened.handles, _fitting(opened, wanted, name, words))
    elif st.session_state.get(_SHOWN) is not opened:
        _put(opened.handles, {})
    else:
        _put(opened.handles, _left(opened.handles), drawn=False)
    st.session_state[_SHOWN] = opened
    now = Draft.of(name, settings())
    before: History | None = st.session_state.get(_HISTORY)
    st.session_state[_HISTORY] = History(now) if before is None else before.to(now)
    if wanted is not None and wanted.kept is not None:
        _keep_linked(opened, wanted, name)
    return Session(opened, now, st.session_state.get(_KEPT), link, words)


def _fitting(opened: Opened, wanted: Followed, name: str, words: Words) -> Mapping[str, int | str]:
    """The changes that are wanted, as far as the scenario can take them; what it cannot is said."""
    if wanted.draft.scenario != name:
        if wanted.draft.changes:
            st.warning(words("link_elsewhere"), icon=":material/link_off:")
        return {}
    found: Restored = restored(opened.handles, wanted.draft.settings)
    if found.refused:
        st.warning(words("link_partly", count=found.refused), icon=":material/link_off:")
    return found.settings


def _keep_linked(opened: Opened, wanted: Followed, name: str) -> None:
    """Keep what a link calls A; one without an answer is as good as none."""
    if wanted.kept is None or wanted.draft.scenario != name:
        return
    found = restored(opened.handles, wanted.kept).settings
    try:
        draft = Draft.of(name, found)
        st.session_state[_KEPT] = Kept.of(draft, explored(opened, draft))
    except DecarbError as error:
        st.warning(plain(str(error)), icon=":material/link_off:")


def _left(known: Handles) -> dict[str, int | str]:
    """Where the reader left the handles: the drawn ones say themselves, the others are remembered."""
    remembered: Mapping[str, int | str] = st.session_state[_SETTINGS]
    now = st.session_state.to_dict()
    return {key: now.get(key, remembered.get(key, filed)) for key, filed in known.defaults().items()}


def _put(known: Handles, values: Mapping[str, int | str], *, drawn: bool = True) -> None:
    """Remember the handles that stand elsewhere than in the file; ``drawn``: also move those that are on the page."""
    defaults = known.defaults()
    st.session_state[_SETTINGS] = {key: value for key, value in values.items() if defaults[key] != value}
    for key in defaults if drawn else ():
        if key in st.session_state:
            placed.put(key, values.get(key, defaults[key]))


def settings() -> dict[str, int | str]:
    """Handles that stand elsewhere than in the scenario's file."""
    return dict(st.session_state[_SETTINGS])


def ready(key: str, filed: int | str) -> str:
    """Give a widget that is about to be drawn the value it had, and its key back."""
    if key not in st.session_state:
        st.session_state[key] = st.session_state[_SETTINGS].get(key, filed)
    return key


def redraw(known: Handles) -> None:
    """Let the drawn handles stand where they are, though they are about to be drawn in another form."""
    for key in known.defaults():
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def kept(key: str, options: Collection[str]) -> str:
    """Give a box of several choices, which is about to be drawn, what was chosen when it was drawn last, and its key back."""
    if key not in st.session_state:
        st.session_state[key] = [one for one in st.session_state.get(f"{key} kept", ()) if one in options]
    return key


def keep_choice(key: str, chosen: Sequence[str]) -> None:
    """Remember what is chosen in a box that is not always drawn."""
    st.session_state[f"{key} kept"] = tuple(chosen)


def reset(known: Handles, keys: Iterable[str]) -> None:
    """Put some handles back to what the scenario's file says."""
    gone = set(keys)
    _put(known, {key: value for key, value in settings().items() if key not in gone})


def steps() -> tuple[Draft | None, Draft | None]:
    """Where undoing leads, and where doing again does."""
    history: History = st.session_state[_HISTORY]
    return (history.past[-1] if history.past else None), (history.undone[0] if history.undone else None)


def ask(draft: Draft) -> None:
    """Go to a draft at the next run of the script."""
    st.session_state[_ASKED] = draft


def asked() -> Followed | None:
    """The draft that was asked for, once."""
    draft = st.session_state.pop(_ASKED, None)
    return None if draft is None else Followed(draft)


def keep(session: Session) -> None:
    """Keep what the page shows as A."""
    st.session_state[_KEPT] = Kept.of(session.draft, answer(session))


def forget() -> None:
    """Keep nothing any more."""
    st.session_state.pop(_KEPT, None)


def answer(session: Session) -> Exploration:
    """The exploration of a session's draft; the last ones are remembered, so that another book or view costs nothing.

    Raises
    ------
    DecarbError
        where the changed scenario has no answer.
    """
    return explored(session.opened, session.draft)


def changed(session: Session) -> Scenario | None:
    """The scenario of a session's draft without its projection, for pages that ask less; None after a message."""
    opened, draft = session.opened, session.draft
    if not draft.changes:
        return opened.filed.scenario
    known = st.session_state.get(_CHANGED)
    if known is None or known[0] is not opened or known[1] != draft:
        try:
            known = (opened, draft, moved(opened.filed.scenario, draft.settings, opened.handles))
        except DecarbError as error:
            st.error(session.words("not_together", why=plain(str(error))), icon=":material/error:")
            return None
        st.session_state[_CHANGED] = known
    found: Scenario = known[2]
    return found


def answered(session: Session) -> Exploration | None:
    """The same for a page to draw; None after a message, where the handles do not go together."""
    try:
        return answer(session)
    except DecarbError as error:
        st.error(session.words("not_together", why=plain(str(error))), icon=":material/error:")
        return None


__all__ = [
    "answer",
    "answered",
    "ask",
    "asked",
    "begin",
    "changed",
    "forget",
    "keep",
    "keep_choice",
    "kept",
    "ready",
    "redraw",
    "reset",
    "settings",
    "steps",
]

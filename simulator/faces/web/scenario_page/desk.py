"""What lies on the reader's desk: the texts that are being written, a few of them, each with its steps; and their reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from simulator.errors import QuestionError
from simulator.faces.web import own
from simulator.faces.web.session import Session
from simulator.network import Scenario
from simulator.planning.manuscript import Manuscript, Reading, read
from simulator.planning.own import OWN, copied, starting

_DESK, _CHOSEN, _READ, _SOUND, _WHY = "_desk", "_desk chosen", "_desk reading", "_desk sound", "_desk refusal"
_MOST = 6
"""Texts on the desk; the one that was touched longest ago is put away."""
_STEPS = 50
_NEW = "_new"
"""Folder that a new scenario seems to lie in until it is kept; no kept one is named so."""


@dataclass(frozen=True, slots=True)
class Work:
    """A manuscript on the desk.

    Parameters
    ----------
    kept : name of the own scenario that it is; empty where it is new.
    saved : its texts as they were opened or kept last.
    past : texts before each step, the last one nearest.
    version : grows when something else than the editor changes a text.
    """

    manuscript: Manuscript
    kept: str
    saved: Mapping[str, str]
    past: tuple[Manuscript, ...] = ()
    version: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything is not kept yet."""
        return not self.kept or dict(self.manuscript.texts) != dict(self.saved)


def works() -> dict[str, Work]:
    """What lies on the desk, by name; the one used last stands last."""
    found: dict[str, Work] = st.session_state.setdefault(_DESK, {})
    return found


def chosen(session: Session) -> str:
    """Name of the text on top: the one that was chosen, as long as the session shows the scenario that it was chosen for."""
    name, shown = st.session_state.get(_CHOSEN, ("", ""))
    if shown != session.draft.scenario or name not in choices(session):
        name = session.draft.scenario
        st.session_state[_CHOSEN] = (name, session.draft.scenario)
    return str(name)


def choices(session: Session) -> list[str]:
    """What can be worked at: the scenario that is shown, the reader's own ones, and what lies on the desk."""
    return list(dict.fromkeys((session.draft.scenario, *own.current().listed(), *works())))


def choose(session: Session, name: str) -> None:
    """Put a text on top."""
    st.session_state[_CHOSEN] = (name, session.draft.scenario)


def work(session: Session, name: str) -> Work:
    """A text on the desk; one that does not lie there yet is fetched: an own one as it is, any other as one that extends it."""
    found = works().pop(name, None) or (_kept(name) if name.startswith(OWN) else _beginning(session, name))
    put(name, found)
    return found


def put(name: str, found: Work) -> None:
    """Lay a text on the desk."""
    held = works()
    held.pop(name, None)
    held[name] = found
    while len(held) > _MOST:
        held.pop(next(iter(held)))


def forget(name: str) -> None:
    """Take a text off the desk."""
    works().pop(name, None)


def _kept(name: str) -> Work:
    home = own.current()
    path, texts = home.path(name), home.texts(name)
    return Work(Manuscript(home, path.parent, path.name, texts), name, texts)


def _beginning(session: Session, name: str) -> Work:
    path, home = session.opened.path, own.current()
    if not path.resolve().is_relative_to(home.shelf.resolve()):
        return fresh(copied(session.opened.filed.scenario), path.name)
    title = session.words("own_of", title=session.words.term(session.opened.filed.scenario.title))
    return fresh({"plan.yaml": starting(name, title)}, "plan.yaml")


def fresh(texts: Mapping[str, str], main: str) -> Work:
    """New texts, kept nowhere yet."""
    home = own.current()
    return Work(Manuscript(home, home.folder / _NEW, main, texts), "", {})


def change(name: str, how: Callable[[Manuscript], Manuscript], *, typed: bool = False) -> bool:
    """Change a text, and tell whether it could be; why not is said on the next run of the page.

    Parameters
    ----------
    typed : by the editor itself, which shows it already.
    """
    before = works()[name]
    try:
        after = how(before.manuscript)
    except QuestionError as error:
        st.session_state[_WHY] = str(error)
        return False
    if after.texts != before.manuscript.texts:
        past = (*before.past, before.manuscript)[-_STEPS:]
        put(name, replace(before, manuscript=after, past=past, version=before.version + (not typed)))
    return True


def back(name: str) -> None:
    """Take the last step back."""
    now = works()[name]
    if now.past:
        put(name, replace(now, manuscript=now.past[-1], past=now.past[:-1], version=now.version + 1))


def refusal() -> str:
    """Why the last change was not made, once."""
    return str(st.session_state.pop(_WHY, ""))


def refuse(why: str) -> None:
    """Say on the next run why something was not done."""
    st.session_state[_WHY] = why


def reading(found: Work) -> Reading:
    """What a text says; the last reading is kept, so that another click on the page reads nothing."""
    known = st.session_state.get(_READ)
    if known is None or known[0] != found.manuscript:
        known = (found.manuscript, read(found.manuscript))
        st.session_state[_READ] = known
    answer: Reading = known[1]
    if answer.scenario is not None:
        st.session_state[_SOUND] = (found.manuscript.home / found.manuscript.main, answer.scenario)
    return answer


def sound(found: Work) -> Scenario | None:
    """What a text said when it was sound last; None where it has not been."""
    place, scenario = st.session_state.get(_SOUND, (None, None))
    return scenario if place == found.manuscript.home / found.manuscript.main else None


__all__ = ["Work", "back", "change", "choices", "choose", "chosen", "forget", "fresh", "put", "reading", "refusal", "refuse",
           "sound", "work", "works"]  # fmt: skip

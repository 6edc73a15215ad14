"""The frame around all pages: what is drawn the same for each of them, the way between them, and the address."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator.faces.web import hosting, levers, links, own, reader, scenario, speech, state, switches, toolbar
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.planning.summary import MARK, MARKED


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the app, imported when it is first shown.

    Parameters
    ----------
    package : of this face: its function ``page`` draws what stands below title and toolbar; its ``SWITCHES`` are the names of
        what can be switched on it, which the address holds while the page is shown.
    levers : whether the panel of levers stands beside it.
    """

    package: str
    levers: bool = True

    def draw(self, session: Session) -> None:
        """Draw what stands below title and toolbar."""
        self.imported().page(session)

    @property
    def switches(self) -> tuple[str, ...]:
        """Names of the page's switches."""
        found: tuple[str, ...] = self.imported().SWITCHES
        return found

    def imported(self) -> ModuleType:
        """The page's package."""
        return import_module(f"{__package__}.{self.package}")


PAGES: dict[str, Page] = {
    "pathway": Page("pathway"),
    "footprint": Page("footprint"),
    "supply": Page("supply"),
    "optimise": Page("optimise"),
    "uncertainty": Page("uncertainty"),
    "scenario": Page("scenario_page"),
    "data": Page("data_page", levers=False),
    "runs": Page("runs", levers=False),
}
"""Every finished page by its name in addresses, home first; its title is the sentence ``page_<name>`` of the catalogue."""
_ICON = Path(__file__).with_name("icon.svg")
"""Our own: Streamlit fetches its named icons for the tab from a host outside."""
_LOOK = Path(__file__).with_name("look.css")
_SIDEBAR = 390
"""Width of the bar with the levers [pixels]."""


def open_app(shelf: Path) -> None:
    """Run the script of the app once, as Streamlit does for every change.

    Parameters
    ----------
    shelf : folder whose scenarios are on offer.
    """
    st.set_page_config(page_title="decarb", page_icon=_ICON, layout="wide", initial_sidebar_state=_SIDEBAR)
    session: Session

    def draw(page: Page) -> None:
        """Draw a page; the way to it is known before its session."""
        page.draw(session)

    link = links.arrived()
    words = speech.choose(link)
    hosting.gate(words)
    found = {
        name: st.Page(partial(draw, one), title=words(f"page_{name}"), url_path=name, default=not number)
        for number, (name, one) in enumerate(PAGES.items())
    }
    shown = st.navigation(list(found.values()), position="hidden" if len(found) == 1 else "top")
    links.lead(found)
    name = next(name for name, one in found.items() if one is shown)
    page = PAGES[name]
    switches.begin(name, page.switches, link)
    wanted = links.followed(link, words) or state.asked()
    own.begin(shelf)
    opened = scenario.choose(shelf, _arguments(sys.argv[1:]).scenario, wanted, words)
    session = replace(state.begin(opened, wanted, link, words), page=name)
    beside, filled = _frame(session, page)
    shown.run()
    if page.levers:  # last, though it stands first: the picture is what is waited for
        levers.panel(session, beside)
    filled()
    _write(session, page)
    links.leave()
    st.caption(f"{words('foot', mark=MARK, share=words.percent(MARKED))} {words('engine_english')}")
    reader.remember()


def _frame(session: Session, page: Page) -> tuple[DeltaGenerator, Callable[[], None]]:
    """What stands around every page, room for levers beside it, and what fills the toolbar's boxes.

    The address is written before anything slow, so that the toolbar's link is right.
    """
    _write(session, page)
    st.html(_LOOK)
    st.title(plain(session.words.term(session.opened.filed.scenario.title)), anchor=False)
    filled = toolbar.bar(session)
    speech.switches(session.words)
    hosting.leave(session.words)
    return st.sidebar.container(), filled


def _write(session: Session, page: Page) -> None:
    """Make the address say all that a link must say."""
    kept = None if session.kept is None else session.kept.draft
    changes = links.changes(session.draft, kept)
    links.write({**changes, **switches.address(page.switches), **speech.address(session.words)})


def warm(shelf: Path, given: Sequence[str]) -> None:
    """Import the home page and read what the first reader will see: while the server starts, and browsers load.

    Parameters
    ----------
    given : arguments behind ``--`` on the command line.
    """
    next(iter(PAGES.values())).imported()
    scenario.warm(shelf, _arguments(given).scenario)
    import_module("pandas")  # last: the first picture needs no table, the first moved lever does


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    """What stands behind ``--`` on the command line; what is not known is left alone."""
    parser = argparse.ArgumentParser(prog="streamlit run app.py --", add_help=False)
    parser.add_argument("--scenario", type=Path, default=None)
    return parser.parse_known_args(given)[0]


__all__ = ["PAGES", "Page", "open_app", "warm"]

"""The frame around all pages: what is drawn the same for each of them, the way between them, and the address."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import streamlit as st

from simulator.faces.web import (
    data_page,
    footprint,
    hosting,
    levers,
    links,
    own,
    pathway,
    reader,
    runs,
    scenario,
    scenario_page,
    speech,
    state,
    switches,
    toolbar,
    uncertainty,
)
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.planning.summary import MARK, MARKED


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the app.

    Parameters
    ----------
    draw : draws what stands below title and toolbar.
    switches : names of what can be switched on it, which the address holds while the page is shown.
    levers : whether the panel of levers stands beside it.
    """

    draw: Callable[[Session], None]
    switches: tuple[str, ...] = ()
    levers: bool = True


PAGES: dict[str, Page] = {
    "pathway": Page(pathway.page, (*switches.BOTH, "by", "car")),
    "footprint": Page(footprint.page, footprint.SWITCHES),
    "uncertainty": Page(uncertainty.page, (*switches.BOTH, "draws", "seed", "runs", "year")),
    "scenario": Page(scenario_page.page),
    "data": Page(data_page.page, data_page.SWITCHES, levers=False),
    "runs": Page(runs.page, switches.BOTH, levers=False),
}
"""Every finished page by its name in addresses, home first; its title is the sentence ``page_<name>`` of the catalogue."""
_ICON = Path(__file__).with_name("icon.svg")
"""Our own: Streamlit fetches its named icons for the tab from a host outside."""
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
    opened = scenario.choose(shelf, _arguments().scenario, wanted, words)
    session = replace(state.begin(opened, wanted, link, words), page=name)
    _frame(session, page)
    shown.run()
    _write(session, page)
    st.caption(f"{words('foot', mark=MARK, share=words.percent(MARKED))} {words('engine_english')}")
    reader.remember()


def _frame(session: Session, page: Page) -> None:
    """What stands around every page. The address is written before anything slow, so that the toolbar's link is right."""
    _write(session, page)
    st.title(plain(session.words.term(session.opened.filed.scenario.title)), anchor=False)
    toolbar.bar(session)
    speech.switches(session.words)
    hosting.leave(session.words)
    if page.levers:
        levers.panel(session)


def _write(session: Session, page: Page) -> None:
    """Make the address say all that a link must say."""
    kept = None if session.kept is None else session.kept.draft
    changes = links.changes(session.draft, kept)
    links.write({**changes, **switches.address(page.switches), **speech.address(session.words)})


def _arguments() -> argparse.Namespace:
    """What stands behind ``--`` on the command line; what is not known is left alone."""
    parser = argparse.ArgumentParser(prog="streamlit run app.py --", add_help=False)
    parser.add_argument("--scenario", type=Path, default=None)
    return parser.parse_known_args(sys.argv[1:])[0]


__all__ = ["PAGES", "Page", "open_app"]

"""The frame around all pages: settings of the page, language, the scenario, the way between pages, the foot."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from simulator.faces.web import hosting, links, pathway, reader, scenario, speech, state
from simulator.faces.web.session import Session
from simulator.planning.summary import MARK, MARKED

PAGES: dict[str, Callable[[Session], None]] = {"pathway": pathway.page}
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
    link = links.arrived()
    words = speech.choose(link)
    hosting.gate(words)
    reader.meet()
    wanted = links.followed(link, words) or state.asked()
    opened = scenario.choose(shelf, _arguments().scenario, wanted, words)
    session = state.begin(opened, wanted, link, words)
    pages = [
        st.Page(
            partial(page, replace(session, page=name)), title=words(f"page_{name}"), url_path=name, default=not number
        )
        for number, (name, page) in enumerate(PAGES.items())
    ]
    st.navigation(pages, position="hidden" if len(pages) == 1 else "top").run()
    st.caption(f"{words('foot', mark=MARK, share=words.percent(MARKED))} {words('engine_english')}")


def _arguments() -> argparse.Namespace:
    """What stands behind ``--`` on the command line; what is not known is left alone."""
    parser = argparse.ArgumentParser(prog="streamlit run app.py --", add_help=False)
    parser.add_argument("--scenario", type=Path, default=None)
    return parser.parse_known_args(sys.argv[1:])[0]


__all__ = ["PAGES", "open_app"]

"""The frame around all pages: settings of the page, the scenario, the way between pages, the foot."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import streamlit as st

from simulator.faces.web import links, pathway, scenario, state
from simulator.planning.summary import LABEL, MARK, MARKED

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
    opened = scenario.choose(shelf, _arguments().scenario, link)
    state.place(opened, link)
    pages = [st.Page(lambda: pathway.page(opened, link), title="Pathway", url_path="pathway", default=True)]
    st.navigation(pages, position="hidden" if len(pages) == 1 else "top").run()
    st.caption(
        f"{LABEL.capitalize()}. {MARK} more than {MARKED:.0%} of the figure rests on unverified, assumed or unsourced factors. "
        "Everything is worked out on this machine; nothing is sent anywhere."
    )


def _arguments() -> argparse.Namespace:
    """What stands behind ``--`` on the command line; what is not known is left alone."""
    parser = argparse.ArgumentParser(prog="streamlit run app.py --", add_help=False)
    parser.add_argument("--scenario", type=Path, default=None)
    return parser.parse_known_args(sys.argv[1:])[0]


__all__ = ["open_app"]

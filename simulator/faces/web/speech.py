"""Which language the page speaks, and the toggle between a light and a dark page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.components import v2

from simulator.faces.web import placed
from simulator.words import ENGLISH, LANGUAGES, Words, nearest_language

KEY = "lang"
_SPOKEN = "_language spoken"
"""A browser that leaves a page before it has heard which language is chosen says that none is; the last one stands."""
_TOGGLE = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.hidden = false;
  button.onclick = () => {
    const address = new URL(window.location.href);
    address.searchParams.set("embed_options", data.theme);
    window.location.assign(address);
  };
}
"""
"""Streamlit takes a theme from ``embed_options`` of the address when a page loads; all else stands in the address, too."""
_LOOK = """
button { font: inherit; font-size: 0.95rem; color: inherit; background: transparent; cursor: pointer; width: 100%;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 0.5rem; min-height: 2.5rem;
  padding: 0.25rem 0.75rem; color: var(--st-text-color); font-family: var(--st-font); }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
"""


def choose(link: Mapping[str, str] | None) -> Words:
    """The language that the reader chose, that a link says, or that the browser asks for; English where it is none of ours."""
    if link is not None or st.session_state.get(KEY) not in LANGUAGES:
        said = (link or {}).get(KEY) or st.session_state.get(_SPOKEN)
        placed.put(KEY, said if said in LANGUAGES else nearest_language(st.context.locale))
    spoken = st.session_state[_SPOKEN] = str(st.session_state[KEY])
    return Words(spoken)


def switches(words: Words) -> None:
    """Draw both switches."""
    with st.sidebar.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            words("language"), list(LANGUAGES), default=placed.at(KEY), key=KEY, required=True,
            format_func=lambda one: LANGUAGES[one],
        )  # fmt: skip
        dark = st.context.theme.type == "dark"
        label, theme = (words("theme_light"), "light_theme") if dark else (words("theme_dark"), "dark_theme")
        toggle = v2.component("theme_toggle", html='<button type="button" hidden></button>', css=_LOOK, js=_TOGGLE)
        toggle(data={"label": label, "theme": theme}, key="_theme", width=90)


def address(words: Words) -> dict[str, str]:
    """The language, where a link must say it."""
    usual = nearest_language(st.context.locale)
    return {} if words.language == usual == ENGLISH.language else {KEY: words.language}


__all__ = ["KEY", "address", "choose", "switches"]

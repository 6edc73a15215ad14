"""Who reads, so that several at once never see each other's things.

With sign-in it is the subject that the provider names. Without, it is a random word that the browser keeps in its local storage,
so that a reload is the same reader; it never stands in an address, and its folder is named by its digest.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.components import v2

from simulator.faces.web.workplace import workplace

_TOKEN = "_reader"  # noqa: S105 - a key of the session
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")
"""Of ``secrets.token_urlsafe(32)``."""
_STORE = """
export default function ({ data, setStateValue }) {
  let known = data.token;
  try {
    known = window.localStorage.getItem("decarb-reader");
    if (!/^[A-Za-z0-9_-]{43}$/.test(known || "")) {
      known = data.token;
      window.localStorage.setItem("decarb-reader", known);
    }
  } catch (refused) {
    known = data.token; // a browser that keeps nothing: the reader lasts as long as the session
  }
  if (known !== data.token) setStateValue("token", known);
}
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader; ``key`` names nobody, and nobody can guess it."""

    key: str

    @property
    def folder(self) -> Path:
        """Private folder on the server, there when this returns; how long it is kept: ``docs/hosting.md``."""
        return workplace().room(self.key)


def meet() -> None:
    """Find out who reads; once in every run of the script, before anybody asks."""
    if st.user.get("is_logged_in"):
        return
    token = st.session_state.setdefault(_TOKEN, secrets.token_urlsafe(32))
    with st.container(key="_reader", height=1, border=False):
        kept = v2.component("reader", html="<span hidden></span>", js=_STORE)
        said = kept(data={"token": token}, key="_reader_token", height=1, on_token_change=_ignore).get("token")
    if isinstance(said, str) and _FORM.fullmatch(said):
        st.session_state[_TOKEN] = said


def _ignore() -> None:
    """A change of the token asks for another run of the script, no more."""


def current() -> Reader:
    """Who reads now."""
    user = st.user.to_dict()
    if user.get("is_logged_in"):
        return Reader(_digest(f"signed in {user.get('iss')} {user['sub']}"))
    return Reader(_digest(f"browser {st.session_state[_TOKEN]}"))


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:32]


__all__ = ["Reader", "current", "meet"]

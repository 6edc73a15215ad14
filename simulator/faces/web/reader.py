"""Who reads, so that several at once never see each other's things.

With sign-in it is the subject that the provider names. Without, it is a random word in a cookie of the browser, so that a reload
is the same reader from its first run on. The word never stands in an address, and the reader's folder is named by its digest.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.components import v2

from simulator.faces.web import hosting
from simulator.faces.web.limits import limits
from simulator.faces.web.workplace import workplace

_COOKIE = "decarb_reader"
_WORD, _STORE = "_reader", "_reader_store"
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")
"""Of ``secrets.token_urlsafe(32)``."""
_KEEP = """
export default function ({ data, setStateValue }) {
  const known = document.cookie.split("; ").find((one) => one.startsWith(data.name + "="));
  const word = known ? known.slice(data.name.length + 1) : "";
  const kept = /^[A-Za-z0-9_-]{43}$/.test(word) ? word : data.word;
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${data.name}=${kept}; Path=${data.path}; Max-Age=${data.seconds}; SameSite=Strict${secure}`;
  if (kept !== data.word) setStateValue("word", kept);
}
"""
"""Another tab may have been first with a word of its own; then that one counts."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader; ``key`` names nobody, and nobody can guess it."""

    key: str

    @property
    def folder(self) -> Path:
        """Private folder on the server; whoever writes into it makes it. How long it is kept: ``docs/hosting.md``."""
        return workplace().place(self.key)


def current() -> Reader:
    """Who reads now."""
    user = st.user.to_dict() if hosting.wanted() else {}
    if user.get("is_logged_in"):
        return Reader(_digest(f"signed in {user.get('iss')} {user['sub']}"))
    return Reader(_digest(f"browser {_word()}"))


def remember() -> None:
    """Have the browser keep who reads, without sign-in; once in every run of the script."""
    if hosting.wanted() and st.user.get("is_logged_in"):
        return
    path = "/" + str(st.get_option("server.baseUrlPath") or "").strip("/")
    keep = v2.component("reader", html="<span hidden></span>", js=_KEEP)
    data = {"name": _COOKIE, "word": _word(), "path": path, "seconds": limits().seconds_kept}
    keep(data=data, key=_STORE, height=1, on_word_change=_changed)


def _word() -> str:
    """The word of this session: the browser's, else a new one."""
    if _WORD not in st.session_state:
        said = str(st.context.cookies.get(_COOKIE, ""))
        st.session_state[_WORD] = said if _FORM.fullmatch(said) else secrets.token_urlsafe(32)
    return str(st.session_state[_WORD])


def _changed() -> None:
    """The browser knows another word."""
    said = st.session_state[_STORE].get("word")
    if isinstance(said, str) and _FORM.fullmatch(said):
        st.session_state[_WORD] = said


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:32]


__all__ = ["Reader", "current", "remember"]

"""Switches of the pages, book and view first of all: what a reader chose stays when the page changes, and stands in the link.

Streamlit forgets a widget that is not drawn, and a page that is left draws none of its own. So each choice has a place of its
own in the session, by the switch's name, which is its parameter in the address, too: pages that share a name share the choice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import cast

import streamlit as st

from simulator.faces.web import placed
from simulator.faces.web.session import Session
from simulator.ledger import Book, View
from simulator.network import BOOKS, VIEWS

BOTH = ("book", "view")
"""Names of the switches that :func:`books` draws."""
_APART = "|"
"""Between names in one parameter of the address."""
_CHOSEN, _OF = "_switches", "_switches of the page"


@dataclass(frozen=True, slots=True)
class _Choice:
    """Where a switch stands, and where it stands unless somebody moves it; ``usual`` is None until it has been drawn."""

    value: str
    usual: str | None = None


def begin(page: str, names: Collection[str], link: Mapping[str, str] | None) -> None:
    """Take over what the reader switched, or what a link says of the switches ``names`` of the ``page`` it leads to."""
    known = _known()
    for name, one in known.items():
        if isinstance(value := st.session_state.get(name), str):
            known[name] = _Choice(value, one.usual)
    for name in names if link is not None else ():
        known.pop(name, None)
        if link and name in link:
            known[name] = _Choice(link[name])
    if link is not None or st.session_state.get(_OF) != page:
        for name in (*names, *known):  # those of another page are other widgets, though they share the name
            st.session_state.pop(name, None)
    st.session_state[_OF] = page


def address(names: Collection[str]) -> dict[str, str]:
    """What a link must say of the switches ``names``: those that stand elsewhere than usual."""
    return {name: one.value for name, one in _known().items() if name in names and one.value != one.usual}


def said(name: str) -> str:
    """Where a switch stands that a page draws in a way of its own; empty where nobody moved it."""
    return _known().get(name, _Choice("")).value


def note(name: str, value: str) -> None:
    """Remember where such a switch stands, for its page and for links; empty is usual."""
    _known()[name] = _Choice(value, "")


def row() -> AbstractContextManager[object]:
    """A row for switches, to be used in a ``with`` block."""
    return st.container(horizontal=True, gap="medium")


def books(session: Session) -> tuple[Book, View]:
    """Draw the switches of book and view, which all pages share, and say what the reader wants to see.

    Usual is the headline of the scenario. The page names :data:`BOTH` among its switches.
    """
    words, header = session.words, session.opened.filed.ledger.header
    book = one_of(session, "book", words("book"), BOOKS, header.neutralises, words("books_mean"))
    view = one_of(session, "view", words("view"), VIEWS, header.view, words("views_mean"))
    return cast("Book", book), cast("View", view)


def one_of(session: Session, name: str, label: str, options: Sequence[str], usual: str, meaning: str = "") -> str:
    """Draw a switch between a few terms and give the chosen one.

    Parameters
    ----------
    name : of the switch in addresses: an interface, never renamed; the page names it among its ``switches``.
    options : terms of the catalogue, by their English wording.
    usual : where it stands unless it is moved; it is not said in links.
    """
    _ready(name, options, usual)
    chosen = st.segmented_control(
        label, list(options), default=placed.at(name), key=name, required=True, help=meaning or None,
        format_func=lambda term: session.words.term(term).capitalize(),
    )  # fmt: skip
    return _noted(name, str(chosen), usual)


def out_of(
    name: str, label: str, options: Sequence[str], usual: str, shown: Callable[[str], str] = str, meaning: str = ""
) -> str:
    """Draw a box to choose one of many and give the chosen one; parameters as in :func:`one_of`.

    Parameters
    ----------
    shown : what stands in the box for an option.
    """
    _ready(name, options, usual)
    index = options.index(placed.at(name))
    chosen = st.selectbox(label, list(options), index, key=name, format_func=shown, help=meaning or None)
    return _noted(name, chosen, usual)


def some_of(
    name: str, label: str, options: Sequence[str], shown: Callable[[str], str] = str, meaning: str = ""
) -> tuple[str, ...]:
    """Draw a switch for each of a few options, all on unless they are moved, and give those that are off.

    Parameters
    ----------
    name : as in :func:`one_of`; the address holds what is off.
    """
    off = [one for one in _known().get(name, _Choice("", "")).value.split(_APART) if one in options]
    if name not in st.session_state:
        st.session_state[name] = [one for one in options if one not in off]
    on = st.pills(
        label,
        list(options),
        default=placed.at(name),
        key=name,
        selection_mode="multi",
        format_func=shown,
        help=meaning or None,
    )
    off = [one for one in options if one not in on]
    _noted(name, _APART.join(off), "")
    return tuple(off)


def _known() -> dict[str, _Choice]:
    known: dict[str, _Choice] = st.session_state.setdefault(_CHOSEN, {})
    return known


def _ready(name: str, options: Sequence[str], usual: str) -> None:
    """Put a switch where it belongs before it is drawn; one that nobody moved follows what is usual now."""
    one = _known().get(name, _Choice(usual, usual))
    value = usual if one.value == one.usual or one.value not in options else one.value
    if name not in st.session_state or st.session_state[name] != value:
        placed.put(name, value)


def _noted(name: str, value: str, usual: str) -> str:
    _known()[name] = _Choice(value, usual)
    return value


__all__ = ["BOTH", "address", "begin", "books", "note", "one_of", "out_of", "row", "said", "some_of"]

"""The form of the optimiser: what is to be reached, at whose cost, within which limits. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from simulator.errors import QuestionError
from simulator.faces.web import placed, switches
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.network import BOOKS, VIEWS, Scenario
from simulator.planning.wish import AMOUNTS, Wish, question
from simulator.planning.wish_form import LEAST, NONE, OBJECTIVES, PER, RUNS, WITHIN, Values, restored, wish, word

WISH = "wish"
"""Name of the form among the switches, and so in addresses."""
_STORE, _KEYS = "_wish", "wish "


def form(session: Session, scenario: Scenario) -> Wish | None:
    """Draw the form and give what is wanted; None after a message, where it cannot be asked."""
    values = _begun(session, scenario)
    fields = _Fields(session, values)
    targets = {name: session.words.term(one.title or name) for name, one in scenario.targets.items()}
    fields.many("meet", "wish_meet", targets)
    _own(session, scenario, fields)
    with switches.row():
        fields.few("objective", "wish_objective", OBJECTIVES, "wish_objective_means")
        fields.few("minimize", "wish_minimize", LEAST)
    left, right = st.columns(2)
    with left:
        fields.number("spend", "wish_spend", 0.0, None, "wish_spend_means")
        fields.number("decide", "wish_decide", scenario.years.start, scenario.years.end)
    with right:
        fields.one("within", "wish_within", tuple(WITHIN), _or_none(session, " %"))
        fields.one("play", "wish_play", RUNS, _or_none(session))
    fields.many(
        "without", "wish_without", {n: session.words.term(one.title or n) for n, one in scenario.levers.items()}
    )
    said = word(values, scenario)
    switches.note(WISH, said)
    st.session_state[_STORE] = (session.opened, said, values)
    try:
        wanted = wish(values)
        question(scenario, wanted)
    except QuestionError as error:
        st.error(session.words("wish_refused", why=plain(str(error))), icon=":material/error:")
        return None
    return wanted


def _begun(session: Session, scenario: Scenario) -> Values:
    """What stands in the form: where it was left, or what another address or scenario says."""
    opened, said, values = st.session_state.get(_STORE, (None, None, None))
    linked = switches.said(WISH)
    if opened is session.opened and said == linked:
        return dict(values)
    for key in [one for one in st.session_state if str(one).startswith(_KEYS)]:
        del st.session_state[key]
    return restored(linked, scenario)


def _own(session: Session, scenario: Scenario, fields: _Fields) -> None:
    """A target of the reader's own."""
    words, years = session.words, scenario.years
    with st.expander(words("wish_own"), icon=":material/flag:", key="own target"):
        first, second, third = st.columns(3)
        with first:
            kind = fields.one(
                "kind",
                "wish_kind",
                (NONE, *AMOUNTS),
                lambda one: words("wish_none") if one == NONE else words.term(one),
            )
            fields.one("book", "book", BOOKS, words.term)
        with second:
            fields.number("by", "wish_by", years.start, years.end)
            fields.one("view", "view", VIEWS, words.term)
        if kind == NONE:
            return
        with third:
            fields.number(f"amount {kind}", AMOUNTS[kind][0], 0.0, None)
            if kind == "budget":
                fields.number("from", "wish_from", years.start, years.end)
            elif kind in ("reduction", "intensity"):
                fields.one("per", "wish_per", PER if kind == "reduction" else PER[1:], words.term)


def _or_none(session: Session, unit: str = "") -> Callable[[str], str]:
    return lambda one: session.words("wish_none") if one == "0" else f"{one}{unit}"


class _Fields:
    """Widgets of the form, each with its value; what a reader changes is written back into the values."""

    def __init__(self, session: Session, values: Values) -> None:
        self._words, self._values = session.words, values

    def many(self, name: str, label: str, known: dict[str, str]) -> None:
        """Some of many."""
        key = self._ready(name)
        chosen = st.multiselect(self._words(label), list(known), placed.at(key), format_func=known.__getitem__, key=key)
        self._values[name] = list(chosen)

    def few(self, name: str, label: str, options: Sequence[str], meaning: str = "") -> None:
        """One of a few."""
        words, key = self._words, self._ready(name, options)
        self._values[name] = st.segmented_control(
            words(label), options, default=placed.at(key), required=True, key=key, help=words(meaning) if meaning else None,
            format_func=lambda one: words.term(one).capitalize(),
        )  # fmt: skip

    def one(self, name: str, label: str, options: Sequence[str], shown: Callable[[str], str]) -> str:
        """One of many; gives it."""
        if self._values[name] not in options:
            self._values[name] = options[0]
        key = self._ready(name, options)
        chosen = st.selectbox(self._words(label), options, options.index(placed.at(key)), format_func=shown, key=key)
        self._values[name] = chosen
        return chosen

    def number(self, name: str, label: str, low: float, high: float | None, meaning: str = "") -> None:
        """A number."""
        key = self._ready(name)
        self._values[name] = st.number_input(
            self._words(label), min_value=low, max_value=high, value=placed.at(key), key=key,
            help=self._words(meaning) if meaning else None,
        )  # fmt: skip

    def _ready(self, name: str, options: Sequence[str] | None = None) -> str:
        """Key of a widget, which is set to its value before it is drawn for the first time.

        A browser that asks for a run before it has heard where a switch stands says that it stands nowhere: it is set again.
        """
        key = _KEYS + name
        value: Any = self._values[name]
        if key not in st.session_state or (options is not None and st.session_state[key] not in options):
            st.session_state[key] = value
        return key


__all__ = ["WISH", "form"]

"""The form of the optimiser: what is to be reached, at whose cost, within which limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from simulator.errors import QuestionError
from simulator.faces.web import switches
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.network import BOOKS, VIEWS, Scenario, Target
from simulator.planning.courses import beginning
from simulator.planning.wish import AMOUNTS, Wish, from_millions, millions, own_target, question, usual

_STORE = "_wish"
_NONE = "none"
_WITHIN = {"0": None, "2": 0.02, "5": 0.05, "10": 0.1}
_RUNS = ("0", "5", "10", "20")


def form(session: Session, scenario: Scenario) -> Wish | None:
    """Draw the form and give what is wanted; None after a message, where it cannot be asked."""
    words, start = session.words, usual(scenario)
    targets = {name: words.term(one.title or name) for name, one in scenario.targets.items()}
    meet = st.multiselect(
        words("wish_meet"), list(targets), format_func=targets.__getitem__, **_kept(session, "meet", list(start.meet))
    )
    own = _own(session, scenario)
    with switches.row():
        objective = _few(session, "objective", ("company", "system"), start.objective, words("wish_objective"),
                         words("wish_objective_means"))  # fmt: skip
        minimize = _few(session, "minimize", ("cost", "emissions"), start.minimize, words("wish_minimize"))
    left, right = st.columns(2)
    with left:
        spend = st.number_input(
            words("wish_spend"), min_value=0.0, step=10.0, help=words("wish_spend_means"),
            **_kept(session, "spend", millions(start.spend)),
        )  # fmt: skip
        decide = st.number_input(
            words("wish_decide"), min_value=scenario.years.start, max_value=scenario.years.end,
            **_kept(session, "decide", beginning(scenario)),
        )  # fmt: skip
    with right:
        within = st.selectbox(
            words("wish_within"), list(_WITHIN), format_func=_or_none(session, " %"), **_kept(session, "within", "0")
        )
        runs = st.selectbox(words("wish_play"), _RUNS, format_func=_or_none(session), **_kept(session, "play", "0"))
    names = {name: words.term(one.title or name) for name, one in scenario.levers.items()}
    without = st.multiselect(
        words("wish_without"), list(names), format_func=names.__getitem__, **_kept(session, "without", [])
    )
    wish = Wish(
        tuple(meet), own, "system" if objective == "system" else "company", minimize, from_millions(spend),
        tuple(without), int(decide), _WITHIN[within], int(runs),
    )  # fmt: skip
    try:
        question(scenario, wish)
    except QuestionError as error:
        st.error(words("wish_refused", why=plain(str(error))), icon=":material/error:")
        return None
    return wish


def _own(session: Session, scenario: Scenario) -> Target | None:
    """A target of the reader's own."""
    words, years, header = session.words, scenario.years, scenario.accounting
    with st.expander(words("wish_own"), icon=":material/flag:", key="own target"):
        first, second, third = st.columns(3)
        with first:
            kind = st.selectbox(
                words("wish_kind"), (_NONE, *AMOUNTS), **_kept(session, "kind", _NONE),
                format_func=lambda one: words("wish_none") if one == _NONE else words.term(one),
            )  # fmt: skip
            book = st.selectbox(
                words("book"), BOOKS, format_func=words.term, **_kept(session, "book", header.neutralises)
            )
        with second:
            by = st.number_input(words("wish_by"), years.start, years.end, **_kept(session, "by", years.end))
            view = st.selectbox(words("view"), VIEWS, format_func=words.term, **_kept(session, "view", header.scope2))
        with third:
            key, usual_amount = AMOUNTS.get(kind, AMOUNTS["net zero"])
            amount = st.number_input(words(key), min_value=0.0, **_kept(session, f"amount {kind}", usual_amount))
            begun = st.number_input(words("wish_from"), years.start, years.end, **_kept(session, "from", years.base))
    if kind == _NONE:
        return None
    return own_target(kind, book, view, by=int(by), amount=float(amount), start=int(begun))


def _few(session: Session, name: str, options: tuple[str, ...], usual_: str, label: str, meaning: str = "") -> str:
    chosen = st.segmented_control(
        label, options, required=True, format_func=lambda one: session.words.term(one).capitalize(), help=meaning or None,
        **_kept(session, name, usual_),
    )  # fmt: skip
    return str(chosen)


def _or_none(session: Session, unit: str = "") -> Callable[[str], str]:
    return lambda one: session.words("wish_none") if one == "0" else f"{one}{unit}"


def _kept(session: Session, name: str, start: Any) -> dict[str, Any]:
    """Key and change of a widget: where it was left, also on another page, as long as the scenario is the same."""
    key = f"wish {name}"
    store = st.session_state.setdefault(_STORE, {})
    if store.get("of") is not session.opened:
        store.clear()
        store["of"] = session.opened
        for known in [one for one in st.session_state if str(one).startswith("wish ")]:
            del st.session_state[known]
    if key in st.session_state:
        store[name] = st.session_state[key]
    else:
        st.session_state[key] = store.get(name, start)
    return {"key": key}


__all__ = ["form"]

"""The pathway page: tiles, the picture of the years, targets, one car, A against B, what is moved, and what to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import streamlit as st

from simulator.faces.web import chart, state, switches, tiling, workbook, working
from simulator.faces.web.pathway import comparison, worth
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.ledger import Book, View
from simulator.planning import views
from simulator.planning.explore import Exploration
from simulator.planning.summary import sentence
from simulator.planning.tiles import Tile, tiles
from simulator.planning.views import PARTS, Neighbour, Part

UNCERTAINTY = "uncertainty"
"""Kind of the work that the page of uncertainty asks for."""
SWITCHES: tuple[str, ...] = (*switches.BOTH, "by", "car")
"""Names of the switches of the page."""


def page(session: Session) -> None:
    """Draw the page for a session, with the handles where they stand."""
    words = session.words
    with switches.row():
        book, view = switches.books(session)
        part = cast("Part", switches.one_of(session, "by", words("layers"), PARTS, PARTS[0], words("parts_mean")))
    seen = state.answered(session)
    if seen is None:
        return
    tiling.row([*tiles(seen.ledger, session.opened.filed.ledger, book, view, words), *_likely(session, book, view)])
    with st.container():  # always there: a picture that moved down would be built anew
        _warnings(session, seen)
    _picture(session, seen, book, view, part)
    comparison.show(session, seen, book, view)
    left, right = st.columns(2, gap="large")
    with left:
        _targets(session, seen)
        _moved(session)
    with right:
        _car(session, seen, view)
    worth.show(session, seen, book, view)
    _findings(session, seen)
    workbook.offer(session, book, view, lambda: views.tables(state.answer(session), book, view))


def _likely(session: Session, book: Book, view: View) -> list[Tile]:
    """How likely net is zero, where draws of this draft have been asked for."""
    known = working.latest(session, UNCERTAINTY)
    if known is None:
        return []
    from simulator.planning.uncertainty_wording import (
        tile,  # with it comes the event engine: for those who asked for draws
    )

    return [tile(known, book, view, session.words)]


def _warnings(session: Session, seen: Exploration) -> None:
    """What stands in the way of taking the figures as they are: first what the moved handles brought about."""
    filed, words = session.opened.filed, session.words
    new = [text for text in seen.warnings if text not in filed.warnings]
    if new:
        st.warning(f"{words('warnings_moved')}\n{_listed(new)}", icon=":material/warning:")
    old = [text for text in seen.warnings if text in filed.warnings]
    if old:
        with st.expander(words("warnings", count=len(old)), icon=":material/warning:", key="old"):
            st.markdown(_listed(old))


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"- {plain(text)}" for text in texts)


def _picture(session: Session, seen: Exploration, book: Book, view: View, part: Part) -> None:
    opened, words = session.opened, session.words
    beside: dict[str, Neighbour] = {}
    if seen is not opened.filed:
        beside[words("net_as_filed")] = opened.filed
    if session.kept is not None and session.kept.draft != session.draft:
        beside[words("net_of", name="A")] = session.kept.seen
    if opened.base is not None:
        beside[words("net_of", name=words.term(opened.base.title))] = opened.base.totals
    spec = views.picture(seen, part, book, view, beside, words)
    name = f"pathway-{book}-{view}-{part}"
    chart.show(spec, name, words("pathway_short"), lambda: views.table(seen, part, book, view), words)


def _targets(session: Session, seen: Exploration) -> None:
    words = session.words
    st.header(words("targets"), anchor=False)
    if not seen.verdicts:
        st.caption(words("no_target"))
    for verdict in seen.verdicts:
        icon = ":material/check_circle:" if verdict.met else ":material/cancel:"
        said = plain(sentence(verdict, words))
        st.markdown(f"{icon} " + words("met" if verdict.met else "missed", says=said))


def _moved(session: Session) -> None:
    """What differs from the file."""
    words = session.words
    st.header(words("moved"), anchor=False)
    if session.draft.changes:
        st.dataframe(views.moved(session.opened.handles, session.draft.settings, words), hide_index=True)
    else:
        st.caption(words("nothing_moved"))


def _car(session: Session, seen: Exploration, view: View) -> None:
    words = session.words
    st.header(words("car"), anchor=False)
    known = views.vehicles(seen)
    if not known:
        st.caption(words("no_car"))
        return
    vehicle = switches.out_of("car", words("vehicle"), list(known), next(iter(known)), lambda name: known[name])
    spec = views.car(seen, vehicle, view, words)
    if spec is None:
        st.caption(words("no_car_then"))
    else:
        chart.show(spec, f"car-{view}", words("car_short"), lambda: views.car_table(seen, vehicle, view), words)


def _findings(session: Session, seen: Exploration) -> None:
    notes = [finding.text for finding in seen.findings if finding.grade == "note"]
    with st.expander(session.words("notes", count=len(notes)), icon=":material/info:", key="notes"):
        if seen.scenario.about:
            st.markdown(plain(seen.scenario.about))
        st.markdown(_listed(notes))


__all__ = ["SWITCHES", "page"]

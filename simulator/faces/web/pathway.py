"""The pathway page: tiles, the picture of the years, targets, one car, the table behind it, and what to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from urllib.parse import urlencode

import streamlit as st

from simulator import charts
from simulator.errors import DecarbError
from simulator.faces.web import levers, links, scenario, state
from simulator.faces.web.words import plain
from simulator.ledger import Book, View
from simulator.network import BOOKS, VIEWS
from simulator.planning import views
from simulator.planning.explore import Exploration
from simulator.planning.shelf import Opened
from simulator.planning.summary import sentence
from simulator.planning.tiles import tiles
from simulator.planning.views import PARTS, Part

_BOOKS_SAY = (
    "**Inventory**: what the company reports for a year, scopes 1 to 3; a car counts with its whole life in the year of sale. "
    "**Product**: life cycle of the cars sold in a year. **Flow**: what enters the air in a calendar year, old cars included."
)
_VIEWS_SAY = "**Market**: power as it is contracted. **Location**: power as the grid delivers it, contracts left aside."
_PARTS_SAY = "What the layers of the picture stand for."


def page(opened: Opened, link: Mapping[str, str] | None) -> None:
    """Draw the page for a scenario, with the handles where they stand."""
    st.title(plain(opened.filed.scenario.title), anchor=False)
    book, view, part = _switches(opened, link)
    settings = levers.panel(opened)
    links.write(_address(opened, settings, {"book": book, "view": view, "by": part}))
    try:
        seen = state.answer(opened, settings)
    except DecarbError as error:
        st.error(f"These handles do not go together: {plain(str(error))}", icon=":material/error:")
        return
    _tiles(seen, opened.filed, book, view)
    _warnings(seen, opened.filed)
    _picture(seen, opened, book, view, part)
    left, right = st.columns(2, gap="large")
    with left:
        _targets(seen)
    with right:
        _car(seen, view)
    _moved(opened, settings)
    _table(seen, book, view, part)
    _findings(seen)


def _switches(opened: Opened, link: Mapping[str, str] | None) -> tuple[Book, View, Part]:
    """Book, view and part that the reader wants to see."""
    header = opened.filed.ledger.header
    row = st.container(horizontal=True, gap="medium")
    with row:
        book = _switch("Book", "book", BOOKS, header.neutralises, link, _BOOKS_SAY)
        view = _switch("View", "view", VIEWS, header.view, link, _VIEWS_SAY)
        part = _switch("Layers", "by", PARTS, PARTS[0], link, _PARTS_SAY)
    return cast("Book", book), cast("View", view), cast("Part", part)


def _switch(
    label: str, key: str, options: Sequence[str], usual: str, link: Mapping[str, str] | None, meaning: str
) -> str:
    if link is not None or key not in st.session_state:
        asked = (link or {}).get(key, usual)
        st.session_state[key] = asked if asked in options else usual
    chosen = st.segmented_control(
        label, list(options), key=key, required=True, help=meaning, format_func=str.capitalize
    )
    return str(chosen)


def _address(opened: Opened, settings: Mapping[str, int | str], shown: Mapping[str, str]) -> dict[str, int | str]:
    """All that a link must say: the scenario, what is moved, and what is looked at."""
    header = opened.filed.ledger.header
    usual = {"book": header.neutralises, "view": header.view, "by": PARTS[0]}
    other = {key: value for key, value in shown.items() if value != usual[key]}
    return {scenario.KEY: st.session_state[scenario.KEY], **settings, **other}


def _tiles(seen: Exploration, filed: Exploration, book: Book, view: View) -> None:
    grid = st.grid(5, min_column_width=150)
    for tile in tiles(seen.ledger, filed.ledger, book, view):
        with grid.container(border=True, height="stretch"):
            st.metric(
                tile.label,
                tile.value,
                tile.change or None,
                delta_color="green" if tile.better else "red",
                delta_arrow="off",
                help=tile.meaning,
            )
            st.caption(tile.note)


def _warnings(seen: Exploration, filed: Exploration) -> None:
    """What stands in the way of taking the figures as they are: first what the moved handles brought about."""
    new = [text for text in seen.warnings if text not in filed.warnings]
    if new:
        st.warning("What you moved:\n" + _listed(new), icon=":material/warning:")
    old = [text for text in seen.warnings if text in filed.warnings]
    if old:
        with st.expander(
            f"{len(old)} warning{'s' * (len(old) > 1)} on the scenario", icon=":material/warning:", key="old"
        ):
            st.markdown(_listed(old))


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"- {plain(text)}" for text in texts)


def _picture(seen: Exploration, opened: Opened, book: Book, view: View, part: Part) -> None:
    beside = {} if seen is opened.filed else {"net as in the file": opened.filed}
    if opened.base is not None:
        beside[f"net of {opened.base.scenario.title}"] = opened.base
    spec = views.picture(seen, part, book, view, beside)
    _draw(spec)


def _draw(spec: charts.Spec) -> None:
    """A picture under its title, in the theme of the page."""
    title, story, alt = charts.said(spec)
    st.markdown(f"**{plain(title)}**  \n:gray[{plain(story)}]")
    shown = charts.screen(spec, dark=st.context.theme.type == "dark")
    st.vega_lite_chart(shown, alt=alt)


def _targets(seen: Exploration) -> None:
    st.subheader("Targets", anchor=False)
    if not seen.verdicts:
        st.caption("The scenario states no target.")
    for verdict in seen.verdicts:
        icon = ":material/check_circle:" if verdict.met else ":material/cancel:"
        st.markdown(f"{icon} {'Met' if verdict.met else 'Missed'}: {plain(sentence(verdict))}")


def _moved(opened: Opened, settings: Mapping[str, int | str]) -> None:
    """What differs from the file, and how to get the same without the page."""
    st.subheader("What is moved", anchor=False)
    if settings:
        st.dataframe(views.moved(opened.handles, settings), hide_index=True)
    else:
        st.caption("Nothing: the page shows the scenario as its file has it.")
    with st.popover("Share", icon=":material/share:"):
        st.caption("The address of this page restores exactly what you see:")
        st.code(f"{st.context.url}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True)
        st.caption("A program gets the same figures, to the last digit, by:")
        st.code(views.program(opened, settings), language="python", wrap_lines=True)


def _car(seen: Exploration, view: View) -> None:
    st.subheader("One car", anchor=False)
    known = views.vehicles(seen)
    if not known:
        st.caption("The scenario sells no car.")
        return
    vehicle = st.selectbox("Vehicle", list(known), format_func=lambda name: known[name], key="car")
    spec = views.car(seen, vehicle, view)
    if spec is None:
        st.caption("None is sold in the base year or the last year of sales.")
    else:
        _draw(spec)


def _table(seen: Exploration, book: Book, view: View, part: Part) -> None:
    with st.expander("The picture as a table", icon=":material/table:", key="table", on_change="rerun") as box:
        if not box.open:
            return
        st.dataframe(views.table(seen, part, book, view), hide_index=True)
        st.download_button(
            "Download CSV", lambda: views.csv(seen, part, book, view), f"pathway-{book}-{view}-{part}.csv", "text/csv",
            on_click="ignore", icon=":material/download:", key="csv",
        )  # fmt: skip


def _findings(seen: Exploration) -> None:
    notes = [finding for finding in seen.findings if finding.grade == "note"]
    with st.expander(f"{len(notes)} notes on this result", icon=":material/info:", key="notes"):
        about = seen.scenario.about
        if about:
            st.markdown(plain(about))
        for finding in notes:
            st.markdown(f"- {plain(finding.text)}")


__all__ = ["page"]

"""Tables over the years: one value as year and number, sales in the text, and the tables (CSV) that a scenario names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from simulator.faces.web.scenario_page import desk
from simulator.faces.web.scenario_page.held import Held, edits, held
from simulator.faces.web.wording import plain
from simulator.network import Scenario
from simulator.planning import form_paths, sales_form, sheets
from simulator.planning.form_text import Cell
from simulator.planning.manuscript import Manuscript
from simulator.words import Words

_YEAR, _VALUE = "year", "value"
_ROWS = 400
"""Height of a large table [pixels]."""


def show(name: str, scenario: Scenario, words: Words) -> None:
    """Draw all of them, each in a box that is drawn where it is open."""
    with st.expander(words("form_paths"), key="_part paths", on_change="rerun") as box:
        if box.open:
            _path(name, scenario, words)
    with st.expander(words("form_tables"), key="_part tables", on_change="rerun") as box:
        if box.open:
            _sales(name, scenario, words)
            _sheets(name, scenario, words)


def _path(name: str, scenario: Scenario, words: Words) -> None:
    """One value over the years, chosen among those that run."""
    sections = list(form_paths.sections(scenario))
    if not sections:
        st.caption(words("form_no_paths"))
        return
    section = st.selectbox(words("form_section"), sections, key="_path section", format_func=words.term)
    known = form_paths.courses(scenario, section)
    which = st.selectbox(words("form_value"), list(known), key=f"_path of {section}")
    now = held(f"path {which}", name, desk.works()[name].manuscript.text, scenario)
    course = form_paths.courses(now.scenario, section)[which]
    between = f"_between {now.slot}"

    def moved() -> None:
        rows, chosen = _rows(course, now.slot), st.session_state[between] or course.between
        _change(name, now, lambda text: form_paths.recoursed(text, now.scenario, course, rows, chosen))

    _course(course, now, words, moved)
    if course.uncertain:
        st.caption(words("form_uncertain", years=", ".join(sorted(course.uncertain))))
    if not st.session_state.get(between):  # a browser that has not heard yet says that none is chosen
        st.session_state[between] = course.between
    st.segmented_control(
        words("form_between"),
        list(form_paths.BETWEEN),
        key=between,
        required=True,
        format_func=words.term,
        on_change=moved,
    )


def _course(course: form_paths.Course, now: Held, words: Words, moved: Callable[[], None]) -> None:
    number = st.column_config.NumberColumn(f"{words.term(_VALUE)} [{course.unit or 1}]", required=True)
    year = st.column_config.TextColumn(words("form_year"), required=True, validate=r"^\d{4}(-\d\d)?$")
    st.data_editor(
        pd.DataFrame(form_paths.rows(course)), key=now.slot, hide_index=True, num_rows="dynamic", on_change=moved,
        column_config={_YEAR: year, _VALUE: number}, alt=plain(course.name),
    )  # fmt: skip


def _rows(course: form_paths.Course, slot: str) -> list[tuple[Cell, Cell]]:
    """Year and value of every row as the reader has left them."""
    done = edits(slot)
    rows: list[tuple[Cell, Cell]] = []
    for number, (year, value) in enumerate(course.points.items()):
        cells = done.changed.get(number, {})
        if number not in done.removed:
            rows.append((cells.get(_YEAR, year), cells.get(_VALUE, value)))
    return rows + [(cells.get(_YEAR), cells.get(_VALUE)) for cells in done.added]


def _change(name: str, now: Held, how: Callable[[str], str]) -> None:
    """Write what was done to a table into the text over which it lies."""
    if desk.change(name, lambda this: this.saying(how(now.text))):
        now.made(desk.works()[name].manuscript.text)


def _sales(name: str, scenario: Scenario, words: Words) -> None:
    """Sales that stand in the text."""
    now = held("sales", name, desk.works()[name].manuscript.text, scenario)
    columns = sales_form.sales(now.scenario)
    if not columns[sales_form.KEYS[0]]:
        return

    def moved() -> None:
        _change(name, now, lambda text: sales_form.resold(text, now.scenario, edits(now.slot)))

    st.subheader(words.term("sales"), anchor=False)
    _sheet(columns, frozenset(columns) - set(sales_form.KEYS), now.slot, moved, words.term("sales"))


def _sheets(name: str, scenario: Scenario, words: Words) -> None:
    """Tables in files of their own."""
    found = sheets.sheets(desk.works()[name].manuscript, scenario)
    if not found:
        st.caption(words("form_no_tables"))
    for one in found:
        _file(name, one, scenario, words)


def _file(name: str, sheet: sheets.Sheet, scenario: Scenario, words: Words) -> None:
    before = desk.works()[name].manuscript
    now = held(f"file {'.'.join(sheet.trail)}", name, _both(before), scenario)
    drawn = now.keep(sheet, before)

    def moved() -> None:
        done = edits(now.slot)
        if desk.change(name, lambda _: sheets.resheeted(drawn[1], drawn[0], done)):
            now.made(_both(desk.works()[name].manuscript))

    st.subheader(f"{words.term(sheet.trail[0])}: {plain(sheet.name)}", anchor=False)
    if not sheet.own:
        st.caption(words("form_copy"))
    _sheet(drawn[0].columns(), drawn[0].numeric, now.slot, moved, sheet.name)


def _both(manuscript: Manuscript) -> str:
    """All texts as one, to tell whether any of them has changed."""
    return "\0".join(f"{name}\0{text}" for name, text in sorted(manuscript.texts.items()))


def _sheet(
    columns: dict[str, list[Cell]], numeric: frozenset[str], slot: str, moved: Callable[[], None], alt: str
) -> None:
    """A wide table: numbers are 0 or more, units stand in the headers."""
    kinds: dict[str, Any] = {
        header: st.column_config.NumberColumn(header, min_value=0.0) if header in numeric
        else st.column_config.TextColumn(header, max_chars=300, pinned=number == 0)
        for number, header in enumerate(columns)
    }  # fmt: skip
    frame = pd.DataFrame({
        header: pd.Series(cells, dtype="float64" if header in numeric else "object") for header, cells in columns.items()
    })  # fmt: skip
    st.data_editor(
        frame, key=slot, hide_index=True, num_rows="dynamic", column_config=kinds, on_change=moved, alt=plain(alt),
        placeholder="", height=_ROWS if len(frame) > 10 else "content",
    )  # fmt: skip


__all__ = ["show"]

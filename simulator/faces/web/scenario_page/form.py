"""The form: head of the scenario, and tables of what planners change most. Every change is written into the source at once."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from simulator.faces.web.scenario_page import desk
from simulator.faces.web.scenario_page.held import Held, edits, held
from simulator.network import Scenario
from simulator.planning import forms
from simulator.planning.form_parts import PARTS, Column, Part
from simulator.words import Words

_YEARS = {"from": "years_from", "to": "years_to", "tail": "years_tail", "base": "years_base"}
_TEXTS = {"title": "head_title", "company": "head_company"}
_FIRST, _LAST = 1950, 2150
"""Years that a field takes; the reader of scenarios has the last word."""
_UNIT = "unit of the product"
PART_TITLES = {
    "targets": "form_targets", "levers": "form_levers", "policies": "form_policies", "vehicles": "form_vehicles",
    "sites": "form_sites", "suppliers": "form_suppliers",
}  # fmt: skip
"""Headings of the tables."""


def show(name: str, scenario: Scenario, words: Words) -> None:
    """Draw the form of a scenario as it was when it was sound last."""
    with st.expander(words("form_head"), expanded=True):
        _head(name, scenario, words)
    for part in PARTS.values():
        with st.expander(words(PART_TITLES[part.name]), key=f"_part {part.name}", on_change="rerun") as box:
            if box.open:
                _part(name, scenario, part, words)


def _head(name: str, scenario: Scenario, words: Words) -> None:
    said = forms.head(scenario, desk.works()[name].manuscript.text)
    for key, label in _TEXTS.items():
        _field(name, key, words(label), said[key], st.text_input)
    _field(name, "about", words("head_about"), said["about"], st.text_area)
    grid = st.grid(4, min_column_width=120)
    for key, label in _YEARS.items():
        with grid.container():
            _field(name, key, words(label), said[key], st.number_input, min_value=_FIRST, max_value=_LAST, step=1)


def _field(name: str, key: str, label: str, value: str | int, draw: Any, **limits: int) -> None:
    """A field of the head; it follows the text, whoever changes that."""
    slot = f"_head {key}"

    def moved() -> None:
        new = st.session_state[slot]
        desk.change(name, lambda now: now.saying(forms.headed(now.text, key, new)))

    st.session_state[slot] = value
    draw(label, key=slot, on_change=moved, **limits)


def _part(name: str, scenario: Scenario, part: Part, words: Words) -> None:
    if forms.tabled(scenario, part.section):
        st.caption(words("form_in_table"))
        return
    now = held(part.name, name, desk.works()[name].manuscript.text, scenario)
    table = forms.table(now.scenario, part)

    def moved() -> None:
        done = edits(now.slot)
        if desk.change(name, lambda this: this.saying(forms.edited(now.text, now.scenario, part, done))):
            now.made(desk.works()[name].manuscript.text)

    if table.varying:
        fields = ", ".join(dict.fromkeys(words.term(header.split(" [")[0]) for header, _ in sorted(table.varying)))
        st.caption(words("form_varies", fields=fields))
    _drawn(now, table, part, words, moved)


def _drawn(now: Held, table: forms.Table, part: Part, words: Words, moved: Any) -> None:
    config: dict[str, Any] = {column.header: _config(column, words) for column in part.columns}
    frame = pd.DataFrame({column.header: _typed(table.columns[column.header], column) for column in part.columns})
    if table.units:
        frame.insert(3, _UNIT, list(table.units))
        config[_UNIT] = st.column_config.TextColumn(words("counted_in"), disabled=True)
    st.data_editor(
        frame, key=now.slot, hide_index=True, num_rows="dynamic" if part.grows else "fixed", column_config=config,
        on_change=moved, alt=words(PART_TITLES[part.name]), placeholder="",
    )  # fmt: skip


def _typed(cells: Any, column: Column) -> Any:
    """Cells as a column that a table can be edited in, empty ones included."""
    if column.kind in ("number", "year"):
        return pd.Series(cells, dtype="float64")
    return pd.Series(cells, dtype="bool") if column.kind == "truth" else pd.Series(cells, dtype="object")


def _config(column: Column, words: Words) -> Any:
    """How a column is shown and edited: label in the reader's language, unit, limits, choices."""
    label, kinds = _header(column, words), st.column_config
    if column.kind == "number":
        return kinds.NumberColumn(label, min_value=0.0, max_value=column.most, disabled=column.fixed)
    if column.kind == "year":
        return kinds.NumberColumn(label, min_value=_FIRST, max_value=_LAST, step=1, format="%d")
    if column.kind == "choice":
        return kinds.SelectboxColumn(label, options=list(column.choices))
    if column.kind == "truth":
        return kinds.CheckboxColumn(label)
    return kinds.TextColumn(label, disabled=column.fixed, max_chars=200, pinned=column.kind == "name")


def _header(column: Column, words: Words) -> str:
    unit = column.unit.replace("{unit}", words("unit_of_product"))
    return words.term(column.label) + (f" [{unit}]" if unit else "")


__all__ = ["PART_TITLES", "show"]

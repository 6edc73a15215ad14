"""Levers and policies beside the page: what can be moved, in groups, with what stands behind each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import streamlit as st

from simulator.faces.web import state
from simulator.faces.web.links import BUTTON
from simulator.faces.web.meaning import behind_grid, behind_lever, behind_price, origin_of
from simulator.faces.web.words import plain
from simulator.network import Scenario
from simulator.planning.handles import GridHandle, Handles, LeverHandle, Mark, PriceHandle
from simulator.planning.shelf import Opened
from simulator.planning.summary import MARK

_HOW = (
    "Each lever has two handles: the share it reaches on the way and in the last year. Moving one bends the scenario's own "
    "course through the new value; nothing exceeds what the lever can reach by its limits. Arrow keys move a handle by one."
)
_RESET = ":material/undo:"


def panel(opened: Opened) -> dict[str, int | str]:
    """Draw all handles; give those that stand elsewhere than in the scenario's file."""
    known, scenario = opened.handles, opened.filed.scenario
    moved = state.settings()
    with st.sidebar:
        head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
        with head:
            st.subheader("Levers", anchor=False, help=_HOW)
            _back(known, moved, "all", "Reset all" + (f" ({len(moved)})" if moved else ""))
        for number, (group, members) in enumerate(known.groups().items()):
            keys = [mark.key for one in members for mark in one.marks]
            with _group(group, first=number == 0) as drawn:
                if drawn:
                    for handle in members:
                        _lever(known, handle, scenario, moved)
                    _back(known, _among(moved, keys), f"group {group}", "Reset this group")
        _policies(known, scenario, moved)
    return moved


@contextmanager
def _group(name: str, *, first: bool = False) -> Iterator[bool]:
    """A box of handles, and whether it is open; those of a closed one are not drawn, which keeps every change quick.

    Its name never changes: with another label Streamlit builds the box anew, and the keyboard would lose the handle it holds.
    """
    with st.expander(plain(name), expanded=first, key=f"group {name}", on_change="rerun") as box:
        yield bool(box.open)


def _among(moved: Collection[str], keys: Collection[str]) -> list[str]:
    return [key for key in keys if key in moved]


def _back(known: Handles, keys: Collection[str], name: str, label: str) -> None:
    """A button that puts handles back; it stands there only where there is something to put back, save the one for all."""
    if keys or name == "all":
        st.button(
            label,
            key=f"{BUTTON}{name}",
            icon=_RESET,
            type="tertiary",
            disabled=not keys,
            on_click=state.reset,
            args=(known, tuple(keys)),
        )


def _lever(known: Handles, handle: LeverHandle, scenario: Scenario, moved: Collection[str]) -> None:
    lever = handle.lever
    title = plain(lever.title or lever.name)
    mark = f" {MARK}" if origin_of(lever).unproven else ""
    offer = "" if handle.planned else " :gray[· on offer]"
    row = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False, gap=None
    )
    row.markdown(f"{title}{mark}{offer}", help=behind_lever(handle, scenario))
    changed = _among(moved, [one.key for one in handle.marks])
    if changed:
        said = ", ".join(f"{one.default} % in {one.year}" for one in handle.marks)
        row.button(
            "",
            key=f"{BUTTON}lever {lever.name}",
            icon=_RESET,
            type="tertiary",
            help=f"Back to the file: {said}",
            on_click=state.reset,
            args=(known, tuple(changed)),
        )
    for column, one in zip(st.columns(2, wrap=False), handle.marks, strict=False):
        with column:
            _slider(one, lever.title or lever.name)
    if not handle.marks:
        st.caption("Nothing in this scenario buys what it changes.")


def _slider(mark: Mark, title: str) -> None:
    """One handle; where there is nothing to choose, its only value."""
    if mark.high > mark.low:
        st.slider(
            f"{title}: share in {mark.year}, per cent",
            mark.low,
            mark.high,
            key=state.ready(mark.key, mark.default),
            step=1,
            format=f"{mark.year}: %d %%",
            label_visibility="collapsed",
        )
    else:
        st.caption(f"{mark.year}: {mark.default} %")


def _policies(known: Handles, scenario: Scenario, moved: Collection[str]) -> None:
    keys = [*(one.key for one in known.grids), *(one.mark.key for one in known.prices)]
    if not keys:
        return
    with _group("What others decide") as drawn:
        if not drawn:
            return
        for grid in known.grids:
            _grid(grid)
        for price in known.prices:
            _price(price, scenario)
        _back(known, _among(moved, keys), "policies", "Reset this group")


def _grid(grid: GridHandle) -> None:
    st.selectbox(
        f"Power grids: {plain(grid.policy.title or grid.policy.name)}",
        list(grid.options),
        key=state.ready(grid.key, grid.default),
        format_func=lambda name: grid.options[name],
        help=behind_grid(grid),
    )


def _price(price: PriceHandle, scenario: Scenario) -> None:
    mark, policy = price.mark, price.policy
    unproven = f" {MARK}" if price.rule.price.origin.unproven else ""
    st.number_input(
        f"{plain(policy.title or policy.name)}, {mark.year} [{scenario.accounting.money} per t CO2e]{unproven}",
        mark.low,
        mark.high,
        key=state.ready(mark.key, mark.default),
        step=10,
        help=behind_price(price),
    )


__all__ = ["panel"]

"""Levers and policies beside the page: what can be moved, in groups, with what stands behind each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import streamlit as st

from simulator.faces.web import state
from simulator.faces.web.links import BUTTON
from simulator.faces.web.meaning import as_filed, behind_grid, behind_lever, behind_price, origin_of
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.planning.handles import GridHandle, LeverHandle, Mark, PriceHandle
from simulator.planning.summary import MARK
from simulator.words import Words

_RESET = ":material/undo:"


def panel(session: Session) -> None:
    """Draw all handles of a session."""
    words = session.words
    with st.sidebar:
        st.header(words("levers"), anchor=False, help=words("levers_how"))
        for number, (group, members) in enumerate(session.opened.handles.groups().items()):
            keys = [mark.key for one in members for mark in one.marks]
            with _group(f"group {group}", words.term(group), first=number == 0) as drawn:
                if drawn:
                    for handle in members:
                        _lever(session, handle)
                    _back(session, keys, f"group {group}")
        _policies(session)


@contextmanager
def _group(key: str, title: str, *, first: bool = False) -> Iterator[bool]:
    """A box of handles, and whether it is open; those of a closed one are not drawn, which keeps every change quick.

    Its title changes with the language alone: with another label Streamlit builds the box anew, and the keyboard would lose the
    handle it holds.
    """
    with st.expander(plain(title), expanded=first, key=key, on_change="rerun") as box:
        yield bool(box.open)


def _among(session: Session, keys: Collection[str]) -> list[str]:
    moved = session.draft.settings
    return [key for key in keys if key in moved]


def _back(session: Session, keys: Collection[str], name: str) -> None:
    """A button that puts a group back; it stands there only where there is something to put back."""
    moved = _among(session, keys)
    if moved:
        st.button(
            session.words("reset_group"), key=f"{BUTTON}{name}", icon=_RESET, type="tertiary",
            on_click=state.reset, args=(session.opened.handles, tuple(moved)),
        )  # fmt: skip


def _lever(session: Session, handle: LeverHandle) -> None:
    lever, words = handle.lever, session.words
    title = words.term(lever.title or lever.name)
    mark = f" {MARK}" if origin_of(lever).unproven else ""
    offer = "" if handle.planned else f" :gray[· {words('on_offer')}]"
    row = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False, gap=None
    )
    row.markdown(f"{plain(title)}{mark}{offer}", help=behind_lever(handle, session.opened.filed.scenario, words))
    changed = _among(session, [one.key for one in handle.marks])
    if changed:
        row.button(
            "", key=f"{BUTTON}lever {lever.name}", icon=_RESET, type="tertiary",
            help=words("reset_lever", said=as_filed(handle, words)),
            on_click=state.reset, args=(session.opened.handles, tuple(changed)),
        )  # fmt: skip
    for column, one in zip(st.columns(2, wrap=False), handle.marks, strict=False):
        with column:
            _slider(one, title, words)
    if not handle.marks:
        st.caption(words("lever_idle"))


def _slider(mark: Mark, title: str, words: Words) -> None:
    """One handle; where there is nothing to choose, its only value."""
    if mark.movable:
        st.slider(
            words("slider", title=title, year=mark.year),  # spoken, never drawn: so it stands as it is written
            mark.low,
            mark.high,
            key=state.ready(mark.key, mark.default),
            step=1,
            format=f"{mark.year}: %d %%",
            label_visibility="collapsed",
        )
    else:
        st.caption(f"{mark.year}: {mark.default} %")


def _policies(session: Session) -> None:
    known, words = session.opened.handles, session.words
    keys = [*(one.key for one in known.grids), *(one.mark.key for one in known.prices)]
    if not keys:
        return
    with _group("group policies", words("others_decide")) as drawn:
        if not drawn:
            return
        for grid in known.grids:
            _grid(grid, words)
        for price in known.prices:
            _price(price, session.opened.filed.scenario.accounting.money, words)
        _back(session, keys, "policies")


def _grid(grid: GridHandle, words: Words) -> None:
    st.selectbox(
        words("grids", name=plain(grid.policy.title or grid.policy.name)),
        list(grid.options),
        key=state.ready(grid.key, grid.default),
        format_func=lambda name: words.term(grid.options[name]),
        help=behind_grid(grid, words),
    )


def _price(price: PriceHandle, money: str, words: Words) -> None:
    mark, policy = price.mark, price.policy
    unproven = f" {MARK}" if price.rule.price.origin.unproven else ""
    name = plain(policy.title or policy.name)
    st.number_input(
        words("price", name=name, year=mark.year, money=money) + unproven,
        mark.low,
        mark.high,
        key=state.ready(mark.key, mark.default),
        step=10,
        help=behind_price(price, words),
    )


__all__ = ["panel"]

"""Levers and policies beside the page: what can be moved, in groups, with what stands behind each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator.errors import DecarbError
from simulator.faces.web import placed, state
from simulator.faces.web.links import BUTTON
from simulator.faces.web.meaning import as_filed, behind_grid, behind_lever, behind_price, origin_of
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.planning.handles import GridHandle, LeverHandle, Mark, PriceHandle
from simulator.planning.panel import MOST, Panel
from simulator.planning.summary import MARK
from simulator.words import Words

_RESET = ":material/undo:"
_TYPED, _SOUGHT = "_typed", "_sought levers"
"""Whether handles are typed and not slid, and which levers were searched for: a reader's taste, which no link tells."""


def panel(session: Session, room: DeltaGenerator) -> None:
    """Draw the handles that stand on the panel into its room, and a way to all others."""
    words = session.words
    with room:
        found = _ranked(session)
        if found is None:
            return
        st.header(words("levers"), anchor=False, help=words("levers_how"))
        typed = st.toggle(
            words("type_numbers"), key=_TYPED, help=words("type_numbers_means"),
            on_change=state.redraw, args=(session.opened.handles,),
        )  # fmt: skip
        for number, (group, members) in enumerate(found.groups.items()):
            with _group(f"group {group}", words.term(group), first=number == 0) as drawn:
                if drawn:
                    _members(session, members, typed=typed)
                    _back(session, members, f"group {group}")
        _policies(session)
        if found.more:
            _more(session, found.more, typed=typed)


def _ranked(session: Session) -> Panel | None:
    """What stands on the panel, or None after a message."""
    try:
        return session.opened.panel
    except DecarbError as error:
        name = plain(session.words.term(session.opened.filed.scenario.title))
        st.error(session.words("not_shown", name=name, why=plain(str(error))), icon=":material/error:")
        return None


def _members(session: Session, members: Iterable[LeverHandle], *, typed: bool) -> None:
    for handle in members:
        _lever(session, handle, typed=typed)


def _more(session: Session, levers: Sequence[LeverHandle], *, typed: bool) -> None:
    """All levers that do not stand on the panel, to be searched for; those that are moved are drawn unasked."""
    words, titles = session.words, {one.lever.name: title(one, session.words) for one in levers}
    with _group("group more", words("more_levers", count=len(levers))) as drawn:
        if drawn:
            st.caption(words("more_levers_why", count=MOST))
            chosen = st.multiselect(
                words("search_levers"), list(titles), key=state.kept(_SOUGHT, titles),
                format_func=lambda name: titles[name], placeholder=words("search_levers"),
            )  # fmt: skip
            state.keep_choice(_SOUGHT, chosen)
            _members(
                session, [one for one in levers if one.lever.name in chosen or _moved(session, [one])], typed=typed
            )
            _back(session, levers, "group more")


@contextmanager
def _group(key: str, title: str, *, first: bool = False) -> Iterator[bool]:
    """A box of handles, and whether it is open; those of a closed one are not drawn, which keeps every change quick.

    Its title changes with the language alone: with another label Streamlit builds the box anew, and the keyboard would lose the
    handle it holds.
    """
    with st.expander(plain(title), expanded=first, key=key, on_change="rerun") as box:
        yield bool(box.open)


def _moved(session: Session, levers: Iterable[LeverHandle]) -> list[str]:
    """Keys of the handles of some levers that stand elsewhere than in the file."""
    now = session.draft.settings
    return [mark.key for one in levers for mark in one.all_marks if mark.key in now]


def _back(session: Session, levers: Iterable[LeverHandle], name: str) -> None:
    """A button that puts levers back; it stands there only where there is something to put back."""
    _reset(session, _moved(session, levers), name)


def _reset(session: Session, keys: Sequence[str], name: str) -> None:
    if keys:
        st.button(
            session.words("reset_group"), key=f"{BUTTON}{name}", icon=_RESET, type="tertiary",
            on_click=state.reset, args=(session.opened.handles, tuple(keys)),
        )  # fmt: skip


def title(handle: LeverHandle, words: Words) -> str:
    """How a lever is called."""
    return words.term(handle.lever.title or handle.lever.name)


def _lever(session: Session, handle: LeverHandle, *, typed: bool) -> None:
    lever, words = handle.lever, session.words
    name = title(handle, words)
    mark = f" {MARK}" if origin_of(lever).unproven else ""
    offer = "" if handle.planned else f" :gray[· {words('on_offer')}]"
    row = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False, gap=None
    )
    row.markdown(f"{plain(name)}{mark}{offer}", help=behind_lever(handle, session.opened, words))
    changed = _moved(session, [handle])
    if changed:
        row.button(
            "", key=f"{BUTTON}lever {lever.name}", icon=_RESET, type="tertiary",
            help=words("reset_lever", said=as_filed(handle, words)),
            on_click=state.reset, args=(session.opened.handles, tuple(changed)),
        )  # fmt: skip
    if not handle.marks:
        st.caption(words("lever_idle"))
        return
    with st.container(horizontal=True, wrap=False, gap="medium"):
        for one in handle.marks:
            _share(one, name, words, typed=typed)
        if handle.start is not None:
            _begin(handle.start, name, words, typed=typed)


def _share(mark: Mark, name: str, words: Words, *, typed: bool) -> None:
    """A share in a year; where there is nothing to choose, its only value."""
    if not mark.movable:
        st.caption(f"{mark.year}: {mark.default} %")
        return
    spoken = words("slider", title=name, year=mark.year)  # never drawn: so it stands as it is written
    key = state.ready(mark.key, mark.default)
    if typed:
        st.number_input(
            words("typed_share", year=mark.year), mark.low, mark.high, placed.at(key), key=key, step=1,
            format="%d", help=words("typed_range", title=name, low=mark.low, high=mark.high),
        )  # fmt: skip
    else:
        st.slider(
            spoken, mark.low, mark.high, placed.at(key), key=key, step=1,
            format=f"{mark.year}: %d %%", label_visibility="collapsed",
        )  # fmt: skip


def _begin(mark: Mark, name: str, words: Words, *, typed: bool) -> None:
    """The year in which a lever begins."""
    spoken, key = words("begins", title=name), state.ready(mark.key, mark.default)
    if typed:
        st.number_input(
            words("typed_start"), mark.low, mark.high, placed.at(key), key=key, step=1, format="%d",
            help=words("typed_earliest", title=name, low=mark.low),
        )  # fmt: skip
    else:
        st.slider(
            spoken, mark.low, mark.high, placed.at(key), key=key, step=1,
            format=words("from_year", year="%d"), label_visibility="collapsed",
        )  # fmt: skip


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
        _reset(session, [key for key in keys if key in session.draft.settings], "policies")


def _grid(grid: GridHandle, words: Words) -> None:
    key, options = state.ready(grid.key, grid.default), list(grid.options)
    st.selectbox(
        words("grids", name=plain(grid.policy.title or grid.policy.name)),
        options,
        options.index(placed.at(key)),
        key=key,
        format_func=lambda name: words.term(grid.options[name]),
        help=behind_grid(grid, words),
    )


def _price(price: PriceHandle, money: str, words: Words) -> None:
    mark, policy = price.mark, price.policy
    unproven = f" {MARK}" if price.rule.price.origin.unproven else ""
    name, key = plain(policy.title or policy.name), state.ready(mark.key, mark.default)
    st.number_input(
        words("price", name=name, year=mark.year, money=money) + unproven,
        mark.low,
        mark.high,
        placed.at(key),
        key=key,
        step=10,
        help=behind_price(price, words),
    )


__all__ = ["panel", "title"]

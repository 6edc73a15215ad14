"""Tiles in a row that breaks where the page is narrow."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from simulator.planning.tiles import Tile


def row(tiles: Sequence[Tile]) -> None:
    """Draw tiles beside each other."""
    grid = st.grid(5, min_column_width=150)
    for tile in tiles:
        with grid.container(border=True, height="stretch"):
            st.metric(
                tile.label,
                tile.value,
                tile.change or None,
                delta_color="green" if tile.better else "red",
                delta_arrow="off",
                help=tile.meaning or None,
            )
            st.caption(tile.note)


__all__ = ["row"]

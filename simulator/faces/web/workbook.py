"""The workbook that every page offers: made when it is asked for, without another run of the page."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from simulator.faces.web.session import Session
from simulator.faces.web.state import answer
from simulator.ledger import Book, View
from simulator.planning.workbook import NAME

if TYPE_CHECKING:
    import pandas as pd

Tables = Callable[[], "Mapping[str, pd.DataFrame]"]


def offer(session: Session, book: Book, view: View, tables: Tables) -> None:
    """Draw the button; below the page's own pictures. What it needs is found again when it is clicked: no ledger waits for that.

    Parameters
    ----------
    tables : gives the page's tables by name (a name of a sheet: at most 31 signs), units in the headings; asked only when the
        workbook is.
    """

    def made() -> bytes:
        from simulator.planning.exported import exported  # all that a run writes with: for those who want a workbook

        held = io.BytesIO()
        exported(held, session.opened.filed.scenario, answer(session), book, view, tables())
        return held.getvalue()

    st.download_button(
        session.words("workbook"), made, NAME, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="_workbook", on_click="ignore", icon=":material/table_view:", help=session.words("workbook_means"),
    )  # fmt: skip


__all__ = ["Tables", "offer"]

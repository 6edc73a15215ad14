"""A picture as every page shows it: title with unit, book and view, words for those who do not see it, its table, its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from simulator import charts
from simulator.faces.web.wording import plain
from simulator.outputs.streamed import streamed
from simulator.words import Words

if TYPE_CHECKING:
    import pandas as pd


def show(spec: charts.Spec, name: str, title: str, table: Callable[[], pd.DataFrame], words: Words) -> None:
    """Draw a picture in the theme of the page; below it, behind a click, its numbers and downloads.

    Parameters
    ----------
    name : of the files that can be downloaded; letters, digits and ``-``. It is the key of the box as well.
    title : short, for the box.
    table : gives the picture's numbers in full, units in the headers; asked only where somebody looks.
    """
    heading, story, _ = charts.said(spec)
    st.markdown(f"**{plain(heading)}**  \n:gray[{plain(story)}]")
    shown, rows = charts.apart(charts.screen(spec, dark=st.context.theme.type == "dark", words=words))
    shown["datasets"] = {name: streamed(each) for name, each in rows.items()}
    # the alt text is the heading alone, since the story stands above: with other words the browser would begin anew
    st.vega_lite_chart(shown, alt=heading, key=f"_{name}")
    label = words("table", title=title)
    with st.expander(
        label, icon=":material/table:", key=f"table {name.split('-', maxsplit=1)[0]}", on_change="rerun"
    ) as box:
        if box.open:
            st.dataframe(table(), hide_index=True)
            _downloads(spec, name, table, words)


def _downloads(spec: charts.Spec, name: str, table: Callable[[], pd.DataFrame], words: Words) -> None:
    """Buttons whose files are made when they are pressed, without another run of the page."""
    files: dict[str, tuple[Callable[[], str | bytes], str]] = {
        "CSV": (lambda: table().to_csv(index=False, lineterminator="\n"), "text/csv"),
        "SVG": (lambda: charts.svg(spec), "image/svg+xml"),
        "PNG": (lambda: charts.png(spec), "image/png"),
    }
    with st.container(horizontal=True):
        for form, (data, mime) in files.items():
            st.download_button(
                words("download", form=form), data, f"{name}.{form.lower()}", mime, key=f"_{name} {form}",
                on_click="ignore", icon=":material/download:",
            )  # fmt: skip


__all__ = ["show"]

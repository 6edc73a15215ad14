"""What is wrong with a text: each fault with its line, which a click shows in the source; all at once, and never too many."""

from __future__ import annotations

import streamlit as st

from simulator.errors import Fault
from simulator.faces.web.links import BUTTON
from simulator.faces.web.scenario_page import source
from simulator.faces.web.wording import plain
from simulator.planning.manuscript import Reading
from simulator.words import Words

_FIRST = 10
"""Faults that are drawn whole; the others, as far as they are told, stand in one box of text."""


def show(reading: Reading, name: str, words: Words) -> None:
    """Say how the reading of the file ``name`` went."""
    if reading.scenario is not None:
        st.success(words("sound"), icon=":material/check_circle:")
        _findings(reading, words)
        return
    if reading.refused is not None:
        st.error(plain(reading.refused.told(words)), icon=":material/block:")
        return
    st.error(words("faults", count=reading.count), icon=":material/error:")
    for number, fault in enumerate(reading.faults[:_FIRST], 1):
        _fault(number, fault, name, words)
    rest = reading.faults[_FIRST:]
    if rest:
        with st.expander(words("faults_more", count=len(rest))):
            st.code("\n\n".join(map(str, rest)), language=None, wrap_lines=True)
    if reading.count > len(reading.faults):
        st.caption(words("faults_cut", count=reading.count - len(reading.faults)))


def _fault(number: int, fault: Fault, name: str, words: Words) -> None:
    """A fault: where, what, the line with a caret, what may stand there, the likely cure."""
    with st.container(border=True, gap="xsmall"):
        where = words("at_line", line=fault.line, column=fault.column) if fault.line else fault.file
        if fault.file == name and fault.line:
            st.button(
                where, key=f"{BUTTON}fault {number}", icon=":material/my_location:", type="tertiary",
                help=words("show_line"), on_click=source.turn, args=(fault.line,),
            )  # fmt: skip
        else:
            st.markdown(f"**{plain(f'{fault.file}, {where}')}**")
        st.markdown(f"{fault.code}: {plain(fault.message)}")
        if fault.excerpt:
            st.code("\n".join(str(fault).splitlines()[1:3]), language=None)
        said = {"fault_path": fault.path, "fault_expected": fault.expected, "fault_hint": fault.hint}
        lines = [words(key, said=plain(text)) for key, text in said.items() if text]
        if lines:
            st.caption("  \n".join(lines))


def _findings(reading: Reading, words: Words) -> None:
    if reading.findings:
        with st.expander(words("findings", count=len(reading.findings)), icon=":material/info:"):
            st.markdown("\n".join(f"- {plain(text)}" for text in reading.findings))


__all__ = ["show"]

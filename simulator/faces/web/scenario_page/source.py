"""The source as text with numbered lines: sent as it is typed, marked where something is wrong, and turned to a line when asked.

A text area of the browser's own, with what is missing added: so Tab leaves it, every reading aid knows it, and nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.components import v2

from simulator.planning.manuscript import Reading
from simulator.words import Words

_TURN = "_source turned to"
_HTML = """<div class="source"><pre aria-hidden="true"></pre><textarea spellcheck="false" autocapitalize="off" autocomplete="off"
 wrap="off"></textarea></div>"""
_CSS = """
.source { display: flex; height: min(35rem, 75vh); box-sizing: border-box;
  border: 1px solid color-mix(in srgb, var(--st-text-color) 30%, transparent);
  border-radius: 0.5rem; overflow: hidden; background: var(--st-secondary-background-color); }
.source:focus-within { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
pre, textarea { font-family: var(--st-code-font, monospace); font-size: 0.875rem; line-height: 1.5; margin: 0;
  padding: 0.5rem; tab-size: 2; }
pre { overflow: hidden; text-align: right; user-select: none; min-width: 2.5rem; flex: none;
  color: color-mix(in srgb, var(--st-text-color) 75%, var(--st-secondary-background-color)); }
pre b { color: var(--st-red-text-color, #b3261e); font-weight: 700; }
textarea { flex: 1; min-width: 0; border: 0; outline: 0; resize: none; white-space: pre; overflow: auto;
  color: var(--st-text-color); background: var(--st-background-color); }
"""
_JS = """
const WAIT = 600;
export default function ({ parentElement, data, setStateValue }) {
  const area = parentElement.querySelector("textarea"), gutter = parentElement.querySelector("pre");
  const held = (parentElement._held ??= { version: null, turn: null, timer: 0 });
  area.setAttribute("aria-label", data.label);
  if (held.version !== data.version) {
    held.version = data.version;
    clearTimeout(held.timer);
    if (area.value !== data.text) area.value = data.text;
  }
  const wrong = new Set(data.wrong);
  const number = () => {
    gutter.replaceChildren();
    const count = area.value.split("\\n").length;
    for (let line = 1; line <= count; line++) {
      const one = document.createElement(wrong.has(line) ? "b" : "span");
      one.textContent = (wrong.has(line) ? "\\u25b6" : "") + line + "\\n";
      gutter.append(one);
    }
    gutter.scrollTop = area.scrollTop;
  };
  const send = () => {
    clearTimeout(held.timer);
    held.timer = 0;
    setStateValue("written", { version: held.version, text: area.value });
  };
  area.onscroll = () => { gutter.scrollTop = area.scrollTop; };
  area.oninput = () => { number(); clearTimeout(held.timer); held.timer = setTimeout(send, WAIT); };
  area.onblur = () => { if (held.timer) send(); };
  area.onkeydown = (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing) {
      event.preventDefault();
      const start = area.value.lastIndexOf("\\n", area.selectionStart - 1) + 1;
      const indent = area.value.slice(start, area.selectionStart).match(/^ */)[0];
      document.execCommand("insertText", false, "\\n" + indent);
    }
  };
  number();
  if (data.turn && held.turn !== data.turn.count) {
    held.turn = data.turn.count;
    const lines = area.value.split("\\n"), at = Math.min(data.turn.line, lines.length) - 1;
    const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + lines[at].length);
    area.scrollTop = Math.max(0, (at - 4) * parseFloat(getComputedStyle(area).lineHeight));
    area.scrollLeft = 0;
  }
}
"""


def editor(name: str, text: str, version: int, reading: Reading, take: Callable[[str], None], words: Words) -> None:
    """Draw the source of a file.

    Parameters
    ----------
    name : of the file, as messages name it.
    version : of the text: what the editor holds is replaced where it is another.
    take : is given what was typed.
    """
    wrong = sorted({fault.line for fault in reading.faults if fault.file == name})
    key = f"_source {name}"

    def typed() -> None:
        sent = st.session_state[key].get("written")
        if sent and sent["version"] == version and isinstance(sent["text"], str):
            take(sent["text"])

    area = v2.component("scenario_source", html=_HTML, css=_CSS, js=_JS)
    area(
        data={
            "label": words("source_of", name=name), "text": text, "version": version, "wrong": wrong,
            "turn": st.session_state.get(_TURN),
        },
        key=key, on_written_change=typed,
    )  # fmt: skip


def turn(line: int) -> None:
    """Show a line of the source on the next run."""
    before = st.session_state.get(_TURN)
    st.session_state[_TURN] = {"line": line, "count": 1 if before is None else before["count"] + 1}


__all__ = ["editor", "turn"]

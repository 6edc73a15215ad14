"""Files that come and go: scenarios sent up, looked at and laid on the desk; the text, or all it rests on, taken along."""

from __future__ import annotations

from pathlib import PurePosixPath

import streamlit as st

from simulator.errors import RunError
from simulator.faces.web.links import BUTTON
from simulator.faces.web.scenario_page import desk
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.network import Scenario
from simulator.planning.own import archive
from simulator.planning.parcel import MOST_SENT, mains, unpacked
from simulator.planning.refused import RefusedError

_SENT, _ROUND, _MAIN = "_sent files", "_sent round", "_sent main"
_KINDS = ["yaml", "yml", "csv", "zip"]


def bring(session: Session) -> None:
    """Take files: one scenario, several files, or an archive with tables."""
    words = session.words
    with st.popover(words("upload"), icon=":material/upload:"):
        st.caption(words("upload_means", most=MOST_SENT // 1_000_000))
        slot = f"{_SENT} {st.session_state.get(_ROUND, 0)}"
        sent = st.file_uploader(words("upload_files"), _KINDS, accept_multiple_files=True, key=slot)
        if not sent:
            return
        try:
            texts = unpacked([(one.name, one.getvalue()) for one in sent])
        except RefusedError as error:
            st.error(plain(error.told(words)), icon=":material/block:")
            return
        known = mains(texts)
        main = known[0] if len(known) == 1 else st.selectbox(words("upload_which"), known, key=_MAIN)
        st.button(words("upload_take"), key=f"{BUTTON}upload", on_click=_laid, args=(session, texts, main))


def _laid(session: Session, texts: dict[str, str], main: str) -> None:
    """Lay what was sent on the desk, whether it is sound or not."""
    name, number = PurePosixPath(main).name, 2
    while name in desk.works():
        name, number = f"{PurePosixPath(main).stem} ({number}).yaml", number + 1
    desk.put(name, desk.fresh(texts, main))
    desk.choose(session, name)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def take_along(found: desk.Work, scenario: Scenario | None, session: Session) -> None:
    """Offer the text, and, where it is sound, an archive with all it rests on."""
    words, manuscript = session.words, found.manuscript
    name = PurePosixPath(manuscript.main)
    st.download_button(
        words("download", form="YAML"), manuscript.text, name.name, "application/yaml", key="_along yaml",
        on_click="ignore", icon=":material/download:", help=words("along_yaml"),
    )  # fmt: skip
    if scenario is None:
        return

    def packed() -> bytes:
        try:
            return archive(scenario, manuscript.own, manuscript.placed)
        except OSError as error:
            raise RunError(f"cannot read a file of the scenario: {error.strerror or error}") from error

    st.download_button(
        words("download", form="ZIP"), packed, f"{name.stem}.zip", "application/zip", key="_along zip",
        on_click="ignore", icon=":material/folder_zip:", help=words("along_zip"),
    )  # fmt: skip


__all__ = ["bring", "take_along"]

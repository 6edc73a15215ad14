"""What stands before every page of a hosted app: settings that can be taken, and sign-in where the host asks for it."""

from __future__ import annotations

import streamlit as st

from simulator.faces.web.limits import SettingError
from simulator.faces.web.wording import plain
from simulator.faces.web.workplace import workplace
from simulator.words import Words


def gate(words: Words) -> None:
    """Stop the page where the host's settings cannot be taken, or where nobody is signed in though somebody must be."""
    try:
        workplace()
    except (SettingError, OSError) as error:
        st.error(words("host_settings", why=plain(str(error))), icon=":material/error:")
        st.stop()
    if not wanted() or st.user.is_logged_in:
        return
    st.title("decarb", anchor=False)
    st.markdown(words("sign_in_means"))
    if st.button(words("sign_in"), type="primary", icon=":material/login:"):
        st.login()
    st.stop()


def leave(words: Words) -> None:
    """The button that signs out, where there is sign-in."""
    if wanted():
        name = str(st.user.get("name") or st.user.get("email") or "")
        if st.sidebar.button(words("sign_out"), icon=":material/logout:", help=plain(name)):
            st.logout()


@st.cache_resource(show_spinner=False)
def wanted() -> bool:
    """Whether the host asks for sign-in: a section ``[auth]`` in ``.streamlit/secrets.toml``; read once, as a server starts."""
    return bool(st.secrets.load_if_toml_exists() and st.secrets.get("auth"))


__all__ = ["gate", "leave", "wanted"]

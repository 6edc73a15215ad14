"""Serve the app: ``python -m simulator.faces.web app.py [options of streamlit run] [-- --scenario PATH]``.

As ``streamlit run``, but the settings of the host are held against their ranges before anything starts, and Streamlit asks no
outside host which address this machine has (it would, for a banner and where a page of a foreign origin knocks).
"""

from __future__ import annotations

import sys

from streamlit import net_util
from streamlit.web import cli

from simulator.faces.web.limits import SettingError, limits

_USAGE = 2


def _unasked() -> None:
    """No address is known from outside."""


def main() -> None:
    """Serve until the server is ended; exit code 2 where a setting cannot be taken."""
    try:
        upload = f"--server.maxUploadSize={limits().upload_mb}"
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(_USAGE) from None
    net_util.get_external_ip = _unasked
    script, *options = sys.argv[1:] or ["app.py"]
    sys.argv = ["streamlit", "run", script, upload, *options]
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()

__all__ = ["main"]

"""Serve the app: ``python -m simulator.faces.web app.py [options of streamlit run] [-- --scenario PATH]``.

As ``streamlit run``, but the settings of the host are held against their ranges before anything starts, and Streamlit asks no
outside host which address this machine has (it would, for a banner and where a page of a foreign origin knocks).
"""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Thread

from streamlit import net_util
from streamlit.web import cli

from simulator.faces.web.heap import one_heap, stays
from simulator.faces.web.limits import SettingError, limits

_USAGE = 2


def _unasked() -> None:
    """No address is known from outside."""


def _warm(shelf: Path, options: list[str]) -> None:
    """Get ready what the first reader will see, beside the start of the server."""
    from simulator.faces.web.app import warm

    warm(shelf, options[options.index("--") + 1 :] if "--" in options else [])
    stays()


def main() -> None:
    """Serve until the server is ended; exit code 2 where a setting cannot be taken."""
    try:
        upload = f"--server.maxUploadSize={limits().upload_mb}"
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(_USAGE) from None
    net_util.get_external_ip = _unasked
    one_heap()
    script, *options = sys.argv[1:] or ["app.py"]
    Thread(target=_warm, args=(Path(script).absolute().parent / "scenarios", options), daemon=True).start()
    sys.argv = ["streamlit", "run", script, upload, *options]
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()

__all__ = ["main"]

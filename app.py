"""The app in the browser: ``streamlit run app.py``, or with a scenario of one's own ``... -- --scenario PATH``."""

from pathlib import Path

from simulator.faces.web import open_app

open_app(Path(__file__).parent / "scenarios")

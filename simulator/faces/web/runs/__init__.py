"""The page of runs: all long work of a reader, compared, reopened, deleted."""

from simulator.faces.web.runs.page import SWITCHES, page

__all__ = ["SWITCHES", "page"]

"""The page of runs: all long work of a reader, compared, reopened, deleted."""

from simulator.faces.web.runs.page import page

__all__ = ["page"]

"""What to do: target and limits in, roadmap, spend, prices, room for manoeuvre and frontier out."""

from simulator.faces.web.optimise.page import SWITCHES, page

__all__ = ["SWITCHES", "page"]

"""What to do: target and limits in, roadmap, spend, prices, room for manoeuvre and frontier out."""

from simulator.faces.web.optimise.form import WISH
from simulator.faces.web.optimise.page import page

__all__ = ["WISH", "page"]

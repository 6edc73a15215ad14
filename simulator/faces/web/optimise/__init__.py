"""What to do: target and limits in, roadmap, spend, prices, room for manoeuvre and frontier out."""

<<<<<<< HEAD
from simulator.faces.web.optimise.page import SWITCHES, page

__all__ = ["SWITCHES", "page"]
=======
from simulator.faces.web.optimise.form import WISH
from simulator.faces.web.optimise.page import page

__all__ = ["WISH", "page"]
>>>>>>> s5-chance

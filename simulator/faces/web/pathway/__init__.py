"""The home page: the years to 2045 under the levers beside it."""

from simulator.faces.web.pathway.page import SWITCHES, page

__all__ = ["SWITCHES", "page"]

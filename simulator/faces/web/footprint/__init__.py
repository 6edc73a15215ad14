"""The page of one car: its footprint, where it arises, what reaches it, what it rests on."""

from simulator.faces.web.footprint.page import SWITCHES, page

__all__ = ["SWITCHES", "page"]

"""The page of the supply chain: where things are made and how they travel, how the chain runs, what delays cost."""

from simulator.faces.web.supply.page import SWITCHES, page

__all__ = ["SWITCHES", "page"]

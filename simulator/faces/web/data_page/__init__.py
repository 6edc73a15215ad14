"""The page of data and sources: every figure with who says it, how sure it is, and what of the result rests on it."""

from simulator.faces.web.data_page.page import SWITCHES, page

__all__ = ["SWITCHES", "page"]

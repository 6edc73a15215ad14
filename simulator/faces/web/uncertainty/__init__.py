"""How far the figures may lie: draws, chances, what moves them, and the event engine beside them."""

from simulator.faces.web.uncertainty.page import DRAWS, page

__all__ = ["DRAWS", "page"]

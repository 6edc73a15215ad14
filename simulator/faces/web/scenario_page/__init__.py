"""The scenario page: form and source of one text side by side, checked as it is written; a reader's own scenarios."""

from simulator.faces.web.scenario_page.page import page

__all__ = ["page"]

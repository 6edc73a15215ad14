"""The projection: what fleet and chain emit, year by year, on expectation."""

from simulator.projection.project import project
from simulator.projection.totals import Totals, totals, totals_at

__all__ = ["Totals", "project", "totals", "totals_at"]

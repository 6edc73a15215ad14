"""The optimiser: the least-cost plan that meets what a scenario asks."""

from simulator.optimization.optimize import optimize
from simulator.optimization.plan import Miss, Plan, Price, lines, with_plan

__all__ = ["Miss", "Plan", "Price", "lines", "optimize", "with_plan"]

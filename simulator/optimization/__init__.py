"""The optimiser: the least-cost plan that meets what a scenario asks."""

from simulator.optimization.alternatives import End, Range, Room, alternatives
from simulator.optimization.frontier import Frontier, Step, frontier
from simulator.optimization.optimize import optimize
from simulator.optimization.plan import Miss, Plan, Price, lines, with_plan
from simulator.optimization.settled import settled

__all__ = [
    "End",
    "Frontier",
    "Miss",
    "Plan",
    "Price",
    "Range",
    "Room",
    "Step",
    "alternatives",
    "frontier",
    "lines",
    "optimize",
    "settled",
    "with_plan",
]

"""``simulate``: what lead times, capacity, stock, outages and chance do to the pathway."""

from simulator.simulation.play import CALM, EVERYTHING, Play
from simulator.simulation.simulate import simulate

__all__ = ["CALM", "EVERYTHING", "Play", "simulate"]

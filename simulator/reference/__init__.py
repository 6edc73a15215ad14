"""The reference library: sourced figures by name, place and year, as nouns of the network."""

from simulator.reference.library import Library, library, rows
from simulator.reference.recycling import Recycling, recycling
from simulator.reference.tables import Row

__all__ = ["Library", "Recycling", "Row", "library", "recycling", "rows"]

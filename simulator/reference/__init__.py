"""The reference library: sourced figures by name, place and year, as nouns of the network."""

from simulator.reference.library import Library, library, rows
from simulator.reference.tables import Row

__all__ = ["Library", "Row", "library", "rows"]

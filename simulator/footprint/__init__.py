"""The footprint: what one vehicle causes over its life."""

from simulator.footprint.footprint import footprint

__all__ = ["footprint"]

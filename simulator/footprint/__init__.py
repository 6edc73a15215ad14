"""The footprint: what one vehicle causes over its life."""

from simulator.footprint.footprint import footprint, per_car

__all__ = ["footprint", "per_car"]

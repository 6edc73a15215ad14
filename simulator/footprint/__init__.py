"""The footprint: what one vehicle causes over its life."""

from simulator.footprint.footprint import check, footprint, per_car

__all__ = ["check", "footprint", "per_car"]

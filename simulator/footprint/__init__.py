"""The footprint: what one vehicle causes over its life."""

from simulator.footprint.footprint import check, footprint, per_car
from simulator.footprint.rulebook import Credit, rulebook

__all__ = ["Credit", "check", "footprint", "per_car", "rulebook"]

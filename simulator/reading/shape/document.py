"""The whole document: its sections, and the model of the records in each."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from simulator.reading.shape import company as c
from simulator.reading.shape import decisions as d
from simulator.reading.shape.values import Closed, text

POLICIES: dict[str, type[BaseModel]] = {
    "carbon price": d.CarbonPrice,
    "border adjustment": d.BorderAdjustment,
    "grid pathway": d.GridPathway,
    "recycled content": d.RecycledContent,
    "footprint limit": d.FootprintLimit,
    "fleet standard": d.FleetStandard,
    "ban": d.Ban,
    "tax": d.Levy,
    "subsidy": d.Levy,
}
"""Model of a policy by its ``kind``."""
TARGETS: dict[str, type[BaseModel]] = {
    "net zero": d.NetZero,
    "reduction": d.Reduction,
    "budget": d.Budget,
    "intensity": d.Intensity,
    "contraction": d.Contraction,
}
"""Model of a target by its ``kind``."""
RECORDS: dict[str, type[BaseModel]] = {
    "sources": c.Source,
    "products": c.Product,
    "sites": c.Site,
    "activities": c.Activity,
    "vehicles": c.Vehicle,
    "overheads": c.Overhead,
    "routes": c.Route,
    "markets": c.Market,
    "levers": d.Lever,
    "disruptions": d.Disruption,
    "cut-offs": c.CutOff,
}
"""Model of the records of a section."""
SINGLE: dict[str, type[BaseModel]] = {
    "years": c.Years,
    "accounting": c.Accounting,
    "optimize": d.Optimize,
    "events": d.Events,
}
"""Sections that are one record."""
SECTIONS: dict[str, str] = {
    "sources": "Short names for `source`.",
    "products": "Extension: products that the library lacks.",
    "sites": "Plants and offices.",
    "activities": "What suppliers do; a full name `product/way` changes an activity of the library.",
    "vehicles": "Cars.",
    "overheads": "What a year needs whatever is sold.",
    "mixes": "`product [@ user]`: {activity: share}; shares add up to 100 % in every year.",
    "routes": "How goods get there.",
    "markets": "Who buys, by place.",
    "sales": "Sold name -> market -> cars a year, or {follow: stock, stock: path}.",
    "policies": "What others decide.",
    "levers": "What the company could do; a bare path is the lever's `share`.",
    "targets": "Promises to be checked.",
    "disruptions": "What may go wrong (event engine).",
    "cut-offs": "What is left out on purpose, with an estimate and the reason.",
}
"""Sections of named records, with what they hold."""


class Header(Closed):
    """What stands at the top of a scenario beside its sections."""

    language: Literal[1] = Field(description="Version of the language.")
    title: str | None = text("What the scenario is called.")
    about: str | None = text("What it says, in words.")
    company: str | None = text("The company.")
    extends: str | None = text("A file in this folder of which this one says only what differs.")
    years: c.Years = Field(description="Years of sales, tables and targets.")
    accounting: c.Accounting | None = text("Rules of the books.")
    optimize: d.Optimize | None = text("What the optimiser is asked.")
    events: d.Events | None = text("How the event engine plays chance that belongs to nobody.")


TOP = tuple(field.alias or name for name, field in Header.model_fields.items()) + tuple(SECTIONS)
"""Every key that may stand at the top."""

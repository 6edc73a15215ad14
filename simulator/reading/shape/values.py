"""Kinds of value, and the keys that may stand in every record."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from simulator.network import Status

VALUE_MARK = "x-decarb-value"
VALUE_SCHEMA: dict[str, Any] = {
    "title": "Value",
    "description": "A quantity `755 kg`, a path `{2025: 30 %, 2035: 40 %}`, or an uncertain value "
    "`{best: 38 days, low: 36 days, high: 40 days, spread: triangular}`, which may also stand as a point of a path.",
    "anyOf": [
        {"type": "string", "pattern": r"^\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?(\s+\S.*)?$"},
        {"type": "number"},
        {"type": "object"},
        {"const": "$remove"},
    ],
}
"""The schema of a value; :func:`simulator.reading.schema` puts it where :data:`VALUE_MARK` stands."""

Value = Annotated[Any, WithJsonSchema({VALUE_MARK: True})]
"""A quantity, a path or an uncertain value."""
Amounts = dict[str, Annotated[Any, WithJsonSchema({VALUE_MARK: True})]]
"""Product -> amount; an amount is a value, or ``{amount: value, category: number}``."""
Names = str | list[str]
"""One name or several."""
Date = str | int
"""``2028`` or ``2028-04``."""


def value(what: str, unit: str, alias: str | None = None) -> Any:
    """A field that holds a value, with its meaning and unit."""
    return Field(default=None, alias=alias, description=f"{what} [{unit}]")


def text(what: str, alias: str | None = None, default: Any = None) -> Any:
    """A field that holds something else."""
    return Field(default=default, alias=alias, description=what)


class Closed(BaseModel):
    """A map with known keys only."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Record(Closed):
    """A record: whatever it holds, its source and status may be said once for everything below."""

    title: str | None = text("What is shown.")
    source: str | None = text("Who says so: a key of `sources` or one line of text; holds for everything below.")
    status: Status | None = text("How far the figures below can be trusted.")
    note: str | None = text("A remark.")
    confidential: bool | None = text("Whether the figures below are confidential.")
    unit: str | None = text("The unit of every bare number below, in this file.")
    between: Literal["linear", "step", "s-curve"] | None = text("How paths below run between their points.")
    like: str | None = text("A record of the same kind that this one starts as a copy of.")

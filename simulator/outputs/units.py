"""What the columns of annual tables are counted in, and how kilograms become tonnes on the way out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.units import parse_unit


@dataclass(frozen=True, slots=True)
class Written:
    """A column as it is written: ``unit``, the ``factor`` from the canonical unit, and what it ``means``."""

    unit: str
    factor: float
    means: str


def _in(unit: str, inside: str, means: str) -> Written:
    return Written(unit, parse_unit(inside).factor / parse_unit(unit).factor, means)


def _bands(**columns: Written) -> dict[str, Written]:
    """The quantiles over runs of some columns."""
    return {f"{name}_p{q}": replace(one, means=f"{q} % quantile: {one.means}") for name, one in columns.items()
            for q in (5, 25, 50, 75, 95)}  # fmt: skip


def _as_said(means: str) -> Written:
    return Written("as unit", 1.0, f"{means}, in the unit that the row names")


_CARBON = _in("t CO2e", "kg", "greenhouse gases")
COLUMNS: dict[str, Written] = {
    "gross": _in("t CO2e", "kg", "gross emissions of the book"),
    "removed": _in("t CO2e", "kg", "removals that count, delivered and retired in the year"),
    "net": _in("t CO2e", "kg", "gross less removed"),
    "base": _in("t CO2e", "kg", "gross of the base year"),
    "not_counted": _in("t CO2e", "kg", "removals whose permanence is too short to count"),
    "uptake": _in("t CO2", "kg", "biogenic carbon taken up; apart from gross"),
    "release": _in("t CO2", "kg", "biogenic carbon released; apart from gross"),
    "unproven": Written("1", 1.0, "share of gross that rests on unverified, assumed or unsourced factors"),
    "rating": Written("1", 1.0, "data quality of the factors, 1 best to 5, weighted by emissions"),
    "co2e": _CARBON,
    "end": _in("t CO2e", "kg", "greenhouse gases in the last year of sales"),
    "mass": _in("t", "kg", "mass of the flow"),
    "own": Written("EUR", 1.0, "own cost"),
    "carbon": Written("EUR", 1.0, "carbon cost"),
    "once": Written("EUR", 1.0, "one-off payments of levers"),
    "capital": Written("EUR", 1.0, "annuities of added capacity"),
    "penalties": Written("EUR", 1.0, "penalties of policies that are broken"),
    "sold": Written("veh", 1.0, "cars sold in the year"),
    "on_road": Written("veh", 1.0, "cars on the road at year end"),
    "abroad": Written("veh", 1.0, "exported cars on the road at year end"),
    "scrapped": Written("veh", 1.0, "cars scrapped in the year"),
    "exported": Written("veh", 1.0, "cars exported in the year"),
    "km": Written("km", 1.0, "distance driven in the year"),
    "share": Written("1", 1.0, "share"),
    "direct": _in("t CO2e", "kg", "let out at the place or link itself"),
    "upstream": _in("t CO2e", "kg", "let out in the chain behind it"),
    "below": _in("t CO2e", "kg", "part of that which lies below the cut-off"),
    "cumulative": Written("1", 1.0, "share of it and of all before it"),
    "cut": _in("t CO2e", "kg", "what the lever takes off it; below 0 where it adds"),
    "cut_total": _in("t CO2e", "kg", "what the lever takes off all"),
    "covered": Written("1", 1.0, "1 where the line is covered, 0 where it is left out"),
    "screening": Written("1", 1.0, "most that a line left out is taken to add; an assumption"),
    "per_car": _in("kg CO2e/veh", "kg/veh", "life cycle of one car"),
    "per_km": _in("g CO2e/km", "kg/km", "life cycle of one car over its expected distance"),
    "cost": Written("EUR", 1.0, "own and carbon cost"),
    "cost_before": Written("EUR", 1.0, "cost of the plan that the scenario holds"),
    "cost_without": Written("EUR", 1.0, "cost without any lever"),
    "spending": Written("EUR", 1.0, "cost less cost without any lever"),
    "discounted": Written("EUR", 1.0, "cost, discounted to the base year"),
    "abatement": _in("EUR/t CO2e", "EUR/kg", "what the last tonne costs, in the money of its year"),
    "abatement_discounted": _in("EUR/t CO2e", "EUR/kg", "what the last tonne costs, discounted to the base year"),
    "share_before": Written("1", 1.0, "share in the plan that the scenario holds"),
    "price": Written("as unit", 1.0, "what one more of the limit saves in its year, in the unit that the row names"),
    "price_discounted": Written("as unit", 1.0, "the same, discounted to the base year"),
    "least": Written("1", 1.0, "least share over all plans that cost hardly more"),
    "most": Written("1", 1.0, "greatest share over all plans that cost hardly more"),
    "aim_least": Written("as unit", 1.0, "cost (or emissions) of the cheapest plan with the least share"),
    "aim_most": Written("as unit", 1.0, "the same with the greatest share"),
    "cap": _in("t CO2e", "kg", "most that may be emitted"),
    "asked_for": Written("as unit", 1.0, "what was asked, in the unit that the row names"),
    "nearest": Written("as unit", 1.0, "nearest to it that can be reached, in the unit that the row names"),
    "missed": Written("as unit", 1.0, "by how much it is missed, in the unit that the row names"),
    "missed_before": Written("as unit", 1.0, "by how much the plan that the scenario holds misses it"),
    "taken_out": _in("t CO2", "kg", "taken out of the air"),
    "planned": Written("1", 1.0, "share as planned"),
    "probability": Written("1", 1.0, "share of runs that meet the target"),
    "probability_low": Written("1", 1.0, "lower end of its 95 % confidence interval"),
    "probability_high": Written("1", 1.0, "upper end of its 95 % confidence interval"),
    "value": _as_said("the figure"),
    "amount": Written("unit of the product", 1.0, "amount in the year, in the unit that the product is counted in"),
    "against_first": _as_said("the figure less that of the first scenario"),
    "gap": _as_said("by how much the plan misses by projection"),
    "late": Written("veh", 1.0, "cars delivered after the month they were asked for"),
    "residual": Written("1", 1.0, "gross in the year that decides, as a share of the base year's"),
    "value_low": _as_said("the figure at its 5 % quantile"),
    "value_high": _as_said("the figure at its 95 % quantile"),
    "gross_low": _in("t CO2e", "kg", "gross with this figure alone at its 5 % quantile"),
    "gross_high": _in("t CO2e", "kg", "gross with this figure alone at its 95 % quantile"),
    "correlation": Written("1", 1.0, "rank correlation of the figure and gross over the draws"),
    "mean": _as_said("mean over runs"),
    "p5": _as_said("5 % quantile over runs"),
    "p50": _as_said("50 % quantile over runs"),
    "p95": _as_said("95 % quantile over runs"),
    "change": _as_said("mean of paired differences; positive where the delay makes it worse"),
    "low": _as_said("lower end of the 95 % confidence interval of the mean change"),
    "high": _as_said("upper end of the 95 % confidence interval of the mean change"),
    "acting": _as_said("mean with all disruptions"),
    "without": _as_said("mean without this one"),
}
COLUMNS |= _bands(**{name: COLUMNS[name] for name in ("gross", "removed", "net", "cost")})
"""Columns that carry numbers; all others are labels."""


def header(column: str) -> str:
    """Name of a column as it stands in the file, with its unit in brackets."""
    written = COLUMNS.get(column)
    return column if written is None else f"{column} [{written.unit}]"


__all__ = ["COLUMNS", "Written", "header"]

"""A frontier in words and cells: what faces print as it stands."""

from __future__ import annotations

import numpy as np

from simulator.charts import spelled
from simulator.planning.frontier import OWN, Swept, worst
from simulator.planning.price_wording import Cells
from simulator.planning.summary import LABEL, amount
from simulator.units import parse_unit

_TONNE, _MEGATONNE, _MILLION = parse_unit("t").factor, parse_unit("Mt").factor, parse_unit("MEUR").factor


def heading(result: Swept) -> str:
    """Title, company, and what stands against what."""
    against = "the year of neutrality" if result.frontier.against == "year" else "cumulative emissions"
    return " · ".join(filter(None, (result.scenario.title, result.scenario.company, f"least cost against {against}")))


def points(result: Swept) -> Cells:
    """One row a plan, from the loosest to the tightest."""
    found = result.frontier
    yearly = found.against == "year"
    first = found.steps[0].cost
    rows = []
    for step in found.steps:
        name, by = worst(step)
        cells = [str(int(step.asked))] if yearly else []
        cells += [
            f"{step.emissions / _MEGATONNE:,.2f}",
            f"{step.cost / _MILLION:,.1f}",
            f"{(step.cost - first) / _MILLION:+,.1f}",
        ]
        cells += [f"{amount(by, 'kg CO2e')}: {name}" if step.missed else "met"] if yearly else [_priced(step.price)]
        rows.append(cells)
    columns = ["net\nMt CO2e", "cost\nMEUR", "more\nMEUR", "missed, worst" if yearly else "last tonne\nEUR/t CO2e"]
    title = f"Cost as worth in {result.scenario.years.base}, net {found.since} to {found.until}"
    return title, [*(["neutral by"] if yearly else []), *columns], rows


def _priced(price: float) -> str:
    return "no more to be had" if np.isnan(price) else spelled(price * _TONNE)


def notes(result: Swept) -> list[str]:
    """The scenario's own plan beside the frontier, and what holds."""
    found, rules = result.frontier, result.scenario.accounting
    emitted, cost = result.own
    lines = [f"{OWN}: {emitted / _MEGATONNE:,.2f} Mt CO2e, {cost / _MILLION:,.1f} MEUR{_beside(result)}."]
    if found.against == "emissions":
        lines.append(
            "Here neither targets nor the limit on spending hold; limits of levers, supplies, capacities and policies do."
        )
    lines.append(
        f"Net: {rules.neutralises} book, {rules.scope2} view. {rules.money}, discounted at {rules.discount_rate:.1%} a year. "
        f"{found.solves} linear programmes solved."
    )
    return [*lines, f"{LABEL[0].upper()}{LABEL[1:]}."]


def _beside(result: Swept) -> str:
    """What the frontier has for the emissions of the scenario's own plan."""
    if result.frontier.against == "year":
        return ""
    emitted, cost = result.own
    steps = sorted(result.frontier.steps, key=lambda step: step.emissions)
    kg, euros = [step.emissions for step in steps], [step.cost for step in steps]
    if not kg[0] <= emitted <= kg[-1]:
        return ""
    return f"; as clean for {(cost - float(np.interp(emitted, kg, euros))) / _MILLION:,.1f} MEUR less"


__all__ = ["heading", "notes", "points"]

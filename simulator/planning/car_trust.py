"""How far a car's footprint can be trusted, in words: rating, primary data, the car's bill of materials, what is cut off."""

from __future__ import annotations

import pandas as pd

from simulator.analysis.quality import trust
from simulator.charts.look import spelled
from simulator.equations.bill import bill
from simulator.ledger import Footprint
from simulator.network import Scenario
from simulator.outputs import safe
from simulator.planning.trust import left_out
from simulator.words import ENGLISH, Words


def sentences(of: Footprint, scenario: Scenario, words: Words = ENGLISH) -> list[str]:
    """What the figure rests on, a sentence each."""
    found = trust(of.quality)
    if found is None:
        return [words("nothing_let_out")]
    amounts = found.factors if found.amounts is None else found.amounts
    said = [
        words(
            "trust_unverified", share=words.percent(found.unverified),
            factors=words.percent(found.factors.unproven), amounts=words.percent(amounts.unproven),
        ),
        words(
            "trust_rating", factors=words.figure(f"{found.factors.rating:.1f}"),
            amounts=words.figure(f"{amounts.rating:.1f}"),
        ),
        words("trust_primary", emissions=words.percent(found.factors.primary)),
    ]  # fmt: skip
    if found.primary_mass is not None:
        said.append(words("trust_mass", mass=words.percent(found.primary_mass)))
    return [*said, *_listed(scenario, of.vehicle, words), *_left(scenario, words)]


def _listed(scenario: Scenario, vehicle: str, words: Words) -> list[str]:
    """The car's parts against its mass."""
    found = bill(scenario.vehicles[vehicle], scenario.products)
    if found is None:
        return [words("bill_unknown")]
    filled = words("bill_filled", kg=words.figure(spelled(found.missing))) if found.missing else ""
    kg = {"listed": words.figure(spelled(found.listed)), "mass": words.figure(spelled(found.mass))}
    return [words("bill_listed", share=words.percent(found.listed / found.mass), **kg) + filled]


def _left(scenario: Scenario, words: Words) -> list[str]:
    all_of_it = sum(one.estimate for one in left_out(scenario))
    if not all_of_it:
        return [words("cut_off_none")]
    return [words("cut_off_all", share=words.figure(f"{100 * all_of_it:.1f}"))]


def cut_offs(scenario: Scenario, words: Words = ENGLISH) -> pd.DataFrame:
    """What is left out on purpose, what it would add by estimate [% of gross], why, and how far the estimate is proven."""
    rows = [
        (safe(one.name), 100.0 * one.estimate, safe(one.reason), words.term(one.status)) for one in left_out(scenario)
    ]
    return pd.DataFrame(
        rows, columns=[words("cut_off"), words("cut_off_adds"), words("cut_off_why"), words.term("status")]
    )


__all__ = ["cut_offs", "sentences"]

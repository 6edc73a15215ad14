"""What a ledger says beside its figures: what its rules could not do, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.accounting.solve import Solved
from simulator.equations.bill import FINE, bill
from simulator.equations.cars import sold_pairs
from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.ledger import Finding, Places
from simulator.network import Scenario


def second_lives(spared: Mapping[str, Array]) -> Iterator[Finding]:
    """What second lives spare, told apart from all books."""
    for product, kg in spared.items():
        if kg.any():
            tonnes = f"{kg.sum() / 1000.0:,.0f} t CO2e elsewhere in all years of the tables"
            yield Finding("avoided", f"second life of {product} avoids {tonnes}: in no book")


def rules(solved: Solved, cut: Places) -> Iterator[Finding]:
    """What the rules of the books cannot do for this scenario."""
    accounting = solved.scenario.accounting
    carbon = cut.emitted.sum(axis=(0, 1)) * solved.burdens.gwp
    lumped = sum(kg for flow, kg in zip(solved.burdens.kinds, carbon, strict=True) if flow.startswith("CO2e-"))
    if carbon.sum() and lumped / carbon.sum() > _WORTH_SAYING:
        part = lumped / carbon.sum()
        yield Finding("gases", f"{part:.0%} of gross stands in lumps of CO2e that {accounting.gwp} cannot weigh anew")
    scenario = solved.scenario
    same = (scenario.vehicles, scenario.products, scenario.sales, scenario.cut_offs)
    yield from _incomplete.get(same, lambda: tuple(_left_out(scenario)))
    if accounting.recycling != "cut-off":
        text = (
            f"figures by `{accounting.recycling}` stand among the conventions; books and targets are cut-off as always"
        )
        yield Finding("recycling", text)


_incomplete: Memory[tuple[Finding, ...]] = Memory()


def _left_out(scenario: Scenario) -> Iterator[Finding]:
    """Mass that no bill of materials lists, and cut-offs above what a study may leave out."""
    for vehicle in dict.fromkeys(vehicle.name for vehicle, _ in sold_pairs(scenario)):
        found = bill(scenario.vehicles[vehicle], scenario.products)
        if found is not None and abs(found.off) > FINE:
            filled = "; what is missing takes the mean of what is listed" if found.missing else "; nothing is filled"
            text = (
                f"parts of {vehicle} add up to {found.listed:.0f} kg of {found.mass:.0f} kg ({found.off:+.1%}){filled}"
            )
            yield Finding("mass", text, "warning")
    out = sum(one.estimate.points[0].best for one in scenario.cut_offs.values())
    if out > MOST_CUT_OFF:
        yield Finding("cut-offs", f"{out:.1%} of gross is cut off by estimate, more than {MOST_CUT_OFF:.0%}", "warning")


MOST_CUT_OFF = 0.03
"""What may be cut off by estimate before it is warned of [1 of gross]."""
_WORTH_SAYING = 0.01

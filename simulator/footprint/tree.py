"""The tag path of a footprint: each stage opened along the chain, every level with a remainder ``own``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.solve import Solved
from simulator.equations.graph import Array
from simulator.equations.passes import demand, stopped
from simulator.network import Scenario, View

Mask = NDArray[np.bool_]
_FREIGHT = ("freight", "delivery")
INBOUND = "inbound freight"
_UNNAMED = "battery"
"""The stage whose first product (the pack) is the stage itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """The network of one year: weights ``[use, 1]``, own emissions of each purchase [kg CO2e/unit], ports to stop at."""

    solved: Solved
    weights: Array
    own: Array
    tags: tuple[str, ...]
    freight: Mask


def year_of(solved: Solved, view: View, column: int) -> Year:
    """Take one year out of a solved scenario."""
    graph = solved.numbers.graph
    c = graph.columns
    carbon = solved.burdens.carbon(view)[:, column]
    by_purchase = np.bincount(
        c.maker_purchase, carbon * solved.shares[c.maker_option, column], minlength=len(graph.purchases)
    )
    own = np.asarray(by_purchase, dtype=np.float64)
    products = [solved.scenario.products.get(p.product) for p in graph.purchases]
    moved = [p.product.startswith("delivery from ") for p in graph.purchases]
    freight = np.array([m or (p is not None and p.kind in _FREIGHT) for m, p in zip(moved, products, strict=True)])
    tags = tuple("" if p is None else p.tag for p in products)
    return Year(solved, solved.weights[view][:, [column]], own, tags, freight)


def tree(at: Year, vehicle: str, market: str) -> dict[str, float]:
    """What building and delivering one car causes by tag path [kg CO2e/veh]; the leaves add up to it."""
    graph = at.solved.numbers.graph
    leaves: dict[str, float] = {}
    car = graph.demand["build", vehicle, market]
    whole = _needs(at, car, 1.0, np.zeros(len(graph.purchases), dtype=bool))
    for number, use in enumerate(graph.uses):
        maker = graph.makers[use.maker]
        units = float(whole[maker.purchase] * at.weights[number, 0])
        if use.forced and whole[maker.purchase]:
            _add(leaves, use.stage, _total(at, use.purchase, units))
        elif use.stage and maker.product in at.solved.scenario.vehicles and maker.site and units:
            name = (
                "" if use.stage == _UNNAMED else f"/{_title(at.solved.scenario, graph.purchases[use.purchase].product)}"
            )
            _open(at, leaves, use.stage + name, use.purchase, units)
    return leaves


def _title(scenario: Scenario, product: str) -> str:
    return product if product in scenario.products else product.split(" of ", maxsplit=1)[0]


def _open(
    at: Year, leaves: dict[str, float], path: str, purchase: int, units: float, above: tuple[int, ...] = ()
) -> None:
    """Open a purchase at the tagged ones it reaches; what a loop leads back to counts where it was opened first."""
    ports = np.array([bool(tag) for tag in at.tags]) | at.freight
    if at.freight[purchase]:
        _add(leaves, INBOUND, _total(at, purchase, units))
        return
    ports[[purchase, *above]] = False
    reached = _needs(at, purchase, units, ports)
    inside = [(int(p), float(reached[p])) for p in np.flatnonzero(ports & (reached != 0.0))]
    own = float((reached * at.own)[~ports].sum())
    named = [port for port, _ in inside if not at.freight[port]]
    _add(leaves, f"{path}/own" if named else path, own)
    for port, amount in inside:
        _open(at, leaves, f"{path}/{at.tags[port]}", port, amount, (*above, purchase))


def _add(leaves: dict[str, float], path: str, kg: float) -> None:
    leaves[path] = leaves.get(path, 0.0) + kg


def _total(at: Year, purchase: int, units: float) -> float:
    nothing = np.zeros(len(at.tags), dtype=bool)
    return float(_needs(at, purchase, units, nothing) @ at.own)


def _needs(at: Year, purchase: int, units: float, ports: Mask) -> Array:
    """How much of every purchase is needed, ending at the ports."""
    wiring, weights = stopped(at.solved.numbers.wiring, at.weights, np.flatnonzero(ports))
    final = np.zeros((len(at.tags), 1, 1))
    final[purchase] = units
    return demand(wiring, weights, final)[:, 0, 0]

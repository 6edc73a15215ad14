"""The tag path of a footprint: each stage opened along the chain, every level with a remainder ``own``.

Each leaf is told by what is made where its emissions arise (steel, electricity, ...), so that the ways from there to the car are
known, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.places import made
from simulator.accounting.roots import BUILD, final_of, roots
from simulator.accounting.sheets import STAGE_OF_LIFE
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array
from simulator.equations.passes import demand, stopped
from simulator.network import Scenario, View

Mask = NDArray[np.bool_]
Sources = dict[tuple[str, str], float]
"""Tag path, and product that is made where it arises -> [kg CO2e/veh]."""
_FREIGHT = ("freight", "delivery")
INBOUND = "inbound freight"
_UNNAMED = "battery"
"""The stage whose first product (the pack) is the stage itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """The network of one year: weights ``[use, 1]``, own emissions of each purchase [kg CO2e/unit], ports to stop at.

    ``products``: what the makers of each purchase make.
    """

    solved: Solved
    weights: Array
    own: Array
    tags: tuple[str, ...]
    freight: Mask
    products: tuple[str, ...]


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
    made_of = {maker.purchase: maker.product for maker in graph.makers}
    named = tuple(made_of.get(number, p.product) for number, p in enumerate(graph.purchases))
    return Year(solved, solved.weights[view][:, [column]], own, tags, freight, named)


def tree(at: Year, vehicle: str, market: str) -> Sources:
    """What building and delivering one car causes, by tag path and source; they add up to it."""
    graph = at.solved.numbers.graph
    leaves: Sources = {}
    car = graph.demand["build", vehicle, market]
    whole = _needs(at, car, 1.0, np.zeros(len(graph.purchases), dtype=bool))
    for number, use in enumerate(graph.uses):
        maker = graph.makers[use.maker]
        units = float(whole[maker.purchase] * at.weights[number, 0])
        if use.forced and whole[maker.purchase]:
            _all_of(at, leaves, use.stage, use.purchase, units)
        elif use.stage and maker.product in at.solved.scenario.vehicles and maker.site and units:
            name = (
                "" if use.stage == _UNNAMED else f"/{_title(at.solved.scenario, graph.purchases[use.purchase].product)}"
            )
            _open(at, leaves, use.stage + name, use.purchase, units)
    return leaves


def _title(scenario: Scenario, product: str) -> str:
    return product if product in scenario.products else product.split(" of ", maxsplit=1)[0]


def _open(at: Year, leaves: Sources, path: str, purchase: int, units: float, above: tuple[int, ...] = ()) -> None:
    """Open a purchase at the tagged ones it reaches; what a loop leads back to counts where it was opened first."""
    ports = np.array([bool(tag) for tag in at.tags]) | at.freight
    if at.freight[purchase]:
        _all_of(at, leaves, INBOUND, purchase, units)
        return
    ports[[purchase, *above]] = False
    reached = _needs(at, purchase, units, ports)
    inside = [(int(p), float(reached[p])) for p in np.flatnonzero(ports & (reached != 0.0))]
    named = [port for port, _ in inside if not at.freight[port]]
    _add(at, leaves, f"{path}/own" if named else path, np.where(ports, 0.0, reached * at.own))
    for port, amount in inside:
        _open(at, leaves, f"{path}/{at.tags[port]}", port, amount, (*above, purchase))


def _add(at: Year, leaves: Sources, path: str, kg: Array) -> None:
    """Add what arises at each purchase to a leaf."""
    for number in np.flatnonzero(kg).tolist():
        key = (path, at.products[number])
        leaves[key] = leaves.get(key, 0.0) + float(kg[number])


def _all_of(at: Year, leaves: Sources, path: str, purchase: int, units: float) -> None:
    """Add a purchase with its whole chain to a leaf."""
    nothing = np.zeros(len(at.tags), dtype=bool)
    _add(at, leaves, path, _needs(at, purchase, units, nothing) * at.own)


def lived(car: Solved, view: View, year: int) -> Sources:
    """What one car causes after it was sold, by stage and source, each later year in its own network."""
    graph, leaves = car.numbers.graph, Sources()
    own = car.burdens.carbon(view)
    asked = [root for root in roots(car, "product", year) if root.section != BUILD]
    for section in dict.fromkeys(root.section for root in asked):
        units = made(car, view, final_of(car, [root for root in asked if root.section == section]))
        kg = np.einsum("mc,mc->m", units, own)
        for number in np.flatnonzero(kg).tolist():
            key = (STAGE_OF_LIFE[section], graph.makers[number].product)
            leaves[key] = leaves.get(key, 0.0) + float(kg[number])
    return leaves


def _needs(at: Year, purchase: int, units: float, ports: Mask) -> Array:
    """How much of every purchase is needed, ending at the ports."""
    wiring, weights = stopped(at.solved.numbers.wiring, at.weights, np.flatnonzero(ports))
    final = np.zeros((len(at.tags), 1, 1))
    final[purchase] = units
    return demand(wiring, weights, final)[:, 0, 0]

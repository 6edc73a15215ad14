"""T1: by place = by purpose = by price, 1e-12, on networks with a loop, a binding cap and an own plant above a supplier."""

import random

import numpy as np
import pytest

from simulator.accounting.burdens import GROSS
from simulator.accounting.solve import cut, plain, solve
from simulator.accounting.wanted import final_demand
from simulator.equations.passes import demand, intensities
from simulator.ledger import CARBON_COST, OWN_COST, by_place, gross, money
from simulator.network import VIEWS, Returns, Site
from simulator.projection import project
from tests.small import activity, car, figure, mix, scenario
from tests.worlds import world

EXACT = 1e-12


def same(found, wanted, scale=None):
    scale = np.abs(wanted).max() if scale is None else scale
    assert np.abs(np.asarray(found) - wanted).max() <= EXACT * scale


def by_hand():
    """A mill drawing on a power station that draws on steel; a mine of the company above it; scrap that runs short."""
    return scenario(
        (
            activity("steel/mill", "steel", {"electricity": 0.5, "ore": 1.2}, 2.0, 0.8, covered=True),
            activity(
                "steel/again",
                "steel",
                {"electricity": 0.7},
                0.2,
                0.9,
                returns=Returns({"steel": figure(0.5)}, figure(1e4)),
            ),
            activity("station", "electricity", {"steel": 0.01, "coal": 0.3}, 0.8, 0.05),
            activity("coal mine", "coal", {}, {"CH4 fossil": 0.002}, 0.1),
            activity("ore mine", "ore", {"electricity": 0.1}, 0.3, 0.2, at="pit"),
            activity("truck", "haulage", {}, 1e-4, 1e-4),
            activity("yard", "treatment", {"electricity": 30.0}, 5.0, 100.0),
        ),
        kinds={"electricity": "energy", "haulage": "freight"},
        mixes=(
            mix("steel", {"steel/mill": None, "steel/again": 0.4}),
            mix("delivery from pit to world", {"cart": None}),
        ),
        sites=(Site("pit", "B", "company"),),
        routes={"cart": _cart()},
        vehicles=(
            car(
                sections={
                    "materials": {"steel": 1000.0},
                    "use": {"electricity": 0.2},
                    "end of life": {"treatment": 1.0},
                }
            ),
        ),
        plant="company",
    )


def _cart():
    from simulator.network import Leg, Route

    return Route("cart", "pit", ("world",), (Leg("haulage", figure(50.0)),))


WORLDS = {"by hand": by_hand, **{f"random {n}": (lambda n=n: world(random.Random(n))) for n in range(200, 203)}}


@pytest.mark.parametrize("name", WORLDS)
def test_both_passes_give_the_same_sum(name):
    made = WORLDS[name]()
    solved = solve(made)
    n = solved.numbers
    final = final_demand(made, n, solved.cohorts)
    for view in VIEWS:
        kinds = np.stack([solved.burdens.carbon(view), solved.burdens.of(view, OWN_COST)], axis=1)
        own = np.zeros((len(n.graph.purchases), *kinds.shape[1:]))
        c = n.graph.columns
        np.add.at(own, c.maker_purchase, kinds * solved.shares[c.maker_option][:, None, :])
        weights = solved.weights[view]
        upstream = np.einsum("pkc,poc->kc", intensities(n.wiring, weights, own), final)
        level = demand(n.wiring, weights, final)
        same(upstream, np.einsum("pkc,poc->kc", own, level))
        # the network split by branches carries the same sums
        split = cut(solved, view, kinds)
        whole = plain(solved, view, kinds)
        for purchase, nodes in enumerate(solved.branches.of):
            same(split[list(nodes)].sum(axis=0), whole[purchase], np.abs(whole).max())


@pytest.mark.parametrize("name", WORLDS)
def test_a_ledger_is_the_same_by_place_by_purpose_and_by_price(name):
    ledger = project(WORLDS[name]())
    columns = [ledger.header.flows.index(flow) for flow in (OWN_COST, CARBON_COST)]
    for view in VIEWS:
        same(gross(ledger, "flow", view), by_place(ledger, view).sum(axis=0))
        spent = money(ledger, "flow", view)
        same(spent, ledger.places[view].emitted[..., columns].sum(axis=0).T) if view == "market" else None
        for flow in range(len(ledger.header.flows)):
            purpose = sum(e.emitted[..., flow].sum(axis=(0, 1)) for e in ledger.entries[view].values())
            same(purpose, ledger.places[view].emitted[..., flow].sum(axis=0))
    assert GROSS not in ledger.header.flows


def test_the_world_by_hand_holds_a_loop_a_binding_cap_and_an_own_plant_above_a_supplier():
    ledger = project(by_hand())
    assert any(f.code == "supply" for f in ledger.findings)
    assert ledger.shares["steel", "steel/again"][2] < 0.1
    pit = [n for n, node in enumerate(ledger.places["market"].nodes) if node.site == "pit"]
    assert by_place(ledger, "market")[pit].sum() > 0.0

"""The life-cycle solve against Brightway's bw2calc, on a network with a loop, a site, a route, a contract and a lever."""

import json
import os
import random
import subprocess
from functools import cache
from pathlib import Path

import pytest

from simulator.accounting.solve import plain, solve
from simulator.network import VIEWS
from simulator.projection import project
from tests.oracle import Oracle
from tests.recount import recount
from tests.worlds import Features, world

HERE = Path(__file__).parent
PYTHON = Path(os.environ.get("BRIGHTWAY_PYTHON", HERE.parents[1] / ".venv-brightway/bin/python"))
YEARS = (2020, 2023, 2028)
FEATURES = Features(loops=True, limits=False)


def brightway(networks):
    if not PYTHON.exists():
        pytest.fail(f"{PYTHON} is missing: `make test` (or `make brightway`) sets it up", pytrace=False)
    run = subprocess.run(
        [PYTHON, HERE / "solve.py"],
        input=json.dumps(networks),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def export(oracle, demands):
    """A network as plain lists, nodes and flows by number."""
    number = {key: n for n, key in enumerate(oracle.order)}
    flows = list(oracle.scenario.gwp)
    return {
        "count": len(number),
        "inputs": [[number[s], number[k], a] for k, node in oracle.nodes.items() for s, a in node.inputs.items()],
        "emits": [
            [flows.index(f), number[k], kg]
            for k, node in oracle.nodes.items()
            for f, kg in node.emits.items()
            if f in flows
        ],
        "gwp": [oracle.scenario.gwp[flow] for flow in flows],
        "demands": [{str(number[key]): units for key, units in demand.items()} for demand in demands],
    }


@cache
def made():
    return world(random.Random(11), FEATURES)


def test_the_network_has_a_loop():
    assert solve(made()).numbers.graph.levels.components


@pytest.mark.parametrize("view", VIEWS)
def test_intensities_equal_brightways(view):
    """Cars, charging, treatment and removals of several years, by the scores of bw2calc."""
    scenario = made()
    solved = solve(scenario)
    graph = solved.numbers.graph
    ours = plain(solved, view, solved.burdens.carbon(view)[:, None, :])[:, 0]
    networks, wanted = [], []
    for year in YEARS:
        oracle = Oracle(scenario, year, view)
        keys = []
        for name, purchase in graph.demand.items():
            keys.append(_key(oracle, name))
            wanted.append(ours[purchase, year - scenario.years.start])
        networks.append(export(oracle, [{key: 1.0} for key in keys]))
    found = [score for scores in brightway(networks) for score in scores]
    assert len(found) >= 3 * 20
    assert found == pytest.approx(wanted, rel=1e-9)


def _key(oracle, name):
    from tests.oracle import Who

    match name:
        case ("build", vehicle, market):
            return oracle.car(vehicle, market)
        case ("life", user, place, product):
            return oracle.buy(product, Who(user, "", place))
        case ("overhead", item):
            return oracle.overhead(item)
    return oracle.buy("neutralisation", Who("neutralisation", "", "world"))


def test_yearly_emissions_equal_brightways():
    """All that cars and overheads ask for in a year, scored by bw2calc in the network of that year."""
    scenario = made()
    ledger = project(scenario)
    again = recount(scenario, ledger, "market")
    found = brightway([export(o, [final]) for o, final in zip(again.oracles, again.finals, strict=True)])
    weights = [scenario.gwp.get(flow, 0.0) for flow in ledger.header.flows]
    flow = (ledger.places["market"].emitted @ weights).sum(axis=0)
    assert [score for (score,) in found] == pytest.approx(flow, rel=1e-9)

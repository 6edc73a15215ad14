"""The same model written apart in levels, solved once and globally: each kind of constraint on random cases, same optimum."""

import pytest

from simulator.optimization import optimize
from simulator.projection import project
from tests.optimization.levelled import DECIDE, SEEDS
from tests.optimization.levelled_more import KINDS
from tests.optimization.twin import Twin

BINDS = {
    "at most": "share", "ramp": "ramp", "giver": "giver", "supply": "supply", "users": "budget",
    "improvement": "budget", "reduction": "reduction", "intensity": "intensity", "contraction": "contraction",
    "spend": "spend", "net": "net", "net budget": "budget", "first year": "budget",
    "content": "content", "ban": "ban", "fleet": "fleet", "footprint": "footprint", "footprint of one": "footprint",
    "paid content": "content", "paid footprint": "footprint", "paid fleet": "fleet", "paid while spending": "spend",
}  # fmt: skip
"""Kind of the price that tells that a limit is felt: a constraint that never binds tests nothing."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_optimum_is_that_of_the_twin(kind):
    scenarios = [KINDS[kind](seed) for seed in SEEDS]
    plans = [optimize(scenario, project, decide=DECIDE) for scenario in scenarios]
    assert [plan.missed for plan in plans] == [()] * len(plans)
    assert [plan.aim for plan in plans] == pytest.approx(Twin(*scenarios, decide=DECIDE).aims, rel=1e-6)
    assert kind not in BINDS or any(price.kind == BINDS[kind] for plan in plans for price in plan.prices)
    if kind.startswith("paid"):  # a penalty that is never worth paying, or always, tests nothing
        paid = [bool((paid[1:5] > 0.0).any()) for plan in plans for paid in plan.penalties.values()]
        kept = [
            price.name for plan in plans for price in plan.prices if price.kind in {"content", "footprint", "fleet"}
        ]
        assert any(paid)
        assert kept

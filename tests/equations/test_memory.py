"""Nothing that is remembered goes stale: a changed copy gives what the same scenario gives when all its nouns are new."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.network import CarbonPrice, Lever, MixName, Policy, Scenario, Shift, Years
from simulator.projection import totals
from tests.small import COAL, POWER, STEEL, TREATMENT, activity, figure, mix, scenario


def world() -> Scenario:
    """Coal and wind power, a lever between them, and a carbon price."""
    wind = activity("wind park", "electricity", {}, 0.01, 0.07)
    return scenario(
        (STEEL, POWER, COAL, TREATMENT, wind),
        kinds={"electricity": "energy"},
        mixes=(mix("electricity", {"power station": None, "wind park": 0.1}),),
        levers={"wind": Lever("wind", Shift((MixName("electricity"),), "wind park"), figure({2022: 0.3, 2030: 0.8}))},
        policies={"price": Policy("price", "world", CarbonPrice(figure(0.1), covers=("electricity",)))},
    )


def renewed(old: Scenario) -> Scenario:
    """The same scenario, every noun a new object."""
    fresh = {
        name: {key: replace(noun) for key, noun in getattr(old, name).items()}
        for name in ("products", "activities", "sites", "vehicles", "markets", "levers", "policies")
    }
    return replace(
        old,
        gwp=dict(old.gwp),
        mixes=tuple(replace(m) for m in old.mixes),
        sales=tuple(replace(s) for s in old.sales),
        **fresh,
    )


CHANGES = {
    "years of sale end earlier": lambda s: replace(s, years=Years(2020, 2027, 2050, 2021)),
    "tables end earlier": lambda s: replace(s, years=Years(2020, 2030, 2045, 2021)),
    "methane weighs more": lambda s: replace(s, gwp={**s.gwp, "CH4 fossil": 82.5}),
    "a lever goes further": lambda s: replace(
        s, levers={"wind": replace(s.levers["wind"], share=figure({2022: 0.5, 2030: 1.0}))}
    ),
    "no carbon price": lambda s: replace(s, policies={}),
    "fewer cars": lambda s: replace(s, sales=tuple(replace(x, cars=figure(10.0)) for x in s.sales)),
    "a longer life": lambda s: replace(
        s, vehicles={k: replace(v, lifetime=figure(300000.0)) for k, v in s.vehicles.items()}
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_copy_is_worked_out_anew_where_it_must_be(name):
    before = world()
    totals(before)
    changed = CHANGES[name](before)
    found, wanted = totals(changed), totals(renewed(changed))
    for book in wanted.gross:
        assert np.array_equal(found.gross[book], wanted.gross[book])
    assert found.cost is not None
    assert wanted.cost is not None
    assert np.array_equal(found.cost, wanted.cost)

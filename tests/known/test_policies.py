"""Every kind of policy acts only where and while it is in force: on cost or as a breach that is told, never as an emission.

1000 cars a year of 1000 kg steel at 2 kg CO2 and 1 EUR a kilogram, built in A1 and sold half in A, half in B; steel from a mill
in B. Each policy is in force from 2024 to the end of 2026.
"""

from dataclasses import replace

import numpy as np
import pytest

from simulator.ledger import gross, money
from simulator.network import (
    BOOKS,
    VIEWS,
    Ban,
    BorderAdjustment,
    CarbonPrice,
    Emission,
    Figure,
    GridPathway,
    Leg,
    Levy,
    Market,
    Maximum,
    Minimum,
    Point,
    Policy,
    Recipe,
    Route,
    Sales,
    Site,
    Years,
)
from simulator.projection import project, totals
from tests.small import SURVIVAL, activity, car, figure, mix, scenario

YEARS = Years(2020, 2030, 2032, 2021)
IN_FORCE = Figure((Point(2020.0, 0.0), Point(2024.0, 1.0), Point(2027.0, 0.0)), between="step")
YEARS_IN_FORCE = [2024, 2025, 2026]
KG = 1e6


def world(**policies):
    """The scenario with policies: name -> (place, rule)."""
    mill = activity("mill", "steel", {}, 2.0, 1.0, at="mill site", covered=True)
    made = scenario(
        (mill, activity("other mill", "steel", {}, 2.0, 1.0), activity("lorry", "haulage"), activity("pump", "fuel", {}, 3.0)),
        kinds={"haulage": "freight", "fuel": "fuel"},
        mixes=(mix("steel", {"mill": None, "other mill": 0.0}), mix("delivery from mill site to world", {"road": None}),
               mix("delivery from plant to world", {"out": None})),
        vehicles=(car(sections={"materials": {"steel": 1000.0}, "use": {"fuel": 0.05}}),),
        sites=(Site("mill site", "B"),),
        routes={"road": Route("road", "mill site", ("world",), (Leg("haulage", figure(1.0)),)),
                "out": Route("out", "plant", ("world",), (Leg("haulage", figure(1.0)),))},
        markets=tuple(Market(place, SURVIVAL, figure({0.0: 15000.0, 15.0: 9000.0})) for place in ("A", "B")),
        sales=tuple(Sales("car", place, figure(500.0)) for place in ("A", "B")),
        years=YEARS,
    )  # fmt: skip
    steel = replace(made.products["steel"], bordered=True, embedded=figure(1.5))
    law = {name: Policy(name, place, rule, IN_FORCE) for name, (place, rule) in policies.items()}
    return replace(made, products={**made.products, "steel": steel}, policies=law)


NONE = project(world())


def told(*policies):
    """Extra cost by year [EUR] and findings of policies; emissions are checked to be what they were."""
    ledger = project(world(**{f"law {n}": each for n, each in enumerate(policies)}))
    for view in VIEWS:
        for book in BOOKS:
            assert (gross(ledger, book, view) == gross(NONE, book, view)).all()
    extra = (money(ledger, "flow", "market") - money(NONE, "flow", "market")).sum(axis=0)
    return extra, [finding.text for finding in ledger.findings if finding.code == "policy"]


def in_force(each_year):
    return [each_year if year in YEARS_IN_FORCE else 0.0 for year in YEARS.sales]


COSTS = {
    "carbon price": ("B", CarbonPrice(figure(0.1)), 2.0 * 0.1 * KG),
    "with a free part, not all passed through": (
        "B", CarbonPrice(figure(0.1), free=figure(0.25), pass_through=figure(0.8)), 2.0 * 0.1 * 0.75 * 0.8 * KG),
    "carbon price elsewhere": ("A", CarbonPrice(figure(0.1)), 0.0),
    "tax on making": ("B", Levy(figure(0.3), activity="mill"), 0.3 * KG),
    "tax on making elsewhere": ("A", Levy(figure(0.3), activity="mill"), 0.0),
    "subsidy of buying": ("A", Levy(figure(-0.2), product="steel", on="buying"), -0.2 * KG),
    "subsidy of buying elsewhere": ("B", Levy(figure(-0.2), product="steel", on="buying"), 0.0),
}  # fmt: skip


@pytest.mark.parametrize("name", COSTS)
def test_a_price_or_levy_is_a_cost_where_and_while_it_is_in_force(name):
    place, rule, each_year = COSTS[name]
    extra, findings = told((place, rule))
    assert extra[: len(YEARS.sales)] == pytest.approx(in_force(each_year), abs=1e-6)
    assert findings == []


@pytest.mark.parametrize(("place", "origin", "each_year"), [("A", 0.0, 0.075), ("A", 0.04, 0.015), ("B", 0.0, 0.0)])
def test_the_border_charges_what_crosses_into_the_place_less_the_price_at_the_origin(place, origin, each_year):
    """1.5 kg embedded x 0.5 x 0.1 EUR/kg; what is paid on them at the origin comes off."""
    border, price = BorderAdjustment("law 1", figure(0.5)), CarbonPrice(figure(0.1), covers=("nothing else",))
    extra, findings = told((place, border), (place, price), ("B", CarbonPrice(figure(origin))))
    at_home = 2.0 * origin
    assert extra[: len(YEARS.sales)] == pytest.approx(in_force((each_year + at_home) * KG), abs=1e-6)
    assert findings == []


LIMITS = {
    "recycled content": (Minimum("steel", figure(0.25)), "0.0% recycled steel, at least 25.0%"),
    "a minimum that is kept": (Minimum("steel", figure(0.0)), None),
    "footprint": (Maximum("footprint", figure(1.5), "steel"), "2 kg CO2e per unit of steel, at most 1.5"),
    "a footprint that is kept": (Maximum("footprint", figure(2.5), "steel"), None),
    "fleet": (Maximum("fleet", figure(0.1)), "0.15 kg/km when driving, at most 0.1"),
    "a fleet that is kept": (Maximum("fleet", figure(0.2)), None),
    "ban": (Ban(2020.0, activity="mill"), "1e+06 units of mill"),
    "ban of what nobody makes": (Ban(2020.0, activity="other mill"), None),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_told_with_its_first_year_and_its_size_and_costs_nothing(name):
    rule, words = LIMITS[name]
    extra, findings = told(("world", rule))
    assert not extra.any()
    assert [each.split(";")[0] for each in findings] == ([f"law 0 is broken from 2024: {words}"] if words else [])


def test_a_limit_acts_on_the_cars_sold_inside_and_a_ban_on_what_is_made_inside():
    assert told(("A1", Maximum("fleet", figure(0.1))), ("A", Ban(2020.0, activity="mill")))[1] == []
    assert len(told(("A", Maximum("fleet", figure(0.1))), ("B", Ban(2020.0, activity="mill")))[1]) == 2
    assert len(told(("A", Ban(2020.0, product="steel", on="buying")))[1]) == 1


def test_the_size_of_a_breach_is_that_of_its_worst_year():
    _, (finding,) = told(("world", Minimum("steel", figure({2024: 0.1, 2026: 0.3}))))
    assert finding == (
        "law 0 is broken from 2024: 0.0% recycled steel, at least 10.0%; worst in 2026: 0.0% recycled steel, at least 30.0%"
    )


def test_a_grid_pathway_acts_inside_its_place_and_on_no_cost_of_carbon():
    grid = activity("grid", "power", {}, 0.6, 0.1)
    clean = Recipe("world", (), (Emission("CO2 fossil", figure(0.1)),), grid.recipes[0].money, "clean")
    grid = replace(grid, recipes=(*grid.recipes, clean))
    made = scenario(
        (grid, activity("yard", "treatment")),
        units={"power": "kWh"},
        kinds={"power": "energy"},
        vehicles=(car(sections={"materials": {"power": 1.0}, "use": {"power": 0.2}}),),
        markets=tuple(Market(p, SURVIVAL, figure({0.0: 15000.0, 15.0: 9000.0})) for p in ("A", "B")),
        years=YEARS,
    )
    none, here, all_ = (
        totals(replace(made, policies={"grids": Policy("grids", place, GridPathway("clean"))} if place else {}))
        for place in ("", "B", "world")
    )
    cost = [each.cost for each in (none, here, all_)]
    assert all(np.array_equal(cost[0], other) for other in cost[1:])
    flow = [float(each.gross["market", "flow"].sum()) for each in (none, here, all_)]
    assert flow[2] == pytest.approx(flow[0] / 6.0)
    assert flow[2] < flow[1] < flow[0]

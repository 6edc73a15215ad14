"""What a tonne costs: answers on paper, what is discounted, what is marked, what is not drawn."""

from dataclasses import replace

import pytest

import simulator as sim
from simulator.network import Improve, Leg, Lever, MixName, Money, Route, Shift
from simulator.planning.abatement import abatement
from simulator.planning.costed import costed
from simulator.planning.wedge_tables import bars, costs, macc_picture, priced, wedge_picture, yearly
from simulator.planning.wedges import wedges
from simulator.words import ENGLISH
from tests.pulled import AIR, BOTH, CARS, CLEANER, LESS, pulled
from tests.small import activity, figure

YEARS = 3
"""2022 to 2024, in which levers act and cars are sold; the base year is 2021."""
WORTH = sum(1.06**-age for age in (1, 2, 3))


def by_name(curve):
    return {bar.player.name: bar for bar in curve.bars}


def test_tonnes_and_euros_of_two_levers():
    curve = abatement(wedges(pulled()))
    found = by_name(curve)
    assert [bar.player.name for bar in curve.bars] == [LESS, CLEANER]
    assert found[CLEANER].cut == pytest.approx(YEARS * CARS * 1710)
    assert found[CLEANER].own == pytest.approx(CARS * 900 * WORTH)
    assert found[CLEANER].undiscounted == pytest.approx(YEARS * CARS * 900)
    assert found[CLEANER].cost == pytest.approx(900 * WORTH / (YEARS * 1710))
    assert found[CLEANER].as_paid == pytest.approx(900 / 1710)
    assert found[LESS].cost == pytest.approx(-300 * WORTH / (YEARS * 210))
    assert (curve.measure, curve.book, curve.view, curve.start, curve.end) == ("net", "inventory", "market", 2020, 2024)


def test_bars_add_up_to_what_the_plan_cuts_and_costs():
    found = wedges(pulled(0.5, chain=0.1))
    curve = abatement(found)
    nobody, everyone = (each[found.column()] for each in found.total("net", "inventory", "market"))
    assert sum(bar.cut for bar in curve.bars) == pytest.approx(nobody - everyone)
    for measure in ("own", "carbon", "once"):
        before, after = found.total(measure)
        change = sum((after - before)[at] * 1.06 ** -(at - 1) for at in range(12))
        assert sum(getattr(bar, measure) for bar in curve.bars) == pytest.approx(change)


def test_a_kilogram_removed_costs_its_price():
    bar = by_name(abatement(wedges(pulled(0.5))))[AIR]
    assert (bar.cut, bar.removed) == pytest.approx((YEARS * CARS * BOTH / 2,) * 2)
    assert bar.gross == pytest.approx(0.0)
    assert bar.as_paid == pytest.approx(0.5)


def test_of_gross_removals_cut_nothing_and_are_not_drawn():
    curve = abatement(wedges(pulled(0.5, chain=0.1)), "gross")
    bar = by_name(curve)[AIR]
    assert bar.cut < 0.0
    assert not bar.drawn
    assert curve.bars[-1] is bar
    assert macc_picture(curve) is not None
    assert bars(curve)["EUR per t as paid, not discounted"].tolist()[-1] == ""


def test_one_off_payments_are_part_of_the_cost_and_carbon_cost_stands_apart():
    from simulator.network import CarbonPrice, Policy

    made = pulled()
    covered = {name: replace(one, covered=True) for name, one in made.activities.items()}
    made = replace(made, activities=covered, policies={"price": Policy("price", "world", CarbonPrice(figure(0.1)))})
    paying = replace(made.levers[LESS], once=figure(7e6))
    bar = by_name(abatement(wedges(replace(made, levers={**made.levers, LESS: paying}))))[LESS]
    assert bar.once == pytest.approx(7e6 / 1.06)
    assert bar.carbon == pytest.approx(-0.1 * CARS * 210 * WORTH)
    assert bar.cost == pytest.approx((bar.own + bar.once) / bar.cut)
    assert bar.with_carbon == pytest.approx(bar.cost - 0.1 * WORTH / YEARS)
    assert bar.missing == ()


def test_a_book_that_dates_a_life_at_its_sale_is_set_against_the_cost_of_that_life():
    """Charging saved costs less in years after the last sale; the flow book counts neither its tonnes nor its euros."""
    made = pulled()
    from simulator.network import Exchange

    power = replace(made.activities["station"], recipes=activity("station", "electricity", {}, 0.5, 0.3).recipes)
    driven = replace(
        made.vehicles["car"], sections={**made.vehicles["car"].sections, "use": (Exchange("electricity", figure(0.2)),)}
    )
    thrift = Lever(LESS, Improve("electricity", ("car",), {"electricity": figure(0.5)}), figure({2022: 1.0}))
    made = replace(
        made, activities={**made.activities, "station": power}, vehicles={"car": driven}, levers={LESS: thrift}
    )
    found = wedges(made)
    (whole,), (window,) = (abatement(found, "gross", book).bars for book in ("inventory", "flow"))
    assert whole.cut > 2 * window.cut
    # a kilogram is half a kWh's, and costs 0.3 / 0.5 EUR, whenever it is paid
    assert whole.as_paid == window.as_paid == pytest.approx(-0.6)
    assert abatement(found, "gross", "flow").to == 2024
    assert "until the last car is gone" in priced(abatement(found))


def test_what_hardly_cuts_is_listed_and_where_nothing_cuts_there_is_no_picture():
    made = pulled()
    idle = replace(made.levers["idle"], share=figure(0.0))
    curve = abatement(wedges(replace(made, levers={**made.levers, "idle": idle})))
    assert [bar.player.name for bar in curve.bars if not bar.drawn] == ["idle"]
    alone = abatement(wedges(replace(made, levers={"idle": idle})))
    assert macc_picture(alone) is None


# ---- what lacks a price ----------------------------------------------------------------------------------------------


def bare(made, *names, money=None):
    """The scenario with some activities that state no cost, or another one."""
    recipes = {name: replace(made.activities[name].recipes[0], money=money) for name in names}
    return replace(
        made,
        activities={**made.activities, **{n: replace(made.activities[n], recipes=(r,)) for n, r in recipes.items()}},
    )


def test_a_lever_is_marked_where_its_target_or_its_giver_states_no_price():
    made = pulled(0.5)
    lever = made.levers[CLEANER]
    assert costed(made, lever).missing == ()
    assert costed(bare(made, "mill/clean"), lever).missing == ("mill/clean",)
    assert costed(bare(made, "mill/dirty"), lever).missing == ("mill/dirty",)
    assert costed(made, made.levers[AIR]).missing == ()  # to remove nothing costs nothing
    over = Money("premium", figure(0.2))
    assert costed(bare(bare(made, "mill/dirty"), "mill/clean", money=over), lever).missing == ()


def test_an_unproven_price_is_told():
    from simulator.network import Figure, Origin, Point

    made = pulled()
    guess = Figure((Point(0.0, 2.0),), origin=Origin(status="assumption"))
    assert not costed(made, made.levers[CLEANER]).unproven
    assert costed(bare(made, "mill/clean", money=Money("cost", guess)), made.levers[CLEANER]).unproven


def test_an_improvement_that_is_not_paid_for_says_so():
    made = pulled()
    assert costed(made, made.levers[LESS]).missing == ("what the improvement itself costs",)
    assert costed(made, replace(made.levers[LESS], once=figure(1e6))).missing == ()


def test_a_policy_is_marked_since_others_pay_for_it():
    from simulator.network import CarbonPrice, Policy

    made = replace(pulled(), policies={"price": Policy("price", "world", CarbonPrice(figure(0.1)))})
    bar = by_name(abatement(wedges(made, policies=["price"])))["price"]
    assert bar.missing == ("what others pay for it",)
    assert not bar.drawn  # the mills are not covered: it moves nothing


def test_a_route_is_priced_by_what_carries_it():
    made = pulled()
    route = Route("rail", "plant", ("B",), (Leg("rail freight", figure(100.0)),))
    lever = Lever("rail", Shift((MixName("delivery from plant to B"),), "rail"), figure(0.5))
    train = activity("train", "rail freight", {}, 0.0)
    made = replace(made, routes={"rail": route}, activities={**made.activities, "train": train})
    assert costed(made, lever).missing == ("rail",)
    train = activity("train", "rail freight", {}, 0.0, 1e-5)
    assert costed(replace(made, activities={**made.activities, "train": train}), lever).missing == ()


# ---- tables and pictures ---------------------------------------------------------------------------------------------


def test_tables_hold_every_change_in_kilograms():
    found = wedges(pulled(0.5))
    table, paid = yearly(found), costs(found)
    assert set(table["way"]) == {"Shapley value", "alone", "last"}
    assert set(yearly(wedges(pulled(), pairs=2))["way"]) == {"Shapley value", "standard error", "alone", "last"}
    mine = (table["player"] == CLEANER) & (table["way"] == "Shapley value") & (table["year"] == 2023)
    mine &= (table["book"] == "inventory") & (table["view"] == "market")
    assert table["gross"][mine] == pytest.approx([-CARS * 1710])
    assert table["net"] == pytest.approx(table["gross"] - table["removed"])
    mine = (paid["player"] == CLEANER) & (paid["way"] == "alone") & (paid["year"] == 2023)
    assert paid["own"][mine] == pytest.approx([CARS * 1000])
    assert len(table["year"]) == 3 * 3 * 3 * 2 * 12


def test_the_table_of_bars_is_in_euros_a_tonne():
    table = bars(abatement(wedges(pulled())))
    assert table["player"].tolist() == [LESS, CLEANER]
    assert table["net"] == pytest.approx([-YEARS * CARS * 210, -YEARS * CARS * 1710])
    assert float(table["EUR per t as paid, not discounted"][1]) == pytest.approx(1000 * 900 / 1710)
    assert table["lacks a price"].tolist() == ["what the improvement itself costs", ""]


def test_pictures_say_that_bars_interact_and_close_on_both_lines():
    found = wedges(pulled(0.5))
    spec = macc_picture(abatement(found))
    assert ENGLISH("macc_interact") in spec["title"]["subtitle"]
    assert ENGLISH("macc_interact") in spec["description"]
    areas = wedge_picture(found, "inventory", "market")["layer"][0]["data"]["values"]
    rows = {(row["layer"], row["year"]): row for row in areas}
    assert rows["Cleaner steel", 2023]["low"] == pytest.approx(CARS * BOTH / 1e6)  # kt
    assert rows[LESS, 2023]["high"] == pytest.approx(CARS * 2000 / 1e6)


def test_the_planners_face_gives_both():
    assert sim.wedges is wedges
    assert sim.abatement is abatement

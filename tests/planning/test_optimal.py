"""The least-cost plan from a scenario to its folder: what it says, that it can be read back, and what it misses when played."""

import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

import simulator as sim
from simulator.errors import QuestionError
from simulator.ledger import gross, removed
from simulator.network import Optimize
from simulator.optimization import with_plan
from simulator.planning.optimal_document import document
from simulator.planning.optimal_files import saving
from simulator.planning.optimal_wording import nearest, years
from simulator.planning.payers import paid
from simulator.planning.worth import Bound, binding, bounds, marginals
from simulator.projection import project
from tests.asking import GOAL, asking
from tests.played import NoPress

PLAN = {
    "plan-shares",
    "plan-pathway",
    "plan-costs",
    "plan-abatement-cost",
    "plan-limits",
    "plan-missed",
    "plan-removals",
}
REPLAY = {"targets", "levers", "replications", "outcomes", "bands", "costs", "operations"}


def loaded(folder, text):
    path = folder / "asking.yaml"
    path.write_text(text, encoding="utf-8")
    return sim.load(path)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("scenario"), asking())


@pytest.fixture(scope="module")
def result(scenario, tmp_path_factory):
    return sim.optimize(scenario, replications=4, out=tmp_path_factory.mktemp("runs"))


def same(one, other):
    for book in ("product", "inventory", "flow"):
        for view in ("market", "location"):
            assert gross(one, book, view) == pytest.approx(gross(other, book, view), rel=1e-9)
    assert removed(one) == pytest.approx(removed(other), rel=1e-9)
    for payer in ("company", "system"):
        assert paid(one, payer) == pytest.approx(paid(other, payer), rel=1e-9)


def test_the_folder_holds_what_is_promised(result):
    names = {path.relative_to(result.folder).as_posix() for path in result.folder.rglob("*") if path.is_file()}
    drawn = {
        "plan-pathway-inventory",
        "plan-shares",
        "plan-roadmap",
        "plan-costs",
        "plan-abatement-cost",
        "replay-pathway-band",
    }
    expected = {
        "manifest.json",
        "datapackage.json",
        "scenario.resolved.yaml",
        "plan.yaml",
        "ledger.parquet",
        "places.parquet",
    }
    expected |= {f"{name}.csv" for name in PLAN | {f"replay-{name}" for name in REPLAY}}
    expected |= {f"pictures/{name}.{form}" for name in drawn for form in ("svg", "png")}
    assert {name for name in names if not name.startswith("annual/")} == expected
    assert "annual/pathway.csv" in names
    package = json.loads((result.folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = {field["name"] for one in package["resources"] for field in one.get("schema", {}).get("fields", ())}
    assert {"abatement [EUR/t CO2e]", "share_before [1]", "cost_without [EUR]"} <= fields


def test_the_plan_in_the_folder_can_be_read_and_is_the_same(result):
    again = sim.project(sim.load(result.folder / "plan.yaml"))
    same(again, result.ledger)
    same(project(with_plan(result.scenario, result.plan)), result.ledger)


def test_the_ledger_and_the_manifest_hold_the_plan(result):
    held = result.ledger.header.plan
    path = held.shares["scrap", "steel @ CN"]
    assert np.isnan(path[:2]).all()
    assert path[-len(result.plan.shares["scrap"]) :] == pytest.approx(result.plan.shares["scrap"])
    assert ("lean", "charging in car A") in held.shares
    told = json.loads(pq.read_schema(result.folder / "ledger.parquet").metadata[b"plan"])
    assert told == json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))["plan"]
    assert told["shares"][0]["share"][0] is None
    assert result.replay.ledger.header.plan is not None
    assert project(result.scenario).header.plan is None


def test_what_it_costs_is_what_the_optimiser_says(scenario, result):
    assert result.cost(result.ledger) == pytest.approx(result.plan.cost, rel=1e-9)
    assert result.cost(result.without) == pytest.approx(result.plan.without, rel=1e-9)
    assert result.present(result.ledger) == pytest.approx(result.plan.aim, rel=1e-9)
    system = sim.optimize(scenario, asks=Optimize("system", ("goal",)))
    assert system.present(system.ledger) == pytest.approx(system.plan.aim, rel=1e-9)
    assert system.present(system.without) > result.present(result.without)


def test_tables_are_frames_by_name(result):
    frame = result.table("plan-costs")
    assert (frame["spending"] == frame["cost"] - frame["cost_without"]).all()
    shares = result.table("plan-shares").set_index(["lever", "year"])
    assert shares.loc[("scrap", 2025), "share"] > shares.loc[("scrap", 2025), "share_before"] == 0.15
    with pytest.raises(QuestionError, match="did you mean `plan-costs`"):
        result.table("plan-cost")


def test_the_last_tonne_costs_what_a_looser_target_saves(scenario, result):
    (one,) = marginals(scenario, result.asks, result.plan, result.since)
    assert (one.target, one.held, one.year, one.within) == ("goal", "reduction", 2025, True)
    base = gross(result.ledger, "inventory", "market")[1] / result.ledger.fleet.sold[:, 1].sum()
    cars = result.ledger.fleet.sold[:, 3].sum()
    tighter = replace(scenario.targets["goal"], cut=0.14 + 1e-4)
    dearer = sim.optimize(replace(scenario, targets={"goal": tighter}))
    assert dearer.plan.aim - result.plan.aim == pytest.approx(one.discounted * 1e-4 * base * cars, rel=1e-3)


def test_a_budget_is_worth_the_same_in_each_year_once_discounted(tmp_path):
    goal = "goal: {kind: budget, book: flow, at most: 116 kt, from: 2022, to: 2025}"
    found = sim.optimize(loaded(tmp_path, asking(goal)))
    some = marginals(found.scenario, found.asks, found.plan, found.since)
    assert [one.year for one in some] == [2024, 2025]
    assert some[1].price == pytest.approx(1.06 * some[0].price)
    assert some[0].discounted == some[1].discounted > 0.0


def test_where_emissions_are_minimised_the_last_euro_tells_the_last_tonne(scenario):
    asks = Optimize("company", (), "emissions", scenario.sales[0].cars)
    spend = replace(asks.spend_at_most, points=(replace(asks.spend_at_most.points[0], x=0.0, best=2e4),))
    found = sim.optimize(scenario, asks=replace(asks, spend_at_most=spend))
    some = marginals(found.scenario, found.asks, found.plan, found.since)
    assert {one.target for one in some} == {"spend at most"}
    price = next(one for one in found.plan.prices if one.kind == "spend")
    assert some[0].price == pytest.approx(1.0 / price.value)
    assert {one.worth for one in bounds(scenario, found.asks, found.plan)} == {"kg CO2e"}


def test_what_is_out_of_reach_is_told_with_the_nearest_and_has_no_price(tmp_path):
    found = sim.optimize(loaded(tmp_path, asking(GOAL.replace("14 %", "60 %"))))
    assert not found.met
    (row,) = found.table("plan-missed").to_dict("records")
    assert row["nearest"] - row["asked_for"] == pytest.approx(row["missed"])
    assert row["nearest"] == pytest.approx(gross(found.ledger, "inventory", "market")[3])
    assert row["missed_before"] > row["missed"]
    (tonne,) = found.table("plan-abatement-cost").to_dict("records")
    assert (tonne["within reach"], tonne["abatement"] != tonne["abatement"]) == ("no", True)
    assert nearest(found)[2][0][0] == "goal, reduction 2025"
    assert years(found)[2][-1][-1] == "out of reach"
    assert json.dumps(document(found), allow_nan=False)


def test_a_lever_that_comes_late_makes_the_replay_fall_short(scenario, result):
    assert result.met
    (row,) = result.table("replay-targets").to_dict("records")
    assert (row["target"], row["asked"], row["met"], row["gap"]) == ("goal", "yes", "yes", 0.0)
    assert row["probability"] < 1.0
    assert row["p95"] >= row["mean"] > 0.0
    levers = result.table("replay-levers").set_index(["lever", "year"])
    assert levers.loc[("scrap", "2025"), "planned"] > 2 * levers.loc[("scrap", "2025"), "mean"]
    calm = replace(scenario, disruptions={}, events=type(scenario.events)())
    punctual = sim.optimize(calm, replications=1)
    assert punctual.table("replay-targets")["mean"][0] < row["mean"]


def test_limits_of_many_years_are_one_and_worth_what_they_add_up_to():
    one, two, three = (
        Bound("ramp", "steel: faster ramp", 2030, "% point", "EUR", 1.0, 0.5),
        Bound("ramp", "steel: faster ramp", 2031, "% point", "EUR", 1.0, 0.4),
        Bound("share", "steel: higher share", 2031, "% point", "EUR", 3.0, 2.0),
    )
    found = binding([one, two, three])
    assert [(b.words, b.years, b.discounted) for b in found] == [
        ("steel: higher share", (2031,), 2.0), ("steel: faster ramp", (2030, 2031), 0.9),
    ]  # fmt: skip


def test_what_cannot_be_asked_is_refused(tmp_path):
    with pytest.raises(QuestionError, match="no section `optimize`"):
        sim.optimize(loaded(tmp_path, asking(asks="")))
    scenario = loaded(tmp_path, asking())
    with pytest.raises(QuestionError, match="'goat', which is no target"):
        sim.optimize(scenario, asks=Optimize("company", ("goat",)))
    with pytest.raises(QuestionError, match=r"decide\(=2070\) must be from 2022 to 2025"):
        sim.optimize(scenario, decide=2070)


def test_a_plan_is_saved_beside_its_scenario_alone(tmp_path):
    file = tmp_path / "a.yaml"
    assert saving("plan.yaml", file) == tmp_path / "plan.yaml"
    with pytest.raises(QuestionError, match="must lie beside it"):
        saving(tmp_path / "below" / "plan.yaml", file)
    with pytest.raises(QuestionError, match="must end with"):
        saving("plan.csv", file)


def test_nothing_is_written_where_nothing_is_asked_for(scenario, monkeypatch, tmp_path):
    monkeypatch.setattr("simulator.planning.optimal_files.Press", NoPress)
    monkeypatch.chdir(tmp_path)
    found = sim.optimize(scenario, decide=2024)
    assert (found.folder, found.replay, [*tmp_path.iterdir()]) == (None, None, [])
    assert set(found.tables) == PLAN

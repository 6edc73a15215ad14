"""What a reader wants of the optimiser, and a plan taken over: on the levers of a page, and as a file that extends."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

import simulator as sim
from simulator.analysis import stages, targets
from simulator.errors import QuestionError
from simulator.ledger import gross, light, removed
from simulator.network import BOOKS, VIEWS
from simulator.planning.explore import explore
from simulator.planning.own import OWN, Own
from simulator.planning.plan_takeover import kept, on_handles
from simulator.planning.roadmap import stretches, unused
from simulator.planning.shelf import opened
from simulator.planning.wish import OWN as OWN_TARGET
from simulator.planning.wish import Wish, own_target, planned, question, usual
from simulator.reading import load
from tests.asking import asking


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shelf") / "family"
    folder.mkdir()
    (folder / "asking.yaml").write_text(asking(), encoding="utf-8")
    return folder.parent


@pytest.fixture(scope="module")
def scenario(shelf):
    return sim.load(shelf / "family" / "asking.yaml")


@pytest.fixture(scope="module")
def found(scenario):
    return planned(scenario, usual(scenario))


def test_what_the_scenario_asks_gives_the_plan_of_the_command(scenario, found):
    best = sim.optimize(scenario)
    assert found.plan.aim == best.plan.aim
    for name, shares in best.plan.shares.items():
        assert shares.tolist() == found.plan.shares[name].tolist()
    for name, table in best.tables.items():
        for column, values in table.items():
            assert found.tables[name][column].tolist() == values.tolist()


def test_a_plan_is_handed_over_with_all_that_is_told_of_it(found):
    other = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own
    assert other.plan.gap == found.plan.gap
    assert [one.value for one in other.plan.prices] == [one.value for one in found.plan.prices]
    assert other.present(other.ledger) == found.present(found.ledger)


def test_a_light_ledger_says_the_same_of_every_year(scenario):
    whole = sim.project(scenario)
    small = light(whole)
    for view in VIEWS:
        for book in BOOKS:
            assert gross(small, book, view) == pytest.approx(gross(whole, book, view), rel=1e-12)
            assert stages(small, book, view)["co2e"].to_numpy() == pytest.approx(
                stages(whole, book, view)["co2e"].to_numpy()
            )
    assert removed(small).tolist() == removed(whole).tolist()
    assert [one.met for one in targets(scenario.targets, small)] == [
        one.met for one in targets(scenario.targets, whole)
    ]
    assert len(pickle.dumps(small)) < len(pickle.dumps(whole))


def test_a_target_of_ones_own_is_met_and_costs_no_less(scenario, found):
    """5 % more cut than the scenario's 14 %, on the same book."""
    own = replace(own_target("reduction", "inventory", "market", by=2025, amount=15.0, start=2023), per="vehicle")
    wish = replace(usual(scenario), own=own)
    more = planned(scenario, wish)
    verdict = next(one for one in more.verdicts if one.name == OWN_TARGET)
    assert verdict.met == (not more.plan.missed)
    assert more.plan.merit >= found.plan.merit - 1e-6 * abs(found.plan.merit)


def test_levers_that_may_not_be_used_are_not_used(scenario, found):
    used = stretches(found)[0].lever
    without = planned(scenario, replace(usual(scenario), without=(used,)))
    assert used not in {one.lever for one in stretches(without)}
    assert scenario.levers[used].title or used in unused(without)
    assert without.plan.merit >= found.plan.merit - 1e-6 * abs(found.plan.merit)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(meet=("gaol",)), "did you mean `goal`"),
        (Wish(without=("scarp",)), "is not in the scenario"),
        (Wish(own=own_target("reduction", "inventory", "market", by=2099, amount=10.0, start=2023)), "by(=2099)"),
        (Wish(own=own_target("budget", "flow", "market", by=2023, amount=1.0, start=2025)), "must not lie after"),
    ],
)
def test_what_cannot_be_asked_is_refused(scenario, wish, said):
    with pytest.raises(QuestionError, match=said.replace("(", r"\(").replace(")", r"\)")):
        question(scenario, wish)


def test_the_roadmap_tells_when_levers_begin_and_what_they_reach(found):
    for one in stretches(found):
        path = found.plan.shares[one.lever]
        assert one.decided <= one.first <= one.peak <= one.years[-1]
        assert one.shares[-1] == one.last
        assert max(one.shares) == pytest.approx(float(np.max(path[: len(path)])), abs=1e-9)


def test_a_plan_on_the_levers_of_the_page_is_near_it(shelf, found):
    """Two marks a lever in whole per cent: what the page then shows lies near the plan, and within its ramps."""
    scenario = opened(shelf / "family" / "asking.yaml")
    settings = on_handles(scenario.handles, found, {})
    seen = explore(scenario.filed.scenario, settings, scenario.handles)
    marks = {mark.key: (one.lever.name, mark.year) for one in scenario.handles.levers for mark in one.marks}
    for key, value in settings.items():
        name, year = marks[key]
        years = found.plan.years[name]
        assert value == pytest.approx(100 * found.plan.shares[name][years.index(year)], abs=0.51)
    plan, page = (gross(ledger, "inventory", "market")[-4] for ledger in (found.ledger, seen.ledger))
    assert page == pytest.approx(plan, rel=0.05)


def test_a_plan_is_kept_as_a_scenario_that_gives_its_very_figures(shelf, found, tmp_path):
    scenario = opened(shelf / "family" / "asking.yaml")
    home = Own(tmp_path / "own", shelf)
    name = kept(found, scenario, home, "family/asking", "My plan", {})
    text = home.texts(name)
    assert "extends: family/asking.yaml" in next(iter(text.values()))
    read = load(home.path(name), beside=home.beside())
    ledger = sim.project(read)
    for book in BOOKS:
        assert gross(ledger, book, "market") == pytest.approx(gross(found.ledger, book, "market"), rel=1e-9)
    again = kept(found, opened(home.path(name), beside=home.beside()), home, name, "Again", {})
    assert again.startswith(OWN)
    assert again != name


def test_a_target_of_ones_own_stands_in_the_kept_file(shelf, scenario, tmp_path):
    own = replace(own_target("reduction", "inventory", "market", by=2025, amount=15.0, start=2023), per="vehicle")
    more = planned(scenario, replace(usual(scenario), own=own))
    home = Own(tmp_path / "own", shelf)
    name = kept(more, opened(shelf / "family" / "asking.yaml"), home, "family/asking", "Mine", {})
    read = load(home.path(name), beside=home.beside())
    assert read.targets[OWN_TARGET].cut == pytest.approx(0.15)
    assert OWN_TARGET in read.optimize.meet


@pytest.mark.parametrize(
    ("kind", "amount"),
    [("net zero", 10.0), ("reduction", 50.0), ("contraction", 4.2), ("budget", 2.0), ("intensity", 9000.0)],
)
def test_every_kind_of_target_is_read_back_as_it_was_asked(shelf, found, tmp_path, kind, amount):
    own = own_target(kind, "inventory", "market", by=2025, amount=amount, start=2023)
    asked = replace(found, scenario=replace(found.scenario, targets={**found.scenario.targets, OWN_TARGET: own}))
    home = Own(tmp_path / "own", shelf)
    name = kept(asked, opened(shelf / "family" / "asking.yaml"), home, "family/asking", "Mine", {})
    read = load(home.path(name), beside=home.beside()).targets[OWN_TARGET]
    for field in ("kind", "book", "view", "by", "residual", "cut", "at_most", "start", "end", "a_year", "per"):
        assert getattr(read, field) == pytest.approx(getattr(own, field)), field

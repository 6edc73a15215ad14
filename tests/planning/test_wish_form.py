"""The form of the optimiser as plain values: into a wish, into an address and back, whatever somebody writes there."""

import pytest

import simulator as sim
from simulator.planning.links import packed
from simulator.planning.wish import OWN, usual
from simulator.planning.wish_form import NONE, begun, restored, wish, word
from tests.asking import asking


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "asking.yaml"
    path.write_text(asking(), encoding="utf-8")
    return sim.load(path)


def test_an_untouched_form_asks_what_the_scenario_asks_and_is_no_word(scenario):
    found = wish(begun(scenario))
    start = usual(scenario)
    assert (found.meet, found.objective, found.minimize, found.spend, found.own) == (
        start.meet, start.objective, start.minimize, start.spend, None,
    )  # fmt: skip
    assert word(begun(scenario), scenario) == ""


def test_what_is_written_comes_back_from_its_word(scenario):
    values = begun(scenario) | {
        "meet": [], "kind": "budget", "amount budget": 0.25, "from": 2024, "by": 2025, "view": "location", "spend": 7.5,
        "objective": "system", "minimize": "emissions", "without": ["scrap"], "decide": 2025, "within": "5", "play": "10",
    }  # fmt: skip
    again = restored(word(values, scenario), scenario)
    assert again == values
    found = wish(again)
    assert (found.own.name, found.own.at_most, found.own.start, found.own.end) == (OWN, 0.25e9, 2024, 2025)
    assert (found.spend, found.within, found.replications, found.without) == (7.5e6, 0.05, 10, ("scrap",))


@pytest.mark.parametrize(
    "said",
    [
        "",
        "nonsense",
        packed({"kind": "magic", "by": 3000, "spend": "-1", "within": "99", "meet": "nobody", "without": "nothing"}),
        packed({"by": "2025", "decide": "x", "amount budget": "nan", "spend": "inf", "per": "mile", "unknown": 1}),
        packed({"kind": 5, "objective": "<script>", "play": "1000000"}),
    ],
)
def test_a_word_that_somebody_made_up_changes_nothing_that_is_no_form(scenario, said):
    found = restored(said, scenario)
    start = begun(scenario)
    assert set(found) == set(start)
    assert found["kind"] == NONE
    assert {**found, "meet": start["meet"]} == start
    wish(found)

"""What differs between two scenarios, and what each difference does: known answers, and steps that add up."""

import json
from dataclasses import replace

import numpy as np
import pytest

from simulator.network import BOOKS
from simulator.planning.diff_wording import document, lines, notes, steps
from simulator.planning.differences import differences
from simulator.planning.waterfall import waterfall
from simulator.projection import totals
from simulator.reading import load, vary
from tests.told import BASE, company


@pytest.fixture
def both(tmp_path):
    base, plan = company(tmp_path)
    return load(base), load(plan)


def found(one, other):
    return {
        record.path: (record.kind, {each.path: each.kind for each in record.differences})
        for record in differences(one, other)
    }


def test_every_record_that_differs_is_told_with_its_kind_and_nothing_else(both):
    assert found(*both) == {
        "title": ("changed", {"title": "changed"}),
        "sites.plant": ("changed", {"sites.plant.batch": "changed"}),
        "sites.second plant": ("changed", {"sites.second plant.batch": "changed"}),
        "policies.grids": ("changed", {"policies.grids.pathway": "changed"}),
        "levers.plant wind": ("changed", {"levers.plant wind.share": "added"}),
        "levers.green steel": ("changed", {"levers.green steel.share": "added"}),
        "targets.halve": ("added", {f"targets.halve.{key}": "added" for key in ("kind", "book", "cut", "by")}),
    }
    turned = found(both[1], both[0])
    assert turned["targets.halve"][0] == "removed"
    assert turned["levers.green steel"] == ("changed", {"levers.green steel.share": "removed"})


def test_both_sides_bear_their_line(both, tmp_path):
    (record,) = [each for each in differences(*both) if each.path == "sites.plant"]
    (each,) = record.differences
    assert (each.before.place, each.after.place) == (f"{tmp_path / 'base.yaml'}:9", f"{tmp_path / 'plan.yaml'}:10")
    assert (each.before.value, each.after.value) == ("20 veh", "30 veh")


def test_order_form_and_unit_are_no_difference(both, tmp_path):
    text = BASE.replace("mass: 1100 kg", "mass: 1.1 t").replace("at most: 90 %", "at most: 0.9")
    text = text.replace("charging: 15 kWh/(100 km)", "charging: 0.15 kWh/km").replace("74 EUR/t", "0.074 EUR/kg")
    outright = "in: FR, batch: 20 veh, assembly: {electricity: 600 kWh/veh}, operator: company, source: estimate"
    text = text.replace("like: plant, in: FR", outright)
    text = text.replace("from: grid, ", "from: [grid], ")
    head, _, levers = text.partition("levers:\n")
    (tmp_path / "other.yaml").write_text(f"levers:\n{levers}{head}", encoding="utf-8")
    assert found(both[0], load(tmp_path / "other.yaml")) == {}
    assert list(lines((), both[0], both[0])) == ["No difference: both say the same."]
    assert found(both[0], both[0]) == {}


def test_another_source_for_the_same_value_is_a_difference_of_source(both):
    other = vary(both[0], {"sites.plant.batch": {"best": "20 veh", "source": "report"}})
    assert found(both[0], other)["sites.plant"] == ("source", {"sites.plant.batch": "source"})
    assert not any(step.change.any() for step in waterfall(both[0], other).steps)


def test_steps_add_up_to_what_lies_between_both_ways(both):
    for one, other in (both, both[::-1]):
        fall = waterfall(one, other)
        assert fall.columns == ("2025", "2030", "2040", "cumulative")
        between = fall.end - fall.start
        assert sum(step.change for step in fall.steps) == pytest.approx(
            between, rel=1e-9, abs=1e-9 * np.abs(fall.start).max()
        )
        for scenario, ends in ((one, fall.start), (other, fall.end)):
            gross = totals(scenario).gross["market", "inventory"][0]
            assert ends[0] == pytest.approx([gross[1], gross[6], gross[16], gross[:17].sum()], rel=1e-12)


def test_a_step_alone_is_the_first_scenario_with_this_record(both):
    fall = waterfall(*both)
    steel = next(step for step in fall.steps if step.records[0].path == "levers.green steel")
    alone = vary(both[0], {"levers.green steel.share": {2028: "5 %", 2040: "80 %"}})
    gross = totals(alone).gross["market", "inventory"][0]
    assert steel.alone[0, 2] == pytest.approx(gross[16] - fall.start[0, 2], rel=1e-9)
    assert [record.path for record in fall.silent] == ["title", "targets.halve"]
    still = next(step for step in fall.steps if step.records[0].path == "sites.plant")
    assert not still.change.any()


NEW = """\
language: 1
extends: base.yaml
activities:
  good steel: {makes: steel, emits: {CO2e: 0.1 kg/kg}, inputs: {electricity: 1 kWh/kg}, cost: 0.9 EUR/kg, source: estimate}
mixes:
  steel @ DE: {good steel: 100 %, source: estimate}
sites:
  second plant: $remove
"""


def test_what_is_no_scenario_alone_waits_or_goes_together(both, tmp_path):
    company(tmp_path, new=NEW)
    new = load(tmp_path / "new.yaml")
    there = waterfall(both[0], new)
    assert [[record.path for record in step.records] for step in there.steps] == [
        ["activities.good steel"], ["mixes.steel @ DE"], ["sites.second plant"],
    ]  # fmt: skip
    assert there.steps[1].alone is None
    assert "good steel" in there.steps[1].why
    assert any("no scenario alone" in note for note in notes(there))
    back = waterfall(new, both[0])
    for fall in (there, back):
        scale = np.abs(fall.start).max()
        assert sum(step.change for step in fall.steps) == pytest.approx(
            fall.end - fall.start, rel=1e-9, abs=1e-9 * scale
        )
    assert [record.path for step in back.steps for record in step.records][-2:] == [
        "mixes.steel @ DE",
        "activities.good steel",
    ]


def test_another_length_of_years_still_adds_up(both):
    fall = waterfall(both[0], vary(both[1], {"years.to": 2038}))
    assert fall.columns == ("2025", "2030", "2040", "cumulative")
    scale = np.abs(fall.start).max()
    assert sum(step.change for step in fall.steps) == pytest.approx(fall.end - fall.start, rel=1e-9, abs=1e-9 * scale)


def test_the_book_of_the_first_scenario_is_told(both):
    for book in BOOKS:
        one = vary(both[0], {"accounting": {"neutralises": book}})
        assert waterfall(one, both[1]).book == book


def test_the_words_of_a_difference_are_these(both, tmp_path):
    told = "\n".join(lines(differences(*both), *both)).replace(f"{tmp_path}/", "")
    assert told == (
        "~ title\n"
        "    As it is (base.yaml:2) -> The plan (plan.yaml:2)\n"
        "~ sites.plant\n"
        "    batch: 20 veh (base.yaml:9†) -> 30 veh (plan.yaml:10)\n"
        "~ sites.second plant\n"
        "    batch: 20 veh (base.yaml:9†) -> 30 veh (plan.yaml:10)\n"
        "~ policies.grids\n"
        "    pathway: current-policies (base.yaml:37) -> well-below-2C (plan.yaml:8)\n"
        "~ levers.plant wind\n"
        "    + share: 2026: 20 · 2030: 90 · 2040: 90 % (plan.yaml:5†)\n"
        "~ levers.green steel\n"
        "    + share: 2028: 5 · 2030: 17.5 · 2040: 80 % (plan.yaml:6†)\n"
        "+ targets.halve\n"
        "    + kind: reduction (plan.yaml:12)\n"
        "    + book: inventory (plan.yaml:12)\n"
        "    + cut: 50 % (plan.yaml:12)\n"
        "    + by: 2035 (plan.yaml:12)\n"
        "7 records differ: 1 added, 6 changed."
    )


def test_the_document_is_json_and_its_steps_add_up(both):
    fall = waterfall(*both)
    said = json.loads(json.dumps(document(differences(*both), *both, fall), allow_nan=False))
    between = np.array(said["results"]["end"]["gross"]) - np.array(said["results"]["start"]["gross"])
    assert sum(np.array(step["change"]["gross"]) for step in said["results"]["steps"]) == pytest.approx(
        between, rel=1e-9, abs=1e-3
    )
    steel = next(record for record in said["records"] if record["path"] == "levers.green steel")
    after = steel["differences"][0]["after"]
    assert (after["unit"], after["by year"]["2034"], after["by year"].get("2027")) == ("%", pytest.approx(42.5), None)
    _, columns, rows = steps(fall)
    assert len({len(row) for row in rows} | {len(columns)}) == 1


@pytest.mark.parametrize(("megatonnes", "unit"), [(2.3, "kt"), (19.9, "kt"), (20.1, "Mt"), (0.019, "t")])
def test_steps_are_told_in_a_unit_in_which_small_ones_can_be_read(both, megatonnes, unit):
    fall = waterfall(*both)
    peak = np.abs(fall.start[0, :-1]).max()
    title, _, _ = steps(replace(fall, start=fall.start * (1e9 * megatonnes / peak)))
    assert title.startswith(f"Gross in {unit} CO2e")

"""Changed copies, the resolved document, and the schema."""

import dataclasses
import pickle
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from simulator.errors import ScenarioError
from simulator.network import Figure, Origin, Places, Scenario
from simulator.reading import load, resolved, schema, vary
from simulator.reading.faults import Faults
from simulator.reading.tree import File, plain
from simulator.reading.yaml import compose
from tests.reading.texts import SMALL

EXAMPLE = Path(__file__).parent / "example"
SECTIONS = [
    field.name for field in dataclasses.fields(Scenario) if field.name not in ("document", "file", "title", "findings")
]


def changed(before, after):
    """Fields that are other objects than before."""
    return [name for name in SECTIONS if getattr(before, name) is not getattr(after, name)]


def points(figure):
    return {point.x: pytest.approx(point.best) for point in figure.points}


def test_a_changed_lever_leaves_everything_else_as_it_is(small):
    it = vary(small, {"levers.green steel.share.2028": "6 %"})
    assert changed(small, it) == ["levers"]
    assert points(it.levers["green steel"].share) == {2028.0: 0.06, 2040.0: 0.6}
    assert it.levers["scrap"] is small.levers["scrap"]
    assert points(small.levers["green steel"].share)[2028.0] == 0.05


@pytest.mark.parametrize(
    ("path", "value", "fields"),
    [
        ("policies.ETS.price.2030", "140 EUR/t", ["policies"]),
        ("vehicles.car B.use.charging", "13 kWh/(100 km)", ["vehicles"]),
        ("routes.road.legs.0.distance", "800 km", ["routes"]),
        ("sales.car.DE", {2022: "5 veh/yr"}, ["sales"]),
        ("activities.cells.price", "50 EUR/kWh", ["activities"]),
        ("activities.steel/BF-BOF.capacity", "9 Mt/yr", None),
        ("mixes.LFP cell", {"cells": 1.0}, ["mixes"]),
        ("accounting.discount rate", 0.05, None),
        ("levers.scrap.title", "Scrap first", ["levers"]),
        ("targets.neutral.residual", "5 %", ["targets"]),
        ("levers.scrap.share", {2025: 0.2, 2030: "30 %"}, ["levers"]),
        ("levers.scrap", {2025: 0.2}, ["levers"]),
        ("levers.scrap.share", "$remove", ["levers"]),
        ("vehicles.car B.mass", "{best: 1600 kg, low: 1500 kg, high: 1700 kg, spread: pert}", ["vehicles"]),
    ],
)
def test_what_a_change_touches(small, path, value, fields):
    it = vary(small, {path: value})
    if fields is not None:
        assert changed(small, it) == fields
    again = vary(it, {"title": "Other"})
    assert changed(it, again) == []
    assert again.title == "Other"


def test_a_change_of_a_record_reaches_what_is_like_it(small):
    it = vary(small, {"vehicles.car A.lifetime": "250000 km"})
    assert points(it.vehicles["car B"].lifetime) == {0.0: 250000}


def test_a_point_of_a_value_that_came_by_like(read):
    it = read(SMALL.replace("{like: car A, use", "{like: car A, title: B, use"))
    assert points(
        vary(it, {"vehicles.car B.use.charging": {2030: "13 kWh/(100 km)"}}).vehicles["car B"].sections["use"][0].amount
    )


def test_names_that_change_rebuild_everything(small):
    it = vary(small, {"vehicles.car C": {"like": "car A"}, "mixes.car": {"car A": "rest", "car B": 0, "car C": "50 %"}})
    assert set(it.vehicles) == {"car A", "car B", "car C"}


def test_changes_from_one_scenario_do_not_meet(small):
    for share in ("6 %", "7 %"):
        vary(small, {"vehicles.car A.mass": "1605 kg", "levers.green steel.share.2028": share})
    assert changed(small, vary(small, {"title": "x"})) == []


def test_a_change_has_no_line_and_names_its_path(small):
    figure = vary(small, {"levers.scrap.share": {2025: 0.2}}).levers["scrap"].share
    assert (figure.origin.file, figure.origin.line) == ("--set", 0)


def test_levers_are_checked_again(small):
    with pytest.raises(ScenarioError, match="E-LEVER-002") as error:
        vary(small, {"levers.scrap.share.2025": "60 %"})
    assert "which has 90 %" in error.value.faults[0].message
    with pytest.raises(ScenarioError, match="E-LEVER-001"):
        vary(small, {"mixes.steel @ CN": {"BF-BOF": "80 %", "scrap-EAF": "20 %"}})


def test_a_first_year_far_above_the_mix_is_a_finding(small):
    it = vary(small, {"levers.green steel.share": {2030: "40 %"}})
    assert it.findings == ("lever green steel: steel @ CN jumps by 40 % in 2030, its ramp is 10 %/yr",)
    assert vary(it, {"title": "x"}).findings == it.findings
    assert small.findings == ()


def test_what_python_hands_over_is_checked(small):
    for value in (float("nan"), object(), b"5", [1, {2: object()}], "\ud800", {"a": {"b": {"c": "d"}}}, None, True):
        with pytest.raises(ScenarioError):
            vary(small, {"vehicles.car A.mass": value})


def test_a_scenario_built_by_hand_has_no_paths(small):
    bare = dataclasses.replace(small, document=None)
    with pytest.raises(ScenarioError, match="E-SET-001"):
        vary(bare, {"title": "x"})
    with pytest.raises(ScenarioError, match="E-SET-001"):
        resolved(bare)


def test_set_texts_go_the_same_way(read):
    it = read(
        SMALL, ("levers.green steel.share.2028=7 %", "title='No 7'", "sales.car.DE={2022: 4 veh/yr}", "years.tail=2070")
    )
    assert points(it.levers["green steel"].share)[2028.0] == 0.07
    assert (it.title, it.years.tail) == ("No 7", 2070)


def test_vary_is_fast_enough_for_a_slider(small):
    started = time.perf_counter()
    for share in range(50):
        vary(small, {"levers.green steel.share.2028": f"{5 + share % 5} %"})
    assert (time.perf_counter() - started) / 50 < 0.03  # a loose guard: about 2 ms on a free core


def test_a_scenario_travels_to_another_process(small):
    there = pickle.loads(pickle.dumps(small))  # noqa: S301 - our own bytes
    assert core(there.vehicles) == core(small.vehicles)


# ---- the resolved document --------------------------------------------------------------------------------------


def core(noun):
    """A noun without positions."""
    if isinstance(noun, Figure):
        origin = noun.origin
        about = (origin.source, origin.status, origin.note, origin.confidential)
        return noun.points, noun.unit, noun.between, noun.name, about
    if isinstance(noun, Origin | Places):
        return None
    if dataclasses.is_dataclass(noun):
        return tuple(core(getattr(noun, field.name)) for field in dataclasses.fields(noun))
    if isinstance(noun, Mapping):
        return {key: core(value) for key, value in noun.items()}
    return tuple(core(each) for each in noun) if isinstance(noun, tuple) else noun


@pytest.mark.parametrize("name", ["base.yaml", "net-zero-2045.yaml", "disrupted.yaml"])
def test_the_resolved_document_reads_back(read, name):
    it = load(EXAMPLE / name)
    again = read(resolved(it))
    for field in SECTIONS:
        assert core(getattr(again, field)) == core(getattr(it, field)), field


def test_confidential_values_are_marked(read):
    it = read(SMALL.replace("    mass: 1600 kg\n", "    mass: {best: 1600 kg, confidential: true}\n"))
    assert "confidential: true" in resolved(it)
    assert yaml.safe_load(resolved(it))["vehicles"]["car A"]["mass"] == {"best": "1600 kg", "confidential": True}


def test_texts_that_look_like_numbers_read_back(read):
    it = read(SMALL.replace("title: Small", "title: '1e3'\nabout: 'NO: 5'"))
    again = read(resolved(it))
    assert (again.title, again.about) == ("1e3", "NO: 5")


# ---- the schema -------------------------------------------------------------------------------------------------


def test_the_schema_takes_the_example():
    validator = Draft202012Validator(schema())
    for path in sorted(EXAMPLE.glob("*.yaml")):
        document = plain(compose(path.read_text(), File(path.name), Faults()))
        assert [error.message for error in validator.iter_errors(document)] == []


def test_the_schema_refuses_an_unknown_key():
    validator = Draft202012Validator(schema())
    assert not validator.is_valid({"language": 1, "sites": {"a": {"in": "DE", "operater": "other"}}})
    assert not validator.is_valid({"language": 1, "titel": "x"})


def test_extensions_say_so():
    text = str(schema())
    for word in ("measured in", "paid by", "returns", "group"):
        assert word in text
    assert text.count("Extension:") >= 10


def test_reading_imports_nothing_heavy():
    """NumPy alone, to look for sites in a loop."""
    program = (
        "import sys, simulator.reading as r; r.load(sys.argv[1]);"
        "print(*(set(sys.modules) & {'pint', 'scipy', 'pandas', 'pyarrow', 'typer', 'simpy'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(EXAMPLE / "base.yaml")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""

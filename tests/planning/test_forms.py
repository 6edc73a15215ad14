"""The form shows what a scenario says and writes what is done to it: into the own file, value by value, with its unit."""

from pathlib import Path

import pytest

from simulator.errors import QuestionError
from simulator.planning.form_parts import PARTS
from simulator.planning.form_paths import courses, recoursed, rows, sections
from simulator.planning.forms import Edits, edited, head, headed, table, tabled
from simulator.planning.manuscript import Manuscript, read
from simulator.planning.own import Own, starting
from simulator.planning.sales_form import resold, sales
from simulator.planning.sheets import resheeted, sheets
from simulator.reading import look
from tests.reading.texts import SMALL

SHELF = Path(__file__).parents[2] / "scenarios"
CAPACITY = "capacity [{unit}/yr]"


@pytest.fixture
def smart(tmp_path):
    own = Own(tmp_path, SHELF)
    return Manuscript(own, tmp_path / "_new", "plan.yaml", {"plan.yaml": starting("smart/net-zero-2045", "Mine")})


@pytest.fixture
def small(tmp_path):
    return Manuscript(Own(tmp_path, SHELF), tmp_path / "_new", "plan.yaml", {"plan.yaml": SMALL})


def sound(manuscript, text):
    found = read(manuscript.saying(text))
    assert found.faults == ()
    return found.scenario


def cell(scenario, part, name, header):
    held = table(scenario, PARTS[part])
    return held.columns[header][held.names.index(name)]


def test_cells_are_the_scenarios_own_in_the_unit_of_the_header(smart):
    scenario = read(smart).scenario
    assert cell(scenario, "suppliers", "cells A", CAPACITY) == 6e6
    assert table(scenario, PARTS["suppliers"]).units[0] == "kWh"
    assert cell(scenario, "suppliers", "cells A", "lead time [days]") == 42
    assert cell(scenario, "vehicles", "fortwo EQ 17 kWh", "charging [kWh/(100 km)]") == 19.4
    assert cell(scenario, "levers", "green steel", "at most [%]") == 60
    assert [cell(scenario, "levers", name, "used") for name in ("green steel", "steel by certificate")] == [True, False]


@pytest.mark.parametrize(
    ("part", "name", "header", "value"),
    [
        ("suppliers", "cells A", CAPACITY, 7e6),
        ("suppliers", "cells A", "stock [days]", 21.0),
        ("sites", "Xi'an plant", "capacity [veh/yr]", 110_000.0),
        ("sites", "Xi'an plant", "opens", "2021-03"),
        ("vehicles", "fortwo EQ 17 kWh", "charging [kWh/(100 km)]", 18.5),
        ("levers", "green steel", "at most [%]", 61.0),
        ("levers", "green steel", "ramp [%/yr]", 11.5),
        ("levers", "less steel scrap", "once [MEUR]", 12.0),
        ("levers", "green steel", "title", "Steel: 'green' # <b>"),
        ("targets", "neutral cars", "by", 2044.0),
        ("targets", "neutral cars", "residual [%]", 25.0),
        ("policies", "grids", "pathway", "1.5C"),
        ("policies", "EU fleet limit", "until", "2044"),
    ],
)
def test_a_cell_is_written_into_the_own_file_alone_and_read_back(smart, part, name, header, value):
    scenario = read(smart).scenario
    row = table(scenario, PARTS[part]).names.index(name)
    text = edited(smart.text, scenario, PARTS[part], Edits({row: {header: value}}))
    assert len(text.splitlines()) <= len(smart.text.splitlines()) + 6
    assert cell(sound(smart, text), part, name, header) == value


def test_an_uncertain_value_keeps_its_spread_when_its_centre_moves(smart):
    scenario = read(smart).scenario
    text = edited(smart.text, scenario, PARTS["vehicles"], Edits({0: {"charging [kWh/(100 km)]": 18.5}}))
    said = look(text, ["vehicles", "fortwo EQ 17 kWh", "use", "charging"])
    assert (said["best"], said["spread"], set(said)) == (
        "18.5 kWh/(100 km)",
        "triangular",
        {"best", "low", "high", "spread"},
    )


def test_a_record_is_added_and_one_of_a_parent_is_taken_out(smart):
    scenario = read(smart).scenario
    names = table(scenario, PARTS["targets"]).names
    new = {
        "name": "own budget",
        "kind": "budget",
        "book": "flow",
        "at most, with its unit": "30 Mt",
        "from": 2025.0,
        "to": 2045.0,
    }
    text = edited(smart.text, scenario, PARTS["targets"], Edits({}, [new], [names.index("budget to 2045")]))
    after = sound(smart, text)
    assert "own budget" in after.targets
    assert "budget to 2045" not in after.targets
    assert look(text, ["targets", "budget to 2045"]) == "$remove"
    again = edited(
        text, after, PARTS["targets"], Edits({}, [], [table(after, PARTS["targets"]).names.index("own budget")])
    )
    assert look(again, ["targets"]) == {"budget to 2045": "$remove"}
    with pytest.raises(QuestionError, match="needs a name"):
        edited(smart.text, scenario, PARTS["targets"], Edits({}, [{"kind": "budget"}]))


def test_a_lever_goes_out_of_use_and_into_it(smart):
    scenario = read(smart).scenario
    names = table(scenario, PARTS["levers"]).names
    out = edited(smart.text, scenario, PARTS["levers"], Edits({names.index("more cullet"): {"used": False}}))
    off = sound(smart, out)
    assert off.levers["more cullet"].share is None
    on = edited(out, off, PARTS["levers"], Edits({names.index("more cullet"): {"used": True}}))
    assert sound(smart, on).levers["more cullet"].share is not None
    bare = smart.saying(smart.text + "levers:\n  more cullet: {2028: 5 %}\n")
    known = read(bare).scenario
    text = edited(bare.text, known, PARTS["levers"], Edits({names.index("more cullet"): {"at most [%]": 44.0}}))
    assert look(text, ["levers", "more cullet"]) == {"share": {"2028": "5 %"}, "at most": "44 %"}


def test_the_head_follows_the_text_even_where_it_is_not_sound(smart):
    scenario = read(smart).scenario
    text = headed(headed(smart.text, "title", "Ours"), "to", 2005)
    assert read(smart.saying(text)).scenario is None
    said = head(scenario, text)
    assert (said["title"], said["to"], said["from"], said["company"]) == ("Ours", 2005, 2019, "smart")
    assert look(headed(text, "title", ""), ["title"]) is None


def test_a_course_keeps_its_uncertain_points_and_its_name(smart):
    scenario = read(smart).scenario
    assert "policies" in set(sections(scenario))
    course = courses(scenario, "policies")["EU ETS.price"]
    held = list(zip(*rows(course).values(), strict=True))
    text = recoursed(smart.text, scenario, course, [*held[:-1], ("2045", 333.0), ("", None)], "step")
    said = look(text, ["policies", "EU ETS", "price"])
    assert (said["2030"]["spread"], said["2045"], said["between"]) == ("triangular", "333 EUR/t", "step")
    sound(smart, text)
    lever = courses(scenario, "levers")["green steel.share"]
    text = recoursed(smart.text, scenario, lever, [("2030", 10.0), ("2040", 50.0)], "linear")
    assert look(text, ["levers", "green steel"]) == {"2030": "10 %", "2040": "50 %"}
    for points, why in (([], "at least one"), ([("2030", 1.0), ("2030", 2.0)], "twice"), ([("soon", 1.0)], "no year")):
        with pytest.raises(QuestionError, match=why):
            recoursed(smart.text, scenario, lever, points, "linear")


def test_sales_of_the_text_are_a_sheet(small):
    scenario = read(small).scenario
    assert sales(scenario) == {
        "sold as": ["car"],
        "market": ["CN"],
        "2022 [veh/yr]": [1000.0],
        "2040 [veh/yr]": [9000.0],
    }
    text = resold(small.text, scenario, Edits({0: {"2040 [veh/yr]": 9500.0}}))
    assert look(text, ["sales", "car", "CN"]) == {"2022": "1000 veh/yr", "2040": "9500 veh/yr"}
    added = Edits({}, [{"sold as": "car", "market": "EU", "2022 [veh/yr]": 5.0}], [0])
    assert look(resold(small.text, scenario, added), ["sales", "car"]) == {"DE": 500, "EU": {"2022": "5 veh/yr"}}
    with pytest.raises(QuestionError, match="a market"):
        resold(small.text, scenario, Edits({}, [{"sold as": "car"}]))


def test_a_table_of_the_shelf_is_copied_with_the_first_change_and_only_that_row_differs(smart):
    scenario = read(smart).scenario
    (sheet,) = sheets(smart, scenario)
    assert (sheet.trail, sheet.own, "2030 [veh/yr]" in sheet.numeric) == (("sales",), False, True)
    after = resheeted(smart, sheet, Edits({2: {"2030 [veh/yr]": 7.5, "note": '=cmd|"x", 1\n2'}}, [], [0]))
    assert look(after.text, ["sales"]) == {"$table": "sales.csv"}
    before, new = sheet.text.splitlines(), after.texts["sales.csv"].splitlines()
    assert new[:2] == [before[0], before[2]]
    assert new[3:] == before[4:]
    found = read(after)
    assert found.faults == ()
    (own,) = sheets(after, found.scenario)
    assert (own.own, own.rows[1][-1]) == (True, '=cmd|"x", 1 2')
    again = resheeted(after, own, Edits({}, [{"sold as": "smart 1", "market": "IL", "2030 [veh/yr]": 1.0}]))
    assert "E-FILE-007" in {fault.code for fault in read(again).faults}
    assert sheets(after.saying("a,b\n1", "sales.csv"), found.scenario) == []


def test_records_of_a_table_are_left_to_it(tmp_path):
    start, end = SMALL.index("  plant:"), SMALL.index("activities:")
    text = SMALL[:start] + "  $table: sites.csv\n" + SMALL[end:]
    texts = {"plan.yaml": text, "sites.csv": "name,in\nplant,CN-SN\nmaker,CN-JS\n"}
    scenario = read(Manuscript(Own(tmp_path, SHELF), tmp_path / "_new", "plan.yaml", texts)).scenario
    assert tabled(scenario, "sites")
    assert not tabled(scenario, "levers")

"""Charts are plain documents: what they show, in which unit, and that the engine draws them."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from simulator import analysis, charts
from simulator.analysis import cars
from simulator.charts.look import CATEGORY, SERIES, STAGE, chart, data, scale, size, spelled
from simulator.errors import RunError
from simulator.ledger import STAGES
from simulator.network import Target

TARGET = Target("neutral", "net zero", "inventory", by=2026, residual=0.1)


@pytest.fixture
def pathway(ledger):
    def draw(book="inventory", promises=(TARGET,)):
        lines = analysis.target_lines(promises, ledger, book, "market")
        return charts.pathway(analysis.pathway(ledger, book, "market"), analysis.stages(ledger, book, "market"), lines)

    return draw


@pytest.fixture
def specs(ledger, pathway):
    scopes = analysis.scopes(ledger, "inventory", "market")
    names = {(line.scope, line.number): analysis.title(line.scope, line.number) for line in analysis.CATEGORIES}
    return {
        "pathway": pathway(),
        "flow": pathway("flow"),
        "footprint": charts.footprint(analysis.stages_per_vehicle(ledger, "market", [2023, 2026])),
        "inventory": charts.inventory(scopes[scopes.year <= 2026], names),
        "fleet": charts.fleet(analysis.fleet(ledger)),
    }


def rows(spec, **having):
    """Rows of all layers that hold these values."""
    parts = [spec, *spec.get("layer", [])]
    found = [row for part in parts if "data" in part for row in part["data"]["values"]]
    return [row for row in found if all(row.get(key) == value for key, value in having.items())]


def test_every_chart_is_json_with_title_unit_and_alternative_text(specs):
    for spec in specs.values():
        json.dumps(spec, allow_nan=False)
        assert "[" in spec["title"]["text"]
        assert "]" in spec["title"]["text"]
        assert spec["description"].startswith(spec["title"]["text"])


def test_charts_of_a_book_name_book_and_view(specs):
    for name in ("pathway", "flow", "footprint", "inventory"):
        assert " book, market view" in specs[name]["title"]["text"]


def test_a_frame_and_its_columns_draw_the_same(ledger, specs):
    assert charts.fleet(cars.fleet(ledger)) == specs["fleet"]
    one = analysis.tables(ledger, "flow", "market")
    assert charts.pathway(one["pathway"], one["stages"]) == specs["flow"]


@pytest.mark.parametrize("name", ["pathway", "flow", "footprint", "inventory", "fleet"])
def test_the_engine_draws_every_chart(specs, name):
    text = charts.svg(specs[name])
    assert 'role="img"' in text
    assert specs[name]["title"]["text"] in text


def test_a_drawing_is_written_as_svg_and_png(specs, tmp_path):
    vector, pixels = charts.draw(specs["fleet"], tmp_path / "fleet")
    assert vector.read_text(encoding="utf-8").startswith("<svg")
    assert pixels.read_bytes().startswith(b"\x89PNG")


def test_pathway_layers_add_up_to_gross_in_the_unit_of_the_title(ledger, pathway):
    spec = pathway()
    assert "[kt CO2e per year]" in spec["title"]["text"]
    for year in (2023, 2026):
        shown = sum(row["value"] for row in rows(spec, year=year) if "stage" in row)
        assert shown * 1e6 == pytest.approx(
            analysis.pathway(ledger, "inventory", "market").set_index("year").gross[year]
        )


def test_pathway_draws_net_base_and_target(pathway):
    spec = pathway()
    assert rows(spec, line="net", year=2026)[0]["value"] == pytest.approx(0, abs=1e-9)
    assert rows(spec, line="base-year level")[0]["value"] == pytest.approx(4.96)
    assert rows(spec, line="target", year=2026)[0]["value"] == pytest.approx(0.496)


def test_pathway_shows_removals_below_zero(pathway):
    below = [row for row in rows(pathway(), year=2026) if set(row) == {"year", "value"} and row["value"] < 0]
    assert below[0]["value"] == pytest.approx(-2.335)


def test_inventory_stops_with_sales_and_flow_goes_on(pathway):
    assert max(row["year"] for row in rows(pathway()) if "year" in row) == 2026
    assert max(row["year"] for row in rows(pathway("flow")) if "year" in row) == 2030


def test_pathway_compares_with_another_scenario(ledger):
    totals = analysis.pathway(ledger, "inventory", "market")
    others = {"frozen": totals.assign(net=1e6)}
    spec = charts.pathway(totals, analysis.stages(ledger, "inventory", "market"), others=others)
    assert {row["value"] for row in rows(spec) if "frozen" in str(row.get("line"))} == {1.0}


def test_years_before_the_base_year_are_marked(ledger):
    totals = analysis.pathway(ledger, "inventory", "market").assign(earlier=[True] + [False] * 8)
    spec = charts.pathway(totals, analysis.stages(ledger, "inventory", "market"))
    assert "another structure" in json.dumps(spec)


def test_footprint_bars_add_up_to_their_label(specs):
    bars = sum(row["value"] for row in rows(specs["footprint"], bar="one, 2023") if "part" in row)
    assert bars == pytest.approx(14.0)
    assert rows(specs["footprint"], bar="one, 2023", text="14.0")


def test_many_markets_are_summed_up(ledger):
    frame = analysis.fleet(ledger)
    many = pd.concat([frame.assign(market=f"m{number}") for number in range(12)])
    spec = charts.fleet(many)
    names = spec["encoding"]["fill"]["scale"]["domain"]
    assert len(names) == len(SERIES)
    assert names[0] == "others"
    assert sum(r["value"] for r in rows(spec, year=2026)) == pytest.approx(12 * 1.4)


def test_each_stage_has_one_colour_everywhere():
    assert tuple(STAGE) == STAGES
    assert len(set(STAGE.values())) == len(STAGES)
    assert len(set(CATEGORY.values())) == len(CATEGORY)
    assert scale(["battery"], STAGE)["range"] == [STAGE["battery"]]


def test_a_chart_refuses_too_many_rows():
    with pytest.raises(ValueError, match="at most 5000 rows, not 5001"):
        data({"x": n} for n in range(5001))


@pytest.mark.parametrize(("kg", "unit"), [(1.0, "t"), (1.9e6, "t"), (2e6, "kt"), (-5e8, "kt"), (2e9, "Mt")])
def test_unit_fits_the_peak(kg, unit):
    assert size(kg)[0] == unit


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-1e-12, "0"),
        (1234.5, "1,234"),
        (12.34, "12.3"),
        (0.5, "0.50"),
        (-0.05, "-0.050"),
        (0.004, "0.004000"),
    ],
)
def test_numbers_are_spelled_without_exponent(value, text):
    assert spelled(value) == text


def test_a_press_draws_many_beside_other_work(specs, tmp_path):
    with charts.Press() as press:
        for name in ("fleet", "footprint"):
            press.ask(specs[name], tmp_path / name)
        paths = press.finish()
    assert [path.name for path in paths] == ["fleet.svg", "fleet.png", "footprint.svg", "footprint.png"]
    assert all(path.stat().st_size > 1000 for path in paths)
    assert (tmp_path / "fleet.svg").read_text(encoding="utf-8") == charts.svg(specs["fleet"])


def test_a_picture_that_cannot_be_drawn_is_named(tmp_path):
    with charts.Press() as press:
        press.ask({"mark": "no such mark"}, tmp_path / "broken")
        with pytest.raises(RunError, match="broken"):
            press.finish()


def test_a_press_ends_with_its_block(tmp_path):
    with pytest.raises(KeyboardInterrupt), charts.Press() as press:
        raise KeyboardInterrupt
    assert None not in (press._engine.poll(), press._pixels.poll())


def test_a_press_that_nobody_waits_for_ends_too(specs, tmp_path):
    with charts.Press() as press:
        press.ask(specs["fleet"], tmp_path / "fleet")
    assert None not in (press._engine.poll(), press._pixels.poll())


@pytest.mark.parametrize("part", ["vector", "pixels"])
def test_the_engine_alone_imports_nothing_of_ours(part):
    code = "import runpy, sys, io; sys.stdin = io.StringIO(''); runpy.run_path(sys.argv.pop(1), run_name='__main__')"
    tail = "; print([name for name in sys.modules if name.startswith(('simulator', 'pandas', 'numpy'))])"
    engine = charts.draw.__globals__["vector"].__code__.co_filename
    run = subprocess.run([sys.executable, "-c", code + tail, engine, part], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_charts_load_no_tables():
    code = "import simulator.charts, sys; print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_alternative_text_is_escaped():
    text = charts.svg(chart("[t] <b>", "", '[t] <b> "quoted" & more', {"data": data([]), "mark": "point"}))
    assert "&lt;b&gt;" in text
    assert "<b>" not in text


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_terminal_chart_fits(width):
    years = list(range(2019, 2066))
    gross = list(np.linspace(2e9, 1e8, len(years)))
    lines = charts.strip(years, gross, [g / 2 for g in gross], width)
    assert all(len(line) <= max(width, 36) + 4 for line in lines)
    assert "2019" in lines[-2]
    assert any("●" in line for line in lines)


def test_terminal_chart_survives_zeros():
    assert charts.strip([2020, 2021], [0.0, 0.0], [0.0, 0.0])

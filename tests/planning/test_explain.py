"""Where values come from, and how figures were made: each way a value can be said, and rows that add up to the ledger's cell."""

import random

import pytest

from simulator.errors import QuestionError
from simulator.ledger import STAGES, by_place, gross
from simulator.network import BOOKS, VIEWS
from simulator.planning.explain import explain
from simulator.planning.explain_wording import lines
from simulator.planning.making import making
from simulator.projection import project
from simulator.reading import load, vary
from tests.told import company
from tests.worlds import world


def the(scenario, path):
    (one,) = explain(scenario, path)
    return one


def said(one):
    """Who says it, in which line, copied from whom."""
    return [(each.by.rpartition("/")[2], each.line, each.like) for each in one.stated]


@pytest.fixture
def plan(tmp_path):
    return load(company(tmp_path)[1])


def line(text, path):
    """The line of a file in which a text first stands."""
    rows = path.read_text().splitlines()
    return next(number for number, row in enumerate(rows, 1) if text in row)


def test_what_a_file_says_over_its_parent_comes_first(plan, tmp_path):
    one = the(plan, "sites.plant.batch")
    assert said(one) == [
        ("plan.yaml", line("batch: 30", tmp_path / "plan.yaml"), ""),
        ("base.yaml", line("batch: 20", tmp_path / "base.yaml"), ""),
    ]
    assert [(each.value, each.source, each.status) for each in one.stated] == [
        ("30 veh", "annual report", "verified"),
        ("20 veh", "assumed for this test", "assumption"),
    ]
    assert one.courses[0].values == ((0.0, 30.0),)
    assert one.courses[0].unit == "veh"


def test_what_a_record_is_like_says_it_after_both_files(plan, tmp_path):
    one = the(plan, "sites.second plant.batch")
    assert said(one) == [
        ("plan.yaml", line("batch: 30", tmp_path / "plan.yaml"), "plant"),
        ("base.yaml", line("batch: 20", tmp_path / "base.yaml"), "plant"),
    ]
    assert one.stated[0].through == f"{tmp_path / 'base.yaml'}:{line('like: plant', tmp_path / 'base.yaml')}"
    assert [each.by.rpartition("/")[2] for each in the(plan, "sites.second plant.in").stated] == [
        "base.yaml",
        "base.yaml",
    ]


def test_a_cell_of_a_table_stands_in_its_row(plan, tmp_path):
    one = the(plan, "sales.city.DE")
    (stated,) = one.stated
    assert (stated.place, stated.by) == (f"{tmp_path / 'sales.csv'}:2", str(tmp_path / "base.yaml"))
    assert dict(one.courses[0].values)[2027.0] == pytest.approx(14000.0)
    assert "the table of" in "\n".join(lines([one], plan))


def test_a_point_that_is_set_stands_over_the_path_it_belongs_to(tmp_path):
    changed = load(company(tmp_path)[1], ["levers.green steel.share.2030=20 %"])
    one = the(changed, "levers.green steel.share")
    assert [each.by.rpartition("/")[2] for each in one.stated] == ["--set", "plan.yaml"]
    assert one.stated[0].place == "--set"
    assert (one.stated[0].source, one.stated[0].status) == ("", "unsourced")
    values = dict(one.courses[0].values)
    assert values[2030.0] == pytest.approx(20.0)
    assert values[2035.0] == pytest.approx(50.0)
    assert min(values) == 2028.0, "a lever does nothing before the first year it names"
    assert the(changed, "levers.green steel.share.2030") == one


def test_a_change_of_a_scenario_is_a_word_too(plan):
    once = vary(plan, {"sites.plant.batch": "40 veh"})
    assert [each.value for each in the(vary(once, {"sites.plant.batch": "50 veh"}), "sites.plant.batch").stated] == [
        "50 veh", "40 veh", "30 veh", "20 veh",
    ]  # fmt: skip


def test_the_library_is_told_with_its_quality_and_what_stands_over_it(tmp_path):
    more = (
        "language: 1\nextends: plan.yaml\nactivities:\n  cells H: {inputs: {electricity: 6 kWh/kWh}, source: report}\n"
    )
    company(tmp_path, more=more)
    library = the(load(tmp_path / "plan.yaml"), "cells H.inputs.electricity")
    (stated,) = library.stated
    assert (stated.by, stated.file, stated.like) == ("library", "reference/exchanges.csv", "LFP cell/generic")
    assert stated.quality in range(1, 6)
    assert library.courses[0].unit == "kWh/kWh"
    own = the(load(tmp_path / "more.yaml"), "cells H.inputs.electricity")
    assert [each.by.rpartition("/")[2] for each in own.stated] == ["more.yaml", "library"]
    assert own.courses[0].values == ((0.0, 6.0),)


def test_what_is_taken_away_is_said_by_nobody_else(tmp_path):
    company(
        tmp_path,
        bare="language: 1\nextends: plan.yaml\nlevers:\n  green steel: {$replace: true, mix: steel @ EU, to: H2-DRI}\n",
    )
    with pytest.raises(QuestionError, match=r"green steel\.share"):
        explain(load(tmp_path / "bare.yaml"), "levers.green steel.share")


def test_a_record_is_explained_value_by_value(plan):
    found = explain(plan, "levers.green steel")
    assert [one.path.rpartition(".")[2] for one in found] == ["mix", "to", "at most", "earliest", "share"]
    assert len(list(lines(found, plan))) == 5


def test_a_place_narrows_a_figure_of_the_library_to_the_recipe_that_holds(plan):
    one = the(plan, "electricity/grid.emits.CO2 fossil @ DE")
    assert [(course.place, course.pathway, course.view) for course in one.courses] == [
        ("DE", "well-below-2C", ""),
        ("DE", "well-below-2C", "market"),
    ]
    with pytest.raises(QuestionError, match="nobody knows the place `DD`"):
        explain(plan, "electricity/grid.emits.CO2 fossil @ DD")


def test_a_path_that_nobody_knows_is_told_with_the_nearest(plan):
    with pytest.raises(QuestionError, match=r"Nearest: .*`levers\.green steel\.share`"):
        explain(plan, "levers.gren steel.shar")
    with pytest.raises(QuestionError, match=r"steel/H2-DRI\.inputs\.electricity"):
        explain(plan, "steel/H2-DR.inputs.electricity")


def test_confidential_values_are_marked(tmp_path):
    company(tmp_path, guarded="language: 1\nextends: plan.yaml\nsites:\n  plant: {batch: 7 veh, confidential: true}\n")
    scenario = load(tmp_path / "guarded.yaml")
    one = the(scenario, "sites.plant.batch")
    assert [each.confidential for each in one.stated] == [True, False, False]
    assert "CONFIDENTIAL" in next(text for text in lines([one], scenario) if "set by" in text)


def test_the_words_of_a_value_are_these(plan, tmp_path):
    told = "\n".join(lines(explain(plan, "sites.plant.batch"), plan)).replace(f"{tmp_path}/", "")
    assert told == (
        "sites.plant.batch\n"
        "  30 veh in every year\n"
        "  set by  plan.yaml:10\n"
        "          30 veh\n"
        "          source: annual report; status: verified\n"
        "  over    base.yaml:9\n"
        "          20 veh\n"
        "          source: assumed for this test; status: assumption†"
    )


# ---- how a figure was made ---------------------------------------------------------------------------------------


def cell(ledger, book, view, year, stage):
    def of_stage(entries, carbon):
        return sum((carbon[:, at].sum(axis=0) for at, branch in enumerate(entries.branches) if stage in ("", branch.stage)),
                   start=carbon[:, :0].sum(axis=(0, 1)))  # fmt: skip

    return float(gross(ledger, book, view, of_stage)[year - ledger.header.periods[0]])


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("view", VIEWS)
def test_rows_add_up_to_every_cell_of_the_ledger(plan, book, view):
    ledger = project(plan)
    for year in (2025, 2034):
        for stage in ("", *STAGES):
            made = making(plan, book, year, view=view, stage=stage)
            expected = cell(ledger, book, view, year, stage)
            assert made.cell == pytest.approx(expected, rel=1e-12)
            assert made.figure == pytest.approx(expected, rel=1e-9, abs=1e-6)
            for row in made.rows:
                assert row.amount * row.factor == pytest.approx(row.kg, rel=1e-12)
                assert sum(gas.factor * gas.weight for gas in row.gases) == pytest.approx(row.factor, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_rows_add_up_in_random_worlds_with_loops_overheads_and_removals(seed):
    made = world(random.Random(seed))
    ledger = project(made)
    year = made.years.start + 2
    for book in BOOKS:
        for view in VIEWS:
            found = making(made, book, year, view=view)
            assert found.figure == pytest.approx(cell(ledger, book, view, year, ""), rel=1e-9, abs=1e-6)


def test_the_flow_book_by_place_is_the_place_cut(plan):
    ledger = project(plan)
    kg = by_place(ledger, "market")[:, 2030 - 2024]
    nodes = ledger.places["market"].nodes
    rows = {(row.activity, row.place, row.site): row.kg for row in making(plan, "flow", 2030).rows}
    for node, amount in zip(nodes, kg, strict=True):
        assert rows.get((node.activity, node.place, node.site), 0.0) == pytest.approx(amount, rel=1e-9, abs=1e-9)


def test_green_steel_holds_the_share_that_its_lever_says(plan):
    made = making(plan, "product", 2034, activity="steel", place="EU", stage="materials")
    shares = {row.activity: row.share for row in made.rows if row.place == "DE"}
    assert shares["steel/H2-DRI"] == pytest.approx(0.05 + 0.75 * 6 / 12)
    assert {origin.file for row in made.rows for origin in row.origins} == {"reference/exchanges.csv"}
    assert sum(row.kg for row in made.rows) < made.total


def test_what_a_figure_cannot_be_asked_for_is_refused_with_the_nearest_name(plan):
    for more, told in (
        ({"activity": "steel/H2-DR"}, "steel/H2-DRI"),
        ({"place": "cell work"}, "cell works"),
        ({"stage": "steel"}, "there is no stage `steel`"),
    ):
        with pytest.raises(QuestionError, match=told):
            making(plan, "flow", 2030, **more)
    with pytest.raises(QuestionError, match=r"year\(=2061\) must be from 2024 to 2060"):
        making(plan, "flow", 2061)

"""Every figure with who says it, who uses it and what of the result rests on it: emission factors add up to the gross."""

import csv
import io

import pytest

import simulator as sim
from simulator.ledger import gross
from simulator.network.origin import UNPROVEN
from simulator.planning.figures import COLUMNS, SCENARIO, as_csv, chosen, columns, entries, statuses, values
from simulator.planning.resting import resting
from simulator.reference import rows
from tests import shipped
from tests.reading.texts import SMALL

YEAR = 2030


@pytest.fixture(scope="module")
def scenario():
    return shipped.smart()


@pytest.fixture(scope="module")
def known(scenario):
    return entries(resting(scenario, sim.project(scenario), "inventory", YEAR, "market"), YEAR)


@pytest.mark.parametrize("book", ["inventory", "product", "flow"])
@pytest.mark.parametrize("view", ["market", "location"])
def test_what_is_let_out_by_all_factors_is_the_gross_of_the_ledger(scenario, book, view):
    ledger = sim.project(scenario)
    found = resting(scenario, ledger, book, YEAR, view)
    assert found.total == pytest.approx(gross(ledger, book, view)[YEAR - ledger.header.periods[0]], rel=1e-9)


def test_what_rests_on_a_factor_is_what_the_gross_loses_with_it(scenario, known):
    """Less of an amount, and the gross falls by what passes through it: held against a changed scenario."""
    ledger = sim.project(scenario)
    at = YEAR - ledger.header.periods[0]
    name = "steel/BF-BOF"
    factor = next(one for one in known if one.key == name and one.item == "CO2 fossil")
    part = 0.99
    less = sim.vary(scenario, {f"activities.{name}.emits.CO2 fossil": f"{factor.value * part} {factor.unit}"})
    fallen = 1 - gross(sim.project(less), "inventory", "market")[at] / gross(ledger, "inventory", "market")[at]
    assert fallen == pytest.approx(factor.share * (1 - part), rel=1e-6)
    amount = next(one for one in known if one.key == "NMC622 cell/generic" and one.item == "NMC622 cathode")
    assert amount.share > 0.01
    assert any(user.startswith("cells A") for user in amount.users)


def test_every_row_of_the_library_is_there_with_its_source_licence_and_status(known):
    listed = [one for one in known if one.table != SCENARIO]
    assert len(listed) == len(list(rows()))
    assert sum(one.table == "exchanges" for one in listed) == sum(row.table == "exchanges" for row in rows())
    assert all(one.source and one.licence and one.unit for one in listed)
    assert all(one.unproven == (one.status in UNPROVEN) for one in known)
    assert sum(statuses(known).values()) == len(known)


def test_a_search_holds_all_words_and_filters_hold_together(known):
    found = chosen(known, "STEEL direct world", used=False)
    assert found == [
        one
        for one in known
        if all(word in " ".join(map(str, vars_of(one))).casefold() for word in ("steel", "direct", "world"))
    ]
    some = chosen(known, "", used=True, status=["assumption"], place=["world"])
    assert some
    assert {(one.status, one.place, one.used) for one in some} == {("assumption", "world", True)}
    assert chosen(known, "no such thing at all", used=False) == []
    assert set(values(known, "status")) == set(statuses(known))


def vars_of(entry):
    return (entry.table, entry.name, entry.place, entry.year, entry.pathway, f"{entry.value:g}", entry.unit, entry.source,
            entry.licence, entry.status, entry.note)  # fmt: skip


def test_marks_reach_the_table_and_no_cell_becomes_a_formula(tmp_path):
    text = SMALL.replace("assumed here", "=HYPERLINK(1)").replace("title: Small", "title: '=1+1'")
    (tmp_path / "own.yaml").write_text(text.replace("source: guess", "source: '@SUM(1)'"), encoding="utf-8")
    scenario = sim.load(tmp_path / "own.yaml")
    own = [
        one
        for one in entries(resting(scenario, sim.project(scenario), "flow", 2025, "market"), 2025)
        if one.table == SCENARIO
    ]
    assert any(cell.endswith("†") for cell in columns(own)["status"])
    table = list(csv.reader(io.StringIO(as_csv(own))))
    assert table[0] == list(COLUMNS)
    assert len(table) == len(own) + 1
    assert any("@SUM(1)" in cell for row in table for cell in row)
    assert not [cell for row in table for cell in row if cell[:1] in "=+@" and cell]

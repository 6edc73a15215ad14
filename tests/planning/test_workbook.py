"""The workbook of a scenario: the same figures as the engine's, what it rests on, and what it was made from."""

import hashlib
import io
from pathlib import Path

import openpyxl
import pytest

from simulator.analysis import entries
from simulator.ledger import gross, net
from simulator.planning import views
from simulator.planning.assumptions import figures
from simulator.planning.explore import explore
from simulator.planning.exported import exported
from simulator.planning.run import run
from simulator.planning.workbook import ENTRIES
from tests import shipped
from tests.reading.texts import SMALL

SCENARIO = Path(__file__).parents[2] / "scenarios" / "smart" / "net-zero-2045.yaml"


@pytest.fixture(scope="module")
def shown():
    plan = shipped.shown()
    mark = next(mark for one in plan.handles.levers for mark in one.marks if mark.default > mark.low)
    return plan, explore(plan.filed.scenario, {mark.key: mark.low}, plan.handles)


@pytest.fixture(scope="module")
def book(shown):
    plan, seen = shown
    held = io.BytesIO()
    exported(held, plan.filed.scenario, seen, "flow", "location", views.tables(seen, "flow", "location"))
    return openpyxl.load_workbook(held, read_only=True)


def rows(book, name):
    lines = book[name].iter_rows(values_only=True)
    heads = next(lines)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def test_every_book_and_the_page_hold_the_figures_of_the_engine(book, shown):
    _, seen = shown
    annual = [row for row in rows(book, "pathway") if (row["book"], row["view"]) == ("flow", "location")]
    page = rows(book, "pathway by stage")
    wanted = gross(seen.ledger, "flow", "location") / 1000
    assert [row["gross [t CO2e]"] for row in annual] == pytest.approx(wanted, rel=1e-12)
    assert [row["gross [t CO2e]"] for row in page] == pytest.approx(wanted, rel=1e-15)
    assert [row["net [t CO2e]"] for row in page] == pytest.approx(
        net(seen.ledger, "flow", "location") / 1000, rel=1e-14
    )
    assert [row["year"] for row in page] == [*seen.ledger.header.periods, "after"]
    assert {row["book"] for row in rows(book, "pathway")} == {"product", "inventory", "flow"}


def test_the_readme_says_what_it_is_and_from_what(book, shown):
    said = [(row["what"], row["says"]) for row in rows(book, "readme")]
    assert ("title", shown[0].filed.scenario.title) in said
    assert any(what == "looked at" and says.startswith("flow book, location view") for what, says in said)
    digest = hashlib.sha256(SCENARIO.read_bytes()).hexdigest()
    assert ("digest of net-zero-2045.yaml", digest) in said
    assert next(says for what, says in said if what == "changed").startswith("levers.")
    assert {what.removeprefix("sheet ") for what, _ in said if what.startswith("sheet ")} == {*book.sheetnames} - {
        "readme"
    }


def test_what_was_changed_can_be_run_headless(book, shown, tmp_path):
    sets = [row["says"] for row in rows(book, "readme") if row["what"] == "changed"]
    ledger = run(SCENARIO, sets, out=None).ledger
    assert gross(ledger, "flow", "market").tolist() == gross(shown[1].ledger, "flow", "market").tolist()


def test_the_heaviest_entries_stand_there_and_are_counted(book, shown):
    lines = list(book["ledger sample"].iter_rows(values_only=True))
    frame = entries(shown[1].ledger)
    warming = frame["flow"].map(shown[1].ledger.header.gwp).fillna(0.0) * frame["emitted"]
    frame = frame[(frame["view"] == "location") & (warming != 0)]
    weights = warming[frame.index].abs().sort_values(ascending=False)
    assert f"{ENTRIES:,} heaviest of {len(frame):,} entries" in lines[0][0]
    assert len(lines) == ENTRIES + 2
    assert [abs(line[-1]) for line in lines[2:]] == pytest.approx((weights[:ENTRIES] / 1000).tolist(), rel=1e-12)


def test_every_figure_stands_there_once_with_its_source(book, shown):
    found = rows(book, "assumptions")
    held = figures(shown[1].scenario)
    assert len(found) == len(held) == len({id(one) for one in held})
    stated = next(row for row in found if row["figure"] == "levers.press scrap again.share")
    assert stated["file"].endswith("net-zero-2045.yaml")
    assert stated["line"] > 0
    assert {row["status"] for row in found} >= {"assumption", "verified", "derived"}


def test_a_run_writes_it_when_it_is_asked_to(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(SMALL.replace("title: Small", 'title: "=Small"'), encoding="utf-8")
    result = run(own, out=tmp_path / "runs", xlsx=True)
    held = openpyxl.load_workbook(result.folder / "workbook.xlsx")
    assert held["readme"]["B2"].value == "=Small"
    assert held["readme"]["B2"].data_type == "s"

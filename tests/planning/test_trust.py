"""Data quality, cut-offs, conventions and the base year as `run` tells them, on the small text."""

import csv
import json

import pytest

from simulator.errors import QuestionError
from simulator.ledger import gross
from simulator.planning.document import document
from simulator.planning.run import run
from simulator.planning.summary import MARKED
from simulator.planning.trust_wording import cells, columns, sentences
from simulator.planning.wording import base_year
from tests.reading.texts import SMALL

CUT = SMALL + (
    "cut-offs:\n  clips: {estimate: 1.5 %, reason: too many makers}\n"
    "  travel: {estimate: 2 %, reason: no data yet, category: 6, source: guess}\n"
)


@pytest.fixture
def at(tmp_path):
    """A text, in a file."""

    def write(text):
        path = tmp_path / "it.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def result(at):
    return run(at(CUT), out=None)


def test_shares_add_up_and_the_larger_one_is_the_unverified(result):
    for one in (result.quality.every, result.quality.base, result.conventions.trust):
        for share in (one.factors, one.amounts):
            assert sum(share.statuses.values()) == pytest.approx(1.0, abs=1e-9)
            assert 1.0 - 1e-9 <= share.rating <= 5.0 + 1e-9  # a mean of sums
        assert one.unverified == max(one.factors.unproven, one.amounts.unproven)
        assert one.primary_mass == 0.0


def test_years_are_marked_by_the_larger_share(result):
    assert all(line.unproven >= result.ledger.unproven["market"].min() for line in result.summary.lines)
    at_base = next(line for line in result.summary.lines if line.year == "2023")
    assert at_base.unproven == pytest.approx(result.quality.base.unverified)


def test_cut_offs_are_told_and_warned_of_above_three_per_cent(result, at):
    assert result.quality.cut_off == pytest.approx(0.035)
    assert result.quality.covered == pytest.approx(1 / 1.035)
    assert [one.name for one in result.quality.cut_offs] == ["clips", "travel"]
    warned = [finding for finding in result.findings if finding.code == "cut-offs"]
    assert [finding.grade for finding in warned] == ["warning"]
    fewer = run(at(CUT.replace("1.5 %", "0.5 %")), out=None)
    assert not [finding for finding in fewer.findings if finding.code == "cut-offs"]
    assert gross(fewer.ledger, "flow", "market") == pytest.approx(gross(result.ledger, "flow", "market"))


def test_words_and_document_tell_the_same(result):
    said = json.loads(json.dumps(document(result), allow_nan=False))
    assert said["schema"] == 2
    assert said["quality"]["all years"]["unverified"] == pytest.approx(result.quality.every.unverified)
    assert said["quality"]["cut off"] == pytest.approx(0.035)
    rows = cells(result.quality, result.conventions.trust, 2023)
    assert {len(row) for row in rows} == {len(columns(result.quality, result.conventions.trust))}
    assert len(rows) == 6
    told = " ".join(sentences(result.quality, MARKED))
    assert "travel 2.0%† (no data yet)" in told
    assert "too many makers" in told
    assert f"{result.quality.every.unverified:.0%}" in told


def test_missing_mass_is_told_with_the_vehicles(at):
    found = run(at(SMALL.replace("mass: 1600 kg", "mass: 1640 kg")), out=None)
    assert [one.vehicle for one in found.quality.listed] == ["car A", "car B"]
    assert all(one.filled == pytest.approx(one.mass - one.listed) for one in found.quality.listed)
    assert "take the mean of it" in " ".join(sentences(found.quality, MARKED))


def test_rules_of_recycling_and_distance_stand_among_the_conventions(result):
    by = {row.choice.split(":")[0]: row for row in result.conventions.rows}
    less, more = by["driven 20% less in the same years"], by["driven 20% more in the same years"]
    head = result.conventions.rows[0]
    assert less.per_car + more.per_car == pytest.approx(2 * head.per_car)
    assert less.per_km > head.per_km > more.per_km
    whole, shared = (next(row for name, row in by.items() if word in name) for word in ("substitution", "formula"))
    assert whole.per_car < shared.per_car < head.per_car
    assert "assembly" in result.conventions.unmoved


@pytest.fixture
def earlier(at, tmp_path):
    """The folder of a run, and the base year it tells [kg CO2e]."""
    found = run(at(SMALL), out=tmp_path / "runs")
    return found.folder, float(gross(found.ledger, "inventory", "market")[1])


def test_an_earlier_run_says_what_the_base_year_was(at, earlier):
    folder, old = earlier
    more = SMALL.replace("steel parts: 1200", "steel parts: 1180").replace("charging: 16 kWh", "charging: 19 kWh")
    found = run(at(more), out=None, earlier=folder)
    one = next(each for each in found.restated if (each.book, each.view) == ("inventory", "market"))
    assert one.old == pytest.approx(old)
    assert one.new == pytest.approx(float(gross(found.ledger, "inventory", "market")[1]))
    assert one.restated
    assert len(found.restated) == 6
    assert "stated anew" in base_year(found)[0]
    assert folder.name in base_year(found)[0]
    said = document(found)["base year"][0]
    assert said["restated"] is True
    assert said["in force"] == pytest.approx(said["new"])


def test_an_earlier_scenario_says_it_too(at, tmp_path):
    before = tmp_path / "before.yaml"
    before.write_text(SMALL, encoding="utf-8")
    found = run(at(SMALL), out=None, earlier=before)
    assert all(one.change == pytest.approx(0.0, abs=1e-9) for one in found.restated)
    assert "not stated anew" in base_year(found)[0]


def test_a_small_change_leaves_the_stated_figure_in_force(at):
    plain = run(at(SMALL), out=None)
    now = float(gross(plain.ledger, "inventory", "market")[1])
    stated = SMALL.replace("discount rate: 6 %", f"discount rate: 6 %, base year figure: {now * 1.03} kg")
    cut = "\n  lower: {kind: reduction, book: inventory, cut: 10 %, by: 2030}\ndisruptions:"
    found = run(at(stated.replace("\ndisruptions:", cut)), out=None)
    (one,) = found.restated
    assert not one.restated
    lower = next(verdict for verdict in found.verdicts if verdict.name == "lower")
    assert lower.asked.bound == pytest.approx(0.9 * 1.03 * now)
    strict = run(at(stated.replace("base year figure", "recalculates above: 1 %, base year figure")), out=None)
    assert strict.restated[0].restated


@pytest.mark.parametrize("what", ["empty", "other"])
def test_what_is_no_run_is_refused(at, tmp_path, what):
    folder = tmp_path / what
    (folder / "annual").mkdir(parents=True)
    if what == "other":
        with (folder / "annual" / "pathway.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["book", "view", "year", "gross [t CO2e]"])
            rows.writerow(["flow", "market", "1999", "1"])
    with pytest.raises(QuestionError, match="no run" if what == "empty" else "2023"):
        run(at(SMALL), out=None, earlier=folder)

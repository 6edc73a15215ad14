"""Ledgers of two small worlds, cell by cell; see README.md for how to write them anew."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from simulator.ledger import PHASES, Array, Ledger
from simulator.network import VIEWS, Exports, Lever, Market, MixName, Returns, Sales, Scenario, Shift, Survival, Years
from simulator.projection import project
from tests.small import SURVIVAL, activity, car, figure, mix, plain_scenario, scenario

HERE = Path(__file__).parent
YEARS = Years(2020, 2022, 2025, 2021)


def plain() -> Scenario:
    """Steel, coal power and a shredder; nothing is decided."""
    return plain_scenario(years=YEARS, sales=(Sales("car", "B", figure({2020: 100.0, 2022: 300.0})),))


def rich() -> Scenario:
    """An own plant with a power contract, a loop of steel and power, scarce scrap, a lever, exports and removals."""
    station = activity("station", "electricity", {"steel": 0.001}, 0.6, 0.05, covered=True)
    made = scenario(
        (
            activity("mill", "steel", {"electricity": 0.5}, 2.0, 0.8, covered=True),
            activity(
                "scrap mill",
                "steel",
                {"electricity": 0.7},
                0.2,
                0.9,
                returns=Returns({"steel": figure(0.5)}, figure(2e4)),
            ),
            activity("hydrogen mill", "steel", {"electricity": 3.0}, 0.1, 1.1),
            station,
            activity("wind", "electricity", {}, 0.01, 0.06, contract_for="station"),
            activity("shredder", "treatment", {"electricity": 30.0}, 5.0, 100.0),
            activity(
                "air",
                "neutralisation",
                {"electricity": 0.3},
                {"CO2 fossil": 0.02, "CO2 removed": 1.0},
                0.4,
                permanence=figure(1000.0),
            ),
            activity("none", "neutralisation"),
        ),
        kinds={"electricity": "energy", "treatment": "waste"},
        mixes=(
            mix("steel", {"mill": None, "scrap mill": 0.3}),
            mix("electricity", {"station": None, "wind": 0.0}),
            mix("electricity", {"station": None, "wind": 0.5}, "plant"),
            mix("neutralisation", {"none": None, "air": 0.2}),
        ),
        levers={
            "hydrogen": Lever("hydrogen", Shift((MixName("steel"),), "hydrogen mill"), figure({2021: 0.1, 2022: 0.2}))
        },
        vehicles=(
            car(
                sections={
                    "materials": {"steel": 900.0},
                    "use": {"electricity": 0.2},
                    "upkeep": {"steel": 50.0},
                    "end of life": {"treatment": 1.0},
                }
            ),
        ),
        years=YEARS,
        sales=(Sales("car", "B", figure({2020: 100.0, 2022: 300.0})),),
        markets=(
            Market(
                "B",
                SURVIVAL,
                figure({0.0: 15000.0, 15.0: 9000.0}),
                Exports("A", figure(0.3), Survival("x", shape=figure(2.5), scale=figure(18.0))),
            ),
        ),
    )
    site = replace(made.sites["plant"], operator="company", assembly=made.vehicles["car"].sections["use"])
    return replace(made, sites={"plant": site})


WORLDS = {"plain": plain, "rich": rich}
Cells = dict[tuple[str, ...], float]


def cells(ledger: Ledger) -> Cells:
    """Every figure of a ledger under its full name, unless it is 0."""
    found = [*_purposes(ledger), *_places(ledger), *_cars(ledger)]
    for (name, option), share in ledger.shares.items():
        found += _series(ledger, ("", "share", name, option, "", ""), "1", share)
    found += [(("", "removal", r.activity, "", "", "", str(r.year), "kg"), r.kg) for r in ledger.removals]
    return {key: float(value) for key, value in found if abs(value) > 1e-9}


def _series(ledger: Ledger, name: tuple[str, ...], unit: str, values: Array) -> list[tuple[tuple[str, ...], float]]:
    periods = [*map(str, ledger.header.periods), "after"]
    return [((*name, period, unit), value) for period, value in zip(periods, values.tolist(), strict=True)]


def _purposes(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], float]]:
    for view, phase in product(VIEWS, PHASES):
        entries = ledger.entries[view][phase]
        for (a, account), (b, branch) in product(enumerate(entries.accounts), enumerate(entries.branches)):
            who = account.overhead or f"{account.vehicle} in {account.market}"
            where = f"{branch.stage} {branch.tag}".strip(), f"scope {branch.scope} category {branch.category}"
            for book, f in product(("emitted", "attributed"), range(len(ledger.header.flows))):
                values = getattr(entries, book)[a, b, :, f]
                yield from _series(ledger, (view, phase, who, *where, book), ledger.header.flows[f], values)


def _places(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], float]]:
    for view in VIEWS:
        for n, node in enumerate(ledger.places[view].nodes):
            stands = f"{node.place} {node.site} {node.operator}".strip()
            for f, flow in enumerate(ledger.header.flows):
                name = (view, "place", node.activity, node.product, stands, "emitted")
                yield from _series(ledger, name, flow, ledger.places[view].emitted[n, :, f])


def _cars(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], float]]:
    for a, account in enumerate(ledger.fleet.accounts):
        for kind in ("sold", "on_road", "abroad", "scrapped", "exported", "km", "lifetime_km"):
            name = ("", "fleet", f"{account.vehicle} in {account.market}", "", "", "")
            yield from _series(ledger, name, kind, getattr(ledger.fleet, kind)[a])


HEAD = ("view", "phase", "account", "stage", "branch", "book", "period", "flow", "value")


@pytest.mark.parametrize("name", WORLDS)
def test_ledgers_are_what_they_were(name, regenerate):
    found, file = cells(project(WORLDS[name]())), HERE / f"{name}.csv"
    if regenerate:
        with file.open("w", newline="", encoding="utf-8") as out:
            table = csv.writer(out, lineterminator="\n")
            table.writerow(HEAD)
            table.writerows((*key, f"{value:.12g}") for key, value in sorted(found.items()))
    with file.open(newline="", encoding="utf-8") as text:
        rows = list(csv.reader(text))[1:]
    golden = {tuple(row[:-1]): float(row[-1]) for row in rows}
    assert sorted(found.keys() ^ golden.keys())[:5] == []
    differ = [
        (k, found[k], golden[k]) for k in sorted(golden) if found[k] != pytest.approx(golden[k], rel=1e-9, abs=1e-9)
    ]
    assert differ[:5] == []

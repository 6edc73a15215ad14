"""A small ledger whose every figure can be worked out in the head; see the fixture."""

from pathlib import Path

import numpy as np
import pytest

from simulator.ledger import Account, Branch, Entries, Finding, Fleet, Header, Ledger, Node, Places, Removal


def pytest_addoption(parser):
    parser.addoption(
        "--regenerate-goldens", action="store_true", help="write tests/golden and the tables of docs/validation.md anew"
    )


def pytest_collection_modifyitems(items):
    """What shares worlds, a server or a session's cache runs in one process; all else of a file does."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item):
    if "chromium" in item.fixturenames:
        return "browser"
    folder = item.path.parent
    return folder.name if folder.name in ("levers", "web") else item.path.relative_to(Path(__file__).parent).as_posix()


@pytest.fixture
def regenerate(request):
    """Whether to write golden files anew; look at the difference before you keep it."""
    return request.config.getoption("--regenerate-goldens")


YEARS = tuple(range(2023, 2031))
FLOWS = ("CO2", "CH4", "own cost", "carbon cost", "CO2 biogenic uptake", "CO2 removed")
BUILD = {"materials": 4000.0, "battery": 5000.0, "assembly": 1000.0}
"""kg CO2 for one car of 2023, all in category 1; a quarter less each year."""
FACTOR = {2023: 1.0, 2024: 0.75, 2025: 0.5, 2026: 0.25}
CARS = {("one", "DE"): 100.0, ("two", "DE"): 50.0, ("one", "CN"): 200.0}
"""Cars a year, 2023 to 2026."""
CHARGING = 1000.0
"""kg CO2e a car (900 CO2 and 5 CH4 of weight 20) in each of the four years after the year of sale."""
OFFICES = 60_000.0


def _cells(branches, view_factor):
    accounts = tuple(Account(vehicle, vehicle, market) for vehicle, market in CARS)
    shape = (len(accounts), len(branches), len(YEARS) + 1, len(FLOWS))
    return accounts, np.zeros(shape), np.zeros(shape), view_factor


def _build(factor):
    branches = tuple(Branch(stage, 3, 1) for stage in BUILD)
    accounts, emitted, _, _ = _cells(branches, factor)
    for a, cars in enumerate(CARS.values()):
        for b, kg in enumerate(BUILD.values()):
            for year, left in FACTOR.items():
                emitted[a, b, year - YEARS[0], 0] = cars * kg * left * factor
                emitted[a, b, year - YEARS[0], 2] = cars * 100
    return Entries(accounts, branches, emitted, emitted)


def _life(factor):
    branches = (Branch("charging", 3, 11),)
    accounts, emitted, attributed, _ = _cells(branches, factor)
    for a, cars in enumerate(CARS.values()):
        for year in FACTOR:
            start = year - YEARS[0]
            for flow, kg in ((0, 900.0), (1, 5.0), (4, 10.0)):
                emitted[a, 0, start + 1 : start + 5, flow] += cars * kg * factor
                attributed[a, 0, start, flow] += 4 * cars * kg * factor
    return Entries(accounts, branches, emitted, attributed)


def _overhead(factor):
    branches = (Branch("overhead", 2, 0), Branch("overhead", 3, 6))
    emitted = np.zeros((1, 2, len(YEARS) + 1, len(FLOWS)))
    emitted[0, :, :4, 0] = OFFICES / 2 * factor
    return Entries((Account(overhead="offices"),), branches, emitted, emitted)


def _fleet():
    accounts = tuple(Account(vehicle, vehicle, market) for vehicle, market in CARS)
    count = len(YEARS) + 1
    sold = np.array([[cars if n < 4 else 0.0 for n in range(count)] for cars in CARS.values()])
    scrapped = np.zeros_like(sold)
    scrapped[:, 4:8] = sold[:, :4]
    on_road = sold.cumsum(axis=1) - scrapped.cumsum(axis=1)
    nothing = np.zeros_like(sold)
    return Fleet(accounts, sold, on_road, nothing, scrapped, nothing, on_road * 10_000, sold * 40_000)


@pytest.fixture
def ledger():
    """350 cars a year 2023-2026; gross in the product book 350 * (10 t * factor + 4 t); everything in 2026 is removed.

    The location view is a tenth higher. The inventory adds 60 t of offices; in the flow book charging falls later.
    """
    views = {"market": 1.0, "location": 1.1}
    entries = {
        view: {
            "build": _build(factor),
            "spares": Entries(
                (), (), np.zeros((0, 0, len(YEARS) + 1, len(FLOWS))), np.zeros((0, 0, len(YEARS) + 1, len(FLOWS)))
            ),
            "life": _life(factor),
            "overhead": _overhead(factor),
        }
        for view, factor in views.items()
    }
    nodes = (Node("assemble one", "one", "CN-SN", "Xi'an", "other"), Node("electricity/grid", "electricity", "DE"))
    places = {
        view: Places(nodes, np.stack([_all(entries[view]), np.zeros((len(YEARS) + 1, len(FLOWS)))])) for view in views
    }
    header = Header(
        engine="project", title="Small", company="Small cars", file="small.yaml", periods=YEARS, sales_end=2026, base=2023,
        flows=FLOWS, gwp_set="round", gwp={"CO2": 1.0, "CH4": 20.0}, view="market", neutralises="inventory",
        money="EUR2025", discount_rate=0.06,
    )  # fmt: skip
    return Ledger(
        header,
        entries,
        places,
        _fleet(),
        removals=(
            Removal("r2026", "neutralisation/dac", 2026, 350 * 6500.0 + OFFICES, 1000, counted=True),
            Removal("r2025", "neutralisation/forest", 2025, 1000.0, 30, counted=False),
        ),
        shares={("steel", "steel/green"): np.linspace(0, 1, len(YEARS) + 1)},
        unproven={view: np.full(len(YEARS) + 1, 0.25) for view in views},
        findings=(Finding("F-TEST", "=looks like a formula", "warning"),),
        once=np.eye(1, len(YEARS) + 1, 2)[0] * 1e6,
    )


def _all(by_phase):
    return sum(cells.emitted.sum(axis=(0, 1)) for cells in by_phase.values())

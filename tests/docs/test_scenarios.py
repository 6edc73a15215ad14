"""docs/scenarios.md prints what is computed today: ``--regenerate-goldens`` writes its tables anew."""

import re
from functools import cache
from pathlib import Path

import pytest

from simulator.ledger import gross, net, weights
from simulator.projection import project
from simulator.reading import vary
from tests import shipped

ROOT = Path(__file__).parents[2]
PAGE, SMART = ROOT / "docs/scenarios.md", ROOT / "scenarios/smart"
FAMILY = ("base", "frozen", "current-policies", "company-plan", "high-growth", "late-start", "net-zero-2045")
LINES = {
    "power: wind, sun, water, grids and losses": (
        "electricity", "grid upstream", "grid losses", "wind power", "solar power", "hydro power",
    ),
    "removals' own chain": (
        "neutralisation",
    ),
    "plastics, rubber, fibres": (
        "plastic", "rubber", "carbon black", "PET", "PUR foam", "glass fibre", "polyamide", "PVC",
    ),
    "aluminium: smelting, alumina, anodes": (
        "aluminium", "alumina", "carbon anode", "caustic soda", "lime", "aluminium castings",
    ),
    "steel and iron": (
        "steel", "iron ore", "iron ore pellets", "metallurgical coal", "cast iron", "zinc", "hydrogen",
    ),
    "heat and furnaces, with fuel supply": (
        "heat", "furnace heat", "refinery steam", "natural gas supply", "coal supply", "biogas supply",
        "biomass supply",
    ),
    "copper": (
        "copper",
    ),
    "electronics and magnets": (
        "chips", "printed board assembly", "display", "power electronics", "electronics", "magnets",
    ),
    "cells: materials and chemistry": (
        "lithium carbonate", "nickel sulphate", "cobalt", "manganese sulphate", "graphite anode", "hard carbon anode",
        "LiPF6", "NaPF6", "battery solvents", "electrolyte", "binder and carbon black", "separator",
        "phosphoric acid", "iron phosphate", "soda ash", "sulphuric acid", "hydrogen peroxide", "hydrochloric acid",
        "NMC622 cathode", "LFP cathode", "Na-ion cathode", "NMC622 cell", "LFP cell", "Na-ion cell",
    ),
    "freight: ships, trucks and their fuels": (
        "truck", "car carrier", "container ship", "electric rail", "marine fuel supply", "green methanol supply",
        "diesel supply", "barge",
    ),
    "end of life": (
        "residue treatment", "vehicle depollution", "shredding", "battery dismantling", "car treatment",
    ),
}  # fmt: skip
REST = "all else"


@cache
def projected(name):
    return project(shipped.smart(name))


def amount(kg, scale=1e6, digits=0):
    return f"{kg / scale:,.{digits}f}"


def course(name, year):
    """Inventory and car in the market view, flow by location: kt, t, kt; gross."""
    ledger = projected(name)
    at = year - ledger.header.periods[0]
    cars = ledger.fleet.sold[:, at].sum()
    of = (("inventory", "market"), ("product", "market"), ("flow", "location"))
    books = [gross(ledger, book, view)[at] for book, view in of]
    return amount(books[0]), amount(books[1] / cars, 1e3, 1), amount(books[2])


def courses():
    yield "year", *(f"{name}: {what}" for name in ("base", "frozen", "plan") for what in ("inventory", "car", "flow"))
    for year in (2019, 2023, 2025, 2030, 2035, 2040, 2045):
        yield str(year), *(text for name in ("base", "frozen", "net-zero-2045") for text in course(name, year))


def family():
    yield "scenario", "cars in 2045", "2030", "2035", "2045", "net 2045", "car 2045", "flow 2025-2045, net [Mt]"
    for name in FAMILY:
        ledger = projected(name)
        first = ledger.header.periods[0]
        inventory, flow = gross(ledger, "inventory", "market"), net(ledger, "flow", "market")
        sold = f"{ledger.fleet.sold[:, 2045 - first].sum():,.0f}"
        years = (amount(inventory[year - first]) for year in (2030, 2035, 2045))
        last = amount(abs(net(ledger, "inventory", "market")[2045 - first]))
        total = amount(flow[2025 - first : 2046 - first].sum(), 1e9, 1)
        yield f"`{name}`", sold, *years, last, course(name, 2045)[1], total


def residual():
    """The flow book of the plan in 2045 by the product of what lets it out."""
    ledger = projected("net-zero-2045")
    places, left = ledger.places["market"], dict.fromkeys((*LINES, REST), 0.0)
    of = {product: line for line, products in LINES.items() for product in products}
    kg = places.emitted[:, 2045 - ledger.header.periods[0]] @ weights(ledger)
    for node, each in zip(places.nodes, kg, strict=True):
        left[of.get(node.product, REST)] += each
    assert sum(left.values()) == pytest.approx(gross(ledger, "flow", "market")[2045 - ledger.header.periods[0]])
    yield "where it arises", "kt"
    yield from ((line, amount(each)) for line, each in sorted(left.items(), key=lambda one: (one[0] == REST, -one[1])))


TABLES = {"courses": courses, "family": family, "residual": residual}


def table(name):
    head, *rows = TABLES[name]()
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_page_is_what_is_computed(name, regenerate):
    between = re.compile(rf"(<!-- table: {name} -->\n)((?:(?!<!--).*\n)*)(<!-- end -->)")
    text, made = PAGE.read_text(encoding="utf-8"), table(name)
    assert len(between.findall(text)) == 1
    wanted = between.sub(lambda found: f"{found[1]}{made}\n{found[3]}", text)
    if regenerate:
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted


def points(lever):
    return {point.x: point.best for point in lever.share.points}


def test_the_late_start_is_the_plan_five_years_later():
    plan, late = (shipped.smart(name) for name in ("net-zero-2045", "late-start"))
    used = {name: lever for name, lever in plan.levers.items() if lever.share is not None}
    assert {name for name, lever in late.levers.items() if lever.share is not None} == set(used)
    for name, lever in used.items():
        assert points(late.levers[name]) == {year + 5: share for year, share in points(lever).items()}, name
        assert late.levers[name].share.between == lever.share.between


def test_high_growth_sells_the_same_cars_to_2026_and_no_other_mix():
    base, high = (projected(name).fleet for name in ("base", "high-growth"))
    assert high.sold[:, :8] == pytest.approx(base.sold[:, :8])
    later = slice(11, 27)
    mix = [fleet.sold[:, later] / fleet.sold[:, later].sum(axis=0) for fleet in (base, high)]
    assert mix[1] == pytest.approx(mix[0], abs=2e-3)
    assert (high.sold[:, later].sum(axis=0) > 1.7 * base.sold[:, later].sum(axis=0)).all()


def test_what_law_asks_of_metals_is_met_by_current_policies_and_not_by_base():
    asked = ("base", "current-policies")
    broken = {name: [f.text for f in projected(name).findings if " is broken " in f.text] for name in asked}
    assert len(broken["base"]) == 4
    assert broken["current-policies"] == []


def test_all_levers_are_on_offer_and_the_page_counts_them():
    base = shipped.smart("base")
    assert all(lever.share is None for lever in base.levers.values())
    assert f"{len(base.levers)} levers on offer" in " ".join(PAGE.read_text(encoding="utf-8").split())
    assert all(f"`{path.name}`" in PAGE.read_text(encoding="utf-8") for path in SMART.iterdir())


def test_a_car_that_one_market_alone_may_sell_is_sold_there_alone():
    made = vary(shipped.smart("base"), {"levers.assembly in Europe.share": {2030: "10 %", 2035: "40 %"}})
    fleet = project(made).fleet
    rows = {account.market: n for n, account in enumerate(fleet.accounts) if account.vehicle == "smart 1 from Europe"}
    cars = {market: fleet.sold[n].sum() for market, n in rows.items()}
    assert cars["DE"] > 0.0
    assert "CN" not in cars
    assert "IL" not in cars
    assert fleet.sold.sum() == pytest.approx(projected("base").fleet.sold.sum())

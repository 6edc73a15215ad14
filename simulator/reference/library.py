"""The library: what the packaged tables say, as nouns of the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from simulator.collector import no_collection
from simulator.errors import LibraryError
from simulator.network import WORLD, Activity, Figure, Location, Mix, Origin, Place, Places, Product, Survival, constant
from simulator.network.activity import ProductKind
from simulator.reference import tables
from simulator.reference.figures import figure, grouped, origin
from simulator.reference.grid import Grid
from simulator.reference.recipes import Entry, recipes
from simulator.reference.tables import Row

BASE_YEAR = 2025
"""Price year of every EUR inside."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the packaged tables hold.

    Parameters
    ----------
    places : tree of places.
    products, activities, mixes, survivals : nouns by name; every product has an activity and a mix for the world.
    gwp : warming potentials [kg CO2e per kg] by set, then flow.
    money : EUR2025 in one unit of a currency of a year (``USD2024``); a plain currency means 2025.
    pathways : title by name of a grid pathway.
    rules : dated figures of law by name.
    passages : straits, canals and borders that routes lead through, and where they lie.
    """

    places: Places
    products: Mapping[str, Product]
    activities: Mapping[str, Activity]
    mixes: tuple[Mix, ...]
    survivals: Mapping[str, Survival]
    gwp: Mapping[str, Mapping[str, float]]
    money: Mapping[str, float]
    pathways: Mapping[str, str]
    rules: Mapping[str, Figure]
    passages: Mapping[str, Location]


@cache
@no_collection()
def library() -> Library:
    """The packaged library; read once.

    Raises
    ------
    LibraryError
        where the tables contradict one another.
    """
    places = Places({r["name"]: _place(r) for _, r in tables.records("places")})
    money = _money(tables.read("money"))
    products = _products()
    activities = _activities(products, places, money)
    return Library(
        places=places,
        products=products,
        activities=activities,
        mixes=tuple(_mixes(products, activities)),
        survivals=_survivals(tables.read("survival")),
        gwp=_gwp(tables.read("gwp")),
        money=money,
        pathways={r["name"]: r["title"] for _, r in tables.records("pathways")},
        rules=_rules(tables.read("rules")),
        passages={r["name"]: _located(r) for _, r in tables.records("passages")},
    )


def _place(r: Mapping[str, str]) -> Place:
    return Place(r["name"], r["within"] or None, r["title"], _located(r) if r["north"] else None)


def _located(r: Mapping[str, str]) -> Location:
    return float(r["north"]), float(r["east"])


def rows() -> Iterator[Row]:
    """Every figure as a flat row: those of the tables, then those worked out for grids and charging."""
    for table in tables.KEYS:
        yield from tables.read(table)
    for entry in Grid(tables.read("grid"), library().places).entries():
        yield from _flat(entry)


def _flat(entry: Entry) -> Iterator[Row]:
    where, item = entry.figure.origin, entry.item + (", residual mix" if entry.view == "market" else "")
    for point in entry.figure.points:
        yield Row("grid", entry.activity, item, entry.place, f"{point.x:g}", point.best, entry.figure.unit,
                  None, None, where.source, where.licence, where.status, 3, where.note, entry.kind, entry.pathway,
                  "", where.line)  # fmt: skip


def _money(rows: Iterable[Row]) -> dict[str, float]:
    """EUR of the base year per unit of money: exchange rate of its year x prices of the base year over those of its year."""
    at = {(row.key, int(row.year)): row.value for row in rows}
    prices = {year: value for (key, year), value in at.items() if key == "price index, euro area"}
    worth: dict[str, float] = {}
    for year, price in prices.items():
        today = prices[BASE_YEAR] / price
        worth[f"EUR{year}"] = today
        rates = {key[:3]: rate for (key, when), rate in at.items() if when == year and "per EUR" in key}
        worth |= {f"{currency}{year}": today / rate for currency, rate in rates.items()}
    return worth | {key[:3]: value for key, value in worth.items() if key.endswith(str(BASE_YEAR))}


def _products() -> dict[str, Product]:
    extra = grouped(((row.key, row.item), row) for row in tables.read("properties"))
    return {r["name"]: _product(r, line, extra) for line, r in tables.records("products")}


def _product(r: Mapping[str, str], line: int, extra: Mapping[tuple[str, str], Sequence[Row]]) -> Product:
    name, unit = r["name"], r["unit"]
    where = Origin("reference/products.csv", line)
    found = {item: figure(rows, f"{key}.{item}", f"kg/({unit})") for (key, item), rows in extra.items() if key == name}
    mass = found.get("mass")
    if mass is None and unit == "kg" and r["kind"] == "good":
        said = Origin(where.file, line, source="definition", status="verified", licence="facts")
        mass = constant(1.0, "1", said, f"{name}.mass")
    return Product(
        name=name,
        unit=unit,
        kind=cast("ProductKind", r["kind"]),
        title=r["title"],
        mass=mass,
        category=int(r["category"]),
        tag=r["tag"],
        bordered=bool(r["bordered"]),
        embedded=found.get("embedded"),
        origin=where,
    )


def _activities(products: Mapping[str, Product], places: Places, money: Mapping[str, float]) -> dict[str, Activity]:
    entries: dict[str, list[Entry]] = {}
    for entry in (*_authored(products, money), *Grid(tables.read("grid"), places).entries()):
        entries.setdefault(entry.activity, []).append(entry)
    made = [_activity(r, line, entries.pop(r["name"], []), places) for line, r in tables.records("activities")]
    if entries:
        raise LibraryError(f"exchanges.csv has figures of activities that activities.csv lacks: {sorted(entries)}")
    return {activity.name: activity for activity in made}


def _authored(products: Mapping[str, Product], money: Mapping[str, float]) -> Iterator[Entry]:
    """Entries of ``exchanges.csv``, in canonical units."""
    groups = grouped(((r.key, r.kind, r.item, r.place, r.pathway), r) for r in tables.read("exchanges"))
    for (activity, kind, item, place, pathway), found in groups.items():
        unit = _unit(products, activity, kind, item)
        name = f"{activity}.{item or kind}@{place}" + (f"/{pathway}" if pathway else "")
        yield Entry(activity, kind, item, place, pathway, figure(found, name, unit, money))


def _unit(products: Mapping[str, Product], activity: str, kind: str, item: str) -> str:
    """Unit that a figure of an activity must have."""
    try:
        per = f"({products[activity.partition('/')[0]].unit})"
        if kind in ("input", "held"):
            return f"{products[item].unit}/{per}"
        return {"emission": f"kg/{per}", "money": f"EUR/{per}", "permanence": "yr", "yield": "1"}[kind]
    except KeyError as lacking:
        raise LibraryError(f"exchanges.csv: {activity} {kind} {item}: nothing is known of {lacking}") from None


def _activity(r: Mapping[str, str], line: int, entries: Sequence[Entry], places: Places) -> Activity:
    single = {entry.kind: entry.figure for entry in entries if entry.kind in ("permanence", "yield")}
    held = {entry.item: entry.figure for entry in entries if entry.kind == "held"}
    return Activity(
        name=r["name"],
        makes=r["name"].partition("/")[0],
        recipes=recipes((entry for entry in entries if entry.kind not in (*single, "held")), places),
        title=r["title"],
        on_site=bool(r["on_site"]),
        contract_for=r["contract_for"] or None,
        recycled=bool(r["recycled"]),
        covered=bool(r["covered"]),
        permanence=single.get("permanence"),
        yield_=single.get("yield"),
        holds=held,
        origin=Origin("reference/activities.csv", line),
    )


def _mixes(products: Mapping[str, Product], activities: Mapping[str, Activity]) -> Iterator[Mix]:
    """Default mixes; a product that one activity makes takes all of it."""
    stated = grouped(((row.key, row.place), row) for row in tables.read("mixes"))
    for (product, user), found in stated.items():
        shares = grouped((row.item, row) for row in found)
        figures = {way: figure(rows, f"{product}@{user}.{way}", "1") for way, rows in shares.items()}
        yield Mix(product, user, figures, origin=origin(found[0]))
    ways = grouped((activity.makes, activity) for activity in activities.values())
    alone = (
        ways[product][0] for product in products if len(ways.get(product, ())) == 1 and (product, WORLD) not in stated
    )
    yield from map(_only, alone)


def _only(activity: Activity) -> Mix:
    """The mix of a product that one activity makes."""
    at = activity.origin
    said = Origin(at.file, at.line, source="only way in the library", status="derived", licence="facts")
    name = f"{activity.makes}@{WORLD}.{activity.name}"
    return Mix(activity.makes, WORLD, {activity.name: constant(1.0, "1", said, name)}, origin=said)


def _survivals(rows: Iterable[Row]) -> dict[str, Survival]:
    laws: dict[str, dict[str, Figure]] = {}
    for (name, item), found in grouped(((row.key, row.item), row) for row in rows).items():
        laws.setdefault(name, {})[item] = figure(found, f"{name}.{item}", "yr" if item == "scale" else "1")
    return {name: Survival(name, **law) for name, law in laws.items()}


def _gwp(rows: Iterable[Row]) -> dict[str, dict[str, float]]:
    sets: dict[str, dict[str, float]] = {}
    for row in rows:
        sets.setdefault(row.key, {})[row.item] = row.value
    return sets


def _rules(rows: Iterable[Row]) -> dict[str, Figure]:
    return {name: figure(found, name, "1") for name, found in grouped((row.key, row) for row in rows).items()}

"""Products and activities: the planner's, over what they are like in the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from simulator.errors import UnitError
from simulator.network import (
    WORLD,
    Activity,
    Emission,
    Exchange,
    Figure,
    Money,
    Product,
    Recipe,
    Returns,
)
from simulator.reading.capacity import expansion, opening
from simulator.reading.custody import chain
from simulator.reading.desk import Entry, date, exchange, flag, key_of
from simulator.reading.faults import Faults
from simulator.reading.figures import ANY, MORE, NOWHERE, PART, POSITIVE, Reader, per
from simulator.reading.names import main_activity
from simulator.reading.tree import REMOVE, REMOVED, Node
from simulator.units import canonical, parse_unit

T = TypeVar("T")
MONEY = ("price", "cost", "premium")
SHORT = {"CO2e": "CO2e-unknown", "CO2": "CO2 fossil", "CH4": "CH4 fossil"}
"""Gases by the name a planner may write for them."""
APART = ("CO2 biogenic uptake", "CO2 biogenic release", "CO2 removed")
"""Flows that count in no set of warming potentials, and are shown apart."""


def product(name: str, node: Node, known: Product | None, reader: Reader, faults: Faults) -> Product:
    """A product the planner adds, or the library's with what differs."""
    path = f"products.{name}"
    unit = _measured(node, known, path, faults)
    start = known or Product(name, unit)
    mass = _figure(node, "mass", per("kg", unit), path, reader)
    if mass is None and start.mass is None and unit == "kg":
        mass = reader.figure(Node("1 kg/kg", node.file, node.line, node.column), "1", f"{path}.mass")
    category, tag, bordered = (
        node.map[key].value if key in node.map else None for key in ("category", "tag", "bordered")
    )
    return replace(
        start,
        unit=unit,
        kind=node.text("kind") or start.kind,  # type: ignore[arg-type]
        title=node.text("title") or start.title,
        mass=mass or start.mass,
        category=category if isinstance(category, int) else start.category,
        tag=tag if isinstance(tag, str) else start.tag,
        bordered=bordered if isinstance(bordered, bool) else start.bordered,
        embedded=_figure(node, "embedded", per("kg", unit), path, reader) or start.embedded,
        origin=reader.origin(node),
    )


def _measured(node: Node, known: Product | None, path: str, faults: Faults) -> str:
    """Unit a product is counted in."""
    written = node.text("measured in")
    if not written:
        if known is None:
            faults.add(
                "E-KEY-002", "`measured in` is missing", node, path=path, key=True, expected="a key `measured in`"
            )
        return known.unit if known else "1"
    try:
        unit = canonical(parse_unit(written).dims)
    except UnitError as error:
        faults.unit(error, node.map["measured in"], f"{path}.measured in")
        return "1"
    if unit != written:
        faults.add("E-UNIT-002", f"`{written}` is not how it is counted inside", node.map["measured in"],
                   path=f"{path}.measured in", expected=f"`{unit}`")  # fmt: skip
    return unit


def _figure(node: Node, key: str, unit: str, path: str, reader: Reader) -> Figure | None:
    child = node.map.get(key)
    return None if child is None else reader.figure(child, unit, f"{path}.{key}", POSITIVE)


def activity(entry: Entry, known: Mapping[str, Activity]) -> Activity:
    """An activity of the planner; ``known`` are the library's, with money in the scenario's."""
    start = _start(entry, known)
    made = entry.text("makes") or (start.makes if start else "")
    unit = _unit_made(entry, made)
    if start is None:
        start = Activity(entry.name, made, (Recipe(WORLD),), covered=True)
    site = entry.text("at") or None
    if site is not None:
        entry.desk.site(site, entry.at("at"), f"{entry.path}.at")
    opening(entry)
    contract = _contract(entry, made)
    made_so = replace(
        start,
        name=entry.name,
        makes=made,
        recipes=_recipes(entry, start.recipes, unit),
        at=site or start.at,
        title=entry.title or start.title,
        on_site=flag(entry, "on site", start.on_site and site is None),
        custody=chain(entry, start, contract),
        contract_for=contract or start.contract_for,
        recycled=flag(entry, "recycled", start.recycled),
        covered=flag(entry, "covered", start.covered),
        permanence=entry.figure("permanence", "yr") or start.permanence,
        returns=_returns(entry, unit) or start.returns,
        capacity=entry.figure("capacity", per(unit, "yr"), MORE) or start.capacity,
        lead_time=entry.figure("lead time", "yr") or start.lead_time,
        batch=entry.figure("batch", unit, MORE) or start.batch,
        stock=entry.figure("stock", "yr") or start.stock,
        lot=entry.figure("lot", unit, MORE) or start.lot,
        opens=date(entry, "opens") or start.opens,
        ramp_up=entry.figure("ramp up", "yr") or start.ramp_up,
        expansion=expansion(entry, unit) or start.expansion,
        holds=_by_product(entry, "holds", unit, of=True) or start.holds,
        yield_=entry.figure("yield", "1", PART) or start.yield_,
        origin=entry.origin,
    )
    _holds_what_it_takes(entry, made_so)
    return made_so


def _start(entry: Entry, known: Mapping[str, Activity]) -> Activity | None:
    """The library's activity it is like, or whose name it has."""
    if entry.name in known:
        return known[entry.name]
    name = main_activity(entry.desk.names.library, entry.text("like"))
    return known[name] if name else None


def _unit_made(entry: Entry, made: str) -> str:
    """Unit of the product made; a fault where it is not known."""
    if not made:
        if entry.at("makes") is entry.node and "/" in entry.name:
            product = entry.name.partition("/")[0]
            ways = [name for name in entry.desk.names.library.activities if name.startswith(f"{product}/")]
            entry.desk.check("E-NAME-002", "activity", entry.name, ways, entry.key, entry.path)
        elif not entry.has("like"):
            entry.desk.faults.add("E-KEY-002", "`makes` is missing", entry.node, path=entry.path, key=True,
                                  expected="a key `makes` (or `like`)")  # fmt: skip
        return "1"
    products = entry.desk.names.products
    if not entry.desk.check("E-NAME-001", "product", made, products, entry.at("makes"), f"{entry.path}.makes"):
        return "1"
    return products[made].unit


def _contract(entry: Entry, made: str) -> str | None:
    name = entry.text("contract for")
    return entry.desk.option(name, made, entry.at("contract for"), f"{entry.path}.contract for") if name else None


def _recipes(entry: Entry, start: Iterable[Recipe], unit: str) -> tuple[Recipe, ...]:
    """All recipes with the planner's inputs, emissions and money over them."""
    recipes = tuple(start)
    inputs, emits, money = _inputs(entry, recipes, unit), _emissions(entry, recipes, unit), _money(entry, unit)
    if inputs is None and emits is None and money is None:
        return recipes
    return tuple(
        replace(
            recipe,
            inputs=_over({each.product: each for each in recipe.inputs}, inputs),
            emits=_over({each.flow: each for each in recipe.emits}, emits),
            money=money or recipe.money,
        )
        for recipe in recipes
    )


@dataclass(frozen=True, slots=True)
class _Changes(Generic[T]):
    """What a map says over the library's: ``new`` values, None for what is taken out; ``alone``: nothing else stays."""

    new: Mapping[str, T | None]
    alone: bool


def _over(known: dict[str, T], changes: _Changes[T] | None) -> tuple[T, ...]:
    """The library's with what the planner says over it."""
    if changes is None:
        return tuple(known.values())
    joined: dict[str, T | None] = {**({} if changes.alone else known), **changes.new}
    return tuple(each for each in joined.values() if each is not None)


def _inputs(entry: Entry, recipes: Iterable[Recipe], unit: str) -> _Changes[Exchange] | None:
    there = {each.product for recipe in recipes for each in recipe.inputs}
    inner = entry.inner("inputs")
    if inner is None:
        return None
    new: dict[str, Exchange | None] = {}
    for name, node in inner.node.named():
        path = f"{inner.path}.{name}"
        if _removed(inner, name, node, there):
            new[name] = None
        elif entry.desk.product(name, key_of(node), path):
            new[name] = exchange(inner, name, node, path, entry.desk.names.products[name].unit, unit)
    return _Changes(new, _alone(inner))


def _emissions(entry: Entry, recipes: Iterable[Recipe], unit: str) -> _Changes[Emission] | None:
    there = {each.flow for recipe in recipes for each in recipe.emits}
    inner = entry.inner("emits")
    if inner is None:
        return None
    new: dict[str, Emission | None] = {}
    for name, node in inner.node.named():
        path = f"{inner.path}.{name}"
        flow = name if name in entry.desk.gases else SHORT.get(name, name)
        if _removed(inner, flow, node, there):
            new[flow] = None
        elif entry.desk.check("E-NAME-012", "gas", flow, [*entry.desk.gases, *APART, *SHORT], key_of(node), path):
            bounds = ANY if flow in APART else POSITIVE
            new[flow] = Emission(flow, entry.desk.reader.figure(node, per("kg", unit), path, bounds))
    return _Changes(new, _alone(inner))


def _alone(entry: Entry) -> bool:
    return entry.has("$replace") and entry.at("$replace").value is True


def _removed(entry: Entry, name: str, node: Node, there: set[str]) -> bool:
    """Whether a name is taken out; a fault where it is not there."""
    if node.value not in (REMOVE, REMOVED):
        return False
    if node.value == REMOVE and name not in there:
        entry.desk.faults.add("E-NAME-014", f"nothing to remove: `{name}` is said nowhere before", node,
                              path=f"{entry.path}.{name}")  # fmt: skip
    return True


def _money(entry: Entry, unit: str) -> Money | None:
    """What it costs, of one kind."""
    kinds = [kind for kind in MONEY if entry.has(kind)]
    for kind in kinds[1:]:
        entry.desk.faults.add("E-KEY-006", f"`{kind}` beside `{kinds[0]}`", entry.at(kind), path=f"{entry.path}.{kind}",
                              key=True, expected="one of " + ", ".join(MONEY))  # fmt: skip
    if not kinds:
        return None
    bounds = ANY if kinds[0] == "premium" else POSITIVE
    amount = entry.need(kinds[0], per("EUR", unit), bounds)
    return Money(kinds[0], amount, flag(entry, "carbon included"))  # type: ignore[arg-type]


def _returns(entry: Entry, unit: str) -> Returns | None:
    """What limits it: returned material, new scrap and a market."""
    market = entry.figure("market", per(unit, "yr"))
    if market is None and entry.inner("returns") is None and entry.inner("new scrap") is None:
        return None
    return Returns(_by_product(entry, "returns", unit), market, _by_product(entry, "new scrap", unit))


def _by_product(entry: Entry, key: str, unit: str, *, of: bool = False) -> dict[str, Figure]:
    """Figures by product under a key: units made per unit of the product, or (``of``) of the product per unit made."""
    inner, out = entry.inner(key), {}
    for name, node in inner.node.named() if inner is not None else ():
        path = f"{entry.path}.{key}.{name}"
        if entry.desk.check("E-NAME-001", "product", name, entry.desk.names.products, key_of(node), path):
            theirs = entry.desk.names.products[name].unit
            wanted = per(theirs, unit) if of else per(unit, theirs)
            out[name] = entry.desk.reader.figure(node, wanted, path, POSITIVE)
    return out


def _holds_what_it_takes(entry: Entry, made: Activity) -> None:
    """Faults of an activity that holds more of an input than it takes in."""
    inner = entry.inner("holds")
    if inner is None:
        return
    for product, held in made.holds.items():
        most = max(point.best for point in held.points)
        taken = [e.amount for recipe in made.recipes for e in recipe.inputs if e.product == product]
        least = min((point.best for amount in taken for point in amount.points), default=0.0)
        if most > least and held is not NOWHERE and not any(amount is NOWHERE for amount in taken):
            entry.desk.faults.add("E-VALUE-002", f"`{made.name}` holds {most:.4g} of `{product}` and takes in {least:.4g}",
                                  inner.at(product), path=f"{inner.path}.{product}",
                                  expected="at most what it takes in")  # fmt: skip

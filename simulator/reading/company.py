"""Sites, vehicles, overheads, markets and sales."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import get_args

from simulator.equations.bill import MOST_ABOVE, MOST_MISSING, bill
from simulator.network import (
    BUILD,
    CutOff,
    Exports,
    Figure,
    Market,
    Overhead,
    Sales,
    SecondLife,
    Section,
    Site,
    Survival,
    Vehicle,
)
from simulator.reading.capacity import expansion, opening
from simulator.reading.check import shape
from simulator.reading.desk import Desk, Entry, amounts, date, exchanges, key_of, number, whole
from simulator.reading.figures import BY_AGE, MORE, PART, POSITIVE, Bounds
from simulator.reading.shape.company import FollowStock, Weibull
from simulator.reading.tree import RESERVED, Node, is_path

SECTIONS: tuple[Section, ...] = get_args(Section)
_SURVIVING = Bounds(0.0, 1.0, ages=True)
_TINY = Bounds(low=1e-9)


def site(entry: Entry) -> Site:
    """A plant or office."""
    entry.desk.place(entry.text("in"), entry.at("in"), f"{entry.path}.in") if entry.text("in") else None
    opening(entry)
    return Site(
        name=entry.name,
        place=entry.text("in"),
        operator="company" if entry.text("operator") == "company" else "other",
        location=_location(entry),
        assembly=amounts(entry, "assembly", "veh"),
        capacity=entry.figure("capacity", "veh/yr", MORE),
        batch=entry.figure("batch", "veh", MORE),
        stock=entry.figure("stock", "yr"),
        lead_time=entry.figure("lead time", "yr"),
        lot=entry.figure("lot", "veh", MORE),
        opens=date(entry, "opens"),
        ramp_up=entry.figure("ramp up", "yr"),
        expansion=expansion(entry, "veh"),
        title=entry.title,
        origin=entry.origin,
    )


def _location(entry: Entry) -> tuple[float, float] | None:
    if not entry.has("location"):
        return None
    node = entry.at("location")
    numbers = [float(item.value) for item in node.list if isinstance(item.value, int | float)]
    if len(numbers) == 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180:
        return numbers[0], numbers[1]
    entry.desk.faults.add("E-KEY-003", "no position on Earth", node, path=f"{entry.path}.location",
                          expected="[degrees north, degrees east]")  # fmt: skip
    return None


def vehicle(entry: Entry) -> Vehicle:
    """A car."""
    car = Vehicle(
        name=entry.name,
        sold_as=entry.text("sold as") or entry.name,
        built_at=entry.text("built at"),
        mass=entry.need("mass", "kg", _TINY),
        lifetime=entry.need("lifetime", "km", _TINY),
        lasts=entry.figure("lasts", "1", MORE),
        second_life=_second_life(entry),
        sections={section: found for section in SECTIONS if (found := amounts(entry, section, _per(section)))},
        title=entry.title,
        origin=entry.origin,
    )
    if not car.lifetime.constant:
        entry.desk.faults.add("E-VALUE-004", "a car's `lifetime` is one distance, not a path", entry.at("lifetime"),
                              path=f"{entry.path}.lifetime", expected="a quantity; a longer life is another vehicle")  # fmt: skip
    if car.lasts is not None and not car.lasts.constant:
        entry.desk.faults.add("E-VALUE-004", "how long a car `lasts` is one figure, not a path", entry.at("lasts"),
                              path=f"{entry.path}.lasts", expected="a share; a longer life is another vehicle")  # fmt: skip
    _second_lives_of_its_own(entry, car)
    _weigh(entry, car)
    return car


def _second_lives_of_its_own(entry: Entry, car: Vehicle) -> None:
    """Faults of second lives of what is not in the car."""
    parts = [each.product for section in BUILD for each in car.sections.get(section, ())]
    inner = entry.inner("second life")
    for product, node in inner.node.named() if inner is not None else ():
        if product not in parts:
            entry.desk.faults.add("E-KEY-004", f"`{car.name}` has no `{product}`", key_of(node), key=True,
                                  path=f"{entry.path}.second life.{product}",
                                  expected="one of " + ", ".join(parts))  # fmt: skip


def _second_life(entry: Entry) -> dict[str, SecondLife]:
    """By product of the bill what goes to a second use."""
    inner, out = entry.inner("second life"), {}
    for name, node in inner.node.named() if inner is not None else ():
        one = Entry(entry.desk, name, node, f"{entry.path}.second life.{name}")
        entry.desk.product(name, key_of(node), one.path)
        share, after = number(one, "share", "1", PART), number(one, "after", "yr", MORE)
        keeps, displaces = number(one, "keeps", "1", PART), number(one, "displaces", "1")
        years = 1 if after is None or math.isnan(after) else max(1, round(after))
        out[name] = SecondLife(share or 0.0, years, 1.0 if keeps is None else keeps, displaces or 0.0)
    return out


def _per(section: Section) -> str:
    return "km" if section == "use" else "veh"


def _weigh(entry: Entry, found: Vehicle) -> None:
    """Parts add up to the mass; not checked where the mass of a part is not known."""
    listed = bill(found, entry.desk.names.products)
    if listed is None or math.isnan(listed.off) or not listed.refused:
        return
    message = f"materials, battery and parts of `{found.name}` add up to {listed.listed:.0f} kg, its mass is {listed.mass:.0f} kg"
    entry.desk.faults.add("E-MASS-001", message, entry.at("mass"), path=f"{entry.path}.mass",
                          expected=f"parts at most {MOST_MISSING:.0%} below and {MOST_ABOVE:.0%} above the mass")  # fmt: skip


def cut_off(entry: Entry) -> CutOff:
    """What is left out on purpose."""
    return CutOff(
        name=entry.name,
        estimate=entry.need("estimate", "1", PART),
        reason=entry.text("reason"),
        category=whole(entry, "category") or 0,
        title=entry.title,
        origin=entry.origin,
    )


def overhead(entry: Entry) -> Overhead:
    """What a year needs whatever is sold."""
    at = entry.text("at")
    if at:
        entry.desk.site(at, entry.at("at"), f"{entry.path}.at")
    inputs = tuple(exchanges(entry, "yr", fields=("at", "stage", "title")))
    return Overhead(entry.name, at, entry.text("stage"), inputs, entry.origin)


def market(entry: Entry) -> Market:
    """Where cars are sold and driven."""
    entry.desk.place(entry.name, entry.key, entry.path)
    exports = entry.inner("exports")
    return Market(
        name=entry.name,
        survival=_survival(entry),
        driving=entry.need("driving", "km/yr", BY_AGE),
        exports=_exports(exports) if exports else None,
        stock=entry.figure("stock", "yr"),
        title=entry.title,
        origin=entry.origin,
    )


def _exports(entry: Entry) -> Exports:
    to = entry.text("to")
    if to:
        entry.desk.place(to, entry.at("to"), f"{entry.path}.to")
    return Exports(to, entry.need("share", "1", PART), _survival(entry))


def _survival(entry: Entry) -> Survival:
    """A curve of the library by name, a path by age, or a Weibull law."""
    node, path = entry.at("survival"), f"{entry.path}.survival"
    known = entry.desk.names.library.survivals
    if node is entry.node:
        return Survival("")
    if isinstance(node.value, str):
        entry.desk.check("E-NAME-009", "survival curve", node.value, known, node, path)
        return known.get(node.value, Survival(node.value))
    if is_path(node) and any(key not in RESERVED for key in node.map):
        return Survival(path, curve=_falling(entry, entry.desk.reader.figure(node, "1", path, _SURVIVING), node, path))
    shape(Weibull, node, path, entry.desk.faults)
    law = Entry(entry.desk, entry.name, node, path)
    return Survival(path, shape=law.need("shape", "1", _TINY), scale=law.need("scale", "yr", _TINY))


def _falling(entry: Entry, curve: Figure, node: Node, path: str) -> Figure:
    """The curve; a fault where more cars survive at a higher age."""
    best = [point.best for point in curve.points]
    if any(later > earlier for earlier, later in pairwise(best)):
        entry.desk.faults.add("E-VALUE-004", "survival rises with age", node, path=path, expected="shares that fall")
    return curve


def sales(desk: Desk, sold: str, market_name: str, node: Node) -> Sales:
    """Cars sold under a name in a market."""
    path = f"sales.{sold}.{market_name}"
    if "follow" in node.map or "stock" in node.map:
        shape(FollowStock, node, path, desk.faults)
        return Sales(sold, market_name, stock=Entry(desk, sold, node, path).need("stock", "veh", POSITIVE))
    return Sales(sold, market_name, cars=desk.reader.figure(node, "veh/yr", path, POSITIVE))

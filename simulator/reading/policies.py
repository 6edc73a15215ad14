"""Policies: what others decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from simulator.network import (
    Ban,
    BorderAdjustment,
    CarbonPrice,
    Figure,
    GridPathway,
    Levy,
    Maximum,
    Minimum,
    Point,
    Policy,
    Rule,
)
from simulator.reading.desk import Entry, date
from simulator.reading.figures import ANY, NOWHERE, PART, per

PHASE_IN = "CBAM phase-in"
"""The library's law for a border adjustment that does not say its own."""


def policy(entry: Entry) -> Policy | None:
    """A policy; None where its kind is not known."""
    build = _KINDS.get(entry.text("kind"))
    if build is None:
        return None
    place = entry.text("in")
    if place:
        entry.desk.place(place, entry.at("in"), f"{entry.path}.in")
    return Policy(entry.name, place, build(entry), _in_force(entry), entry.title, entry.origin)


def _in_force(entry: Entry) -> Figure | None:
    """1 from the date `from` on, 0 from `until` on; None where neither is said."""
    start, end = date(entry, "from"), date(entry, "until")
    if start is None and end is None:
        return None
    if start is not None and end is not None and end <= start:
        entry.desk.faults.add("E-VALUE-006", f"`until` is {end:g}, `from` is {start:g}", entry.at("until"),
                              path=f"{entry.path}.until", expected="a date after `from`")  # fmt: skip
    points = [Point(entry.desk.reader.first - 1.0, 0.0 if start is not None else 1.0)]
    points += [Point(start, 1.0)] if start is not None else []
    points += [Point(end, 0.0)] if end is not None else []
    return Figure(tuple(points), between="step", name=f"{entry.path}.in force", origin=entry.origin)


def _covers(entry: Entry) -> tuple[str, ...] | None:
    if not entry.has("covers"):
        return None
    for name, node in entry.texts("covers"):
        entry.desk.check("E-NAME-001", "product", name, entry.desk.names.products, node, f"{entry.path}.covers")
    return tuple(name for name, _ in entry.texts("covers"))


def _carbon_price(entry: Entry) -> Rule:
    return CarbonPrice(
        price=entry.need("price", "EUR/kg"),
        covers=_covers(entry),
        pass_through=entry.figure("pass through", "1", PART),
        free=entry.figure("free", "1", PART),
    )


def _border(entry: Entry) -> Rule:
    charges = entry.text("charges")
    prices = entry.desk.peers["carbon prices"]
    if charges:
        entry.desk.check("E-NAME-009", "carbon price", charges, prices, entry.at("charges"), f"{entry.path}.charges")
    phase_in = entry.figure("phase in", "1", PART) or entry.desk.names.library.rules.get(PHASE_IN)
    if phase_in is None:
        entry.desk.faults.add("E-KEY-002", "`phase in` is missing", entry.node, path=entry.path, key=True,
                              expected="a key `phase in`: the library has no law for it")  # fmt: skip
    return BorderAdjustment(charges, phase_in or NOWHERE, _covers(entry))


def _grid(entry: Entry) -> Rule:
    name = entry.text("pathway")
    if name:
        known = entry.desk.names.library.pathways
        entry.desk.check("E-NAME-009", "grid pathway", name, known, entry.at("pathway"), f"{entry.path}.pathway")
    return GridPathway(name)


def _product(entry: Entry) -> str:
    name = entry.text("product")
    if name:
        entry.desk.product(name, entry.at("product"), f"{entry.path}.product")
    return name


def _recycled(entry: Entry) -> Rule:
    product = _product(entry)
    known = entry.desk.names.products.get(product)
    penalty = entry.figure("penalty", per("EUR", known.unit if known else "1"))
    return Minimum(product, entry.need("at least", "1", PART), penalty)


def _footprint(entry: Entry) -> Rule:
    product = _product(entry)
    known = entry.desk.names.products.get(product)
    limit = entry.need("at most", per("kg", known.unit if known else "1"))
    return Maximum("footprint", limit, product, entry.figure("penalty", "EUR/kg"))


def _fleet(entry: Entry) -> Rule:
    return Maximum("fleet", entry.need("at most", "kg/km"), None, entry.figure("penalty", "EUR·km/kg"))


def _aim(entry: Entry) -> tuple[str | None, str | None]:
    """Activity or product, one of both."""
    product, activity = _product(entry) or None, entry.text("activity") or None
    if activity is not None:
        known = entry.desk.names.makes
        entry.desk.check("E-NAME-002", "activity", activity, known, entry.at("activity"), f"{entry.path}.activity")
    if (product is None) == (activity is None):
        code, what = ("E-KEY-002", "neither") if product is None else ("E-KEY-006", "both")
        entry.desk.faults.add(code, f"{what} of `product` and `activity`", entry.node, path=entry.path, key=True,
                              expected="one of product, activity")  # fmt: skip
    return activity, product


def _ban(entry: Entry) -> Rule:
    activity, product = _aim(entry)
    return Ban(date(entry, "from") or 0.0, activity, product, "buying" if entry.text("on") == "buying" else "making")


def _levy(entry: Entry) -> Rule:
    activity, product = _aim(entry)
    names = entry.desk.names
    made = product or next(iter(names.makes.get(activity or "", ())), "")
    unit = names.products[made].unit if made in names.products else "1"
    amount = entry.need("amount", per("EUR", unit), ANY)
    if entry.text("kind") == "subsidy":
        amount = _negative(amount)
    return Levy(amount, activity, product, "buying" if entry.text("on") == "buying" else "making")


def _negative(figure: Figure) -> Figure:
    """The same figure with the other sign; bounds of spreads change places."""
    swapped = {"low": "high", "high": "low"}
    points = []
    for point in figure.points:
        law = point.spread
        if law is not None:
            signed = {swapped.get(key, key): -value if key[0] != "p" and key not in ("sd", "gsd") else value
                      for key, value in law.parameters.items()}  # fmt: skip
            law = replace(law, parameters=signed)
        points.append(Point(point.x, -point.best, law))
    return replace(figure, points=tuple(points))


_KINDS: Mapping[str, Callable[[Entry], Rule]] = {
    "carbon price": _carbon_price,
    "border adjustment": _border,
    "grid pathway": _grid,
    "recycled content": _recycled,
    "footprint limit": _footprint,
    "fleet standard": _fleet,
    "ban": _ban,
    "tax": _levy,
    "subsidy": _levy,
}

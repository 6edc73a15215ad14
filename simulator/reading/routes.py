"""Routes: ways from a site to sites or places, made of legs."""

from __future__ import annotations

from simulator.network import Detour, Leg, Route
from simulator.reading.desk import Entry
from simulator.reading.figures import POSITIVE
from simulator.reading.names import DELIVERY
from simulator.reading.tree import Node


def route(entry: Entry) -> Route:
    """A way, and the deliveries it serves."""
    start = entry.text("from")
    if start:
        entry.desk.site(start, entry.at("from"), f"{entry.path}.from")
    _goes_somewhere(entry, start)
    return Route(
        name=entry.name,
        start=start,
        ends=tuple(_end(entry, start, end, node) for end, node in entry.texts("to")),
        legs=tuple(_leg(Entry(entry.desk, entry.name, node, f"{entry.path}.legs.{i}"))
                   for i, node in enumerate(entry.at("legs").list)),
        paid_by="buyer" if entry.text("paid by") == "buyer" else "company",
        expedites=entry.figure("expedites", "yr"),
        title=entry.title,
        origin=entry.origin,
    )  # fmt: skip


def _goes_somewhere(entry: Entry, start: str) -> None:
    """Faults of a route without an end, and of one that stands by where no other route goes."""
    ends = entry.texts("to")
    if entry.has("to") and not ends:
        entry.desk.faults.add("E-ROUTE-001", "a route to nowhere", entry.at("to"), path=f"{entry.path}.to",
                              expected="a site or place, or several")  # fmt: skip
    alone = [end for end, _ in ends if DELIVERY.format(start, end) not in entry.desk.names.makers]
    if entry.has("expedites") and alone:
        where = ", ".join(f"`{end}`" for end in alone)
        entry.desk.faults.add("E-ROUTE-003", f"`{entry.name}` stands by for no route from `{start}` to {where}",
                              entry.at("expedites"), path=f"{entry.path}.expedites",
                              expected="a route without `expedites` beside it, for each end")  # fmt: skip


def _end(entry: Entry, start: str, end: str, node: Node) -> str:
    """A site or place other than the start."""
    names, path = entry.desk.names, f"{entry.path}.to"
    if end == start:
        entry.desk.faults.add(
            "E-ROUTE-001", f"a route from `{start}` to itself", node, path=path, expected="another end"
        )
    elif end not in names.sites:
        entry.desk.check("E-NAME-004", "site or place", end, {*names.sites, *names.places}, node, path)
    return end


def _leg(entry: Entry) -> Leg:
    by, through = entry.text("by"), entry.text("through") or None
    if by:
        _freight(entry, by)
    if through is not None:
        passages = entry.desk.names.library.passages
        entry.desk.check("E-NAME-009", "passage", through, passages, entry.at("through"), f"{entry.path}.through")
    detour = entry.inner("detour")
    if detour is not None and through is None:
        entry.desk.faults.add("E-ROUTE-001", "a detour around no passage", detour.node, path=detour.path, key=True,
                              expected="`through` and the passage that can be closed")  # fmt: skip
    return Leg(
        by=by,
        distance=entry.need("distance", "km", POSITIVE),
        time=entry.figure("time", "yr"),
        through=through,
        detour=Detour(detour.need("distance", "km"), detour.figure("time", "yr")) if detour else None,
    )


def _freight(entry: Entry, by: str) -> None:
    """A fault where a leg is carried by what carries nothing."""
    path, node = f"{entry.path}.by", entry.at("by")
    if not entry.desk.product(by, node, path):
        return
    unit = entry.desk.names.products[by].unit
    if unit != "kg.km":
        freight = [name for name, each in entry.desk.names.products.items() if each.unit == "kg.km"]
        entry.desk.faults.add("E-ROUTE-001", f"`{by}` is counted in {unit}, it carries nothing", node, path=path,
                              expected="one of " + ", ".join(freight))  # fmt: skip

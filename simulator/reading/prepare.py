"""The desk of a document: its head, names and figures, before any record becomes a noun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from simulator.network import Activity, Figure, Point, Product
from simulator.reading import activities, check, header
from simulator.reading.desk import Desk
from simulator.reading.document import Document
from simulator.reading.faults import Faults
from simulator.reading.figures import Reader
from simulator.reading.names import collect
from simulator.reading.shape import RECORDS, SECTIONS, TOP, Header
from simulator.reading.tree import Node, with_children
from simulator.reference.library import BASE_YEAR, Library

HEAD = ("years", "accounting", "sources", "products")
"""Sections that every figure depends on."""
NAMED = ("products", "sites", "activities", "vehicles", "overheads", "routes")
"""Sections whose names others use."""
_PEERS = ("levers", "targets", "routes")
_SINGLE = tuple(key for key in TOP if key not in SECTIONS)


def desk(root: Node, library: Library, faults: Faults, old: Document | None) -> Desk:
    """Names and figures; those of the old document where nothing they depend on changed."""
    peers = _peers(root)
    if old is None or not old.same(root, *_SINGLE, "sources"):
        _head(root, faults)
    if old is None or not old.same(root, *HEAD):
        return _fresh(root, library, peers, faults)
    same = replace(old.desk, peers=peers, reader=replace(old.desk.reader, faults=faults), faults=faults)
    if old.same(root, *NAMED):
        return same
    declared = {key: old.desk.names.products[key] for key, _ in _named(root, "products")}
    names = collect(root, library, declared)
    return same if names.same(old.desk.names) else replace(same, names=names)


def _fresh(root: Node, library: Library, peers: Mapping[str, tuple[str, ...]], faults: Faults) -> Desk:
    span = header.years(root, faults)
    account = header.money(root, library, faults)
    reader = header.reader(root, span, header.rates(library, account), faults)
    names = collect(root, library, _declared(root, reader, library, faults))
    gases = library.gwp.get(root.map.get("accounting", root).text("gwp") or header.DEFAULT.gwp, {})
    return Desk(names, reader, span, gases, peers, in_money(library, account), faults)


def _head(root: Node, faults: Faults) -> None:
    """Faults of keys at the top, of the sections that are one record, and of sources."""
    for key, node in root.map.items():
        if key not in TOP:
            faults.add("E-KEY-001", f"`{key}` is no key here", node, path=key, key=True,
                       expected="one of " + ", ".join(TOP), hint=faults.nearest(key, TOP))  # fmt: skip
    known = {key: node for key, node in root.map.items() if key in _SINGLE and node.value is not None}
    check.shape(Header, with_children(root, known), "", faults)
    for key, node in _named(root, "sources"):
        if not isinstance(node.value, str) and check.is_map(node, f"sources.{key}", faults):
            check.shape(RECORDS["sources"], node, f"sources.{key}", faults)


def _declared(root: Node, reader: Reader, library: Library, faults: Faults) -> dict[str, Product]:
    """Products that the planner adds or changes."""
    declared: dict[str, Product] = {}
    for key, node in _named(root, "products"):
        path = f"products.{key}"
        if check.is_map(node, path, faults):
            check.shape(RECORDS["products"], node, path, faults)
            if key not in library.products:
                check.name(key, node, path, faults)
            declared[key] = activities.product(key, node, library.products.get(key), reader, faults)
    return declared


def _peers(root: Node) -> dict[str, tuple[str, ...]]:
    """Names in sections that other sections refer to."""
    found = {section: tuple(key for key, _ in _named(root, section)) for section in _PEERS}
    prices = tuple(key for key, node in _named(root, "policies") if node.text("kind") == "carbon price")
    return found | {"carbon prices": prices}


def _named(root: Node, section: str) -> Iterator[tuple[str, Node]]:
    node = root.map.get(section)
    yield from node.named() if node is not None else ()


def in_money(library: Library, account: str) -> Mapping[str, Activity]:
    """The library's activities with money in that of account; the library's own mapping where they are the same."""
    if account == f"EUR{BASE_YEAR}":
        return library.activities
    factor = 1.0 / library.money[account]
    return {name: _in_money(each, factor) for name, each in library.activities.items()}


def _in_money(activity: Activity, factor: float) -> Activity:
    recipes = tuple(
        recipe if recipe.money is None
        else replace(recipe, money=replace(recipe.money, amount=_scaled(recipe.money.amount, factor)))
        for recipe in activity.recipes
    )  # fmt: skip
    return replace(activity, recipes=recipes)


def _scaled(figure: Figure, factor: float) -> Figure:
    points = []
    for point in figure.points:
        law = point.spread
        if law is not None:
            plain = ("gsd",)
            scaled = {
                key: value if key in plain or key[0] == "p" else value * factor for key, value in law.parameters.items()
            }
            law = replace(law, parameters=scaled)
        points.append(Point(point.x, point.best * factor, law))
    return replace(figure, points=tuple(points))

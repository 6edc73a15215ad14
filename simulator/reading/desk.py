"""The desk at which nouns are built: the document's names and figures, and a view on one record."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from simulator.network import Activity, Exchange, Figure, Origin, Years
from simulator.reading.dates import year_of
from simulator.reading.faults import Faults
from simulator.reading.figures import NOWHERE, POSITIVE, Bounds, Reader, per
from simulator.reading.names import Names
from simulator.reading.tree import SAID, Node

CATEGORIES = range(1, 16)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every builder of nouns needs.

    Parameters
    ----------
    gases : warming potentials that are chosen.
    peers : names in sections that other sections refer to.
    activities : the library's, with money in that of account.
    """

    names: Names
    reader: Reader
    years: Years
    gases: Mapping[str, float]
    peers: Mapping[str, tuple[str, ...]]
    activities: Mapping[str, Activity]
    faults: Faults

    def check(self, code: str, what: str, name: str, known: Iterable[str], node: Node, path: str) -> bool:
        """Whether a name is known; a fault with the nearest one where not."""
        names = known if isinstance(known, dict | frozenset | set) else list(known)
        if name in names:
            return True
        self.faults.add(code, f"nobody knows the {what} `{name}`", node, path=path, expected=f"the name of a {what}",
                        hint=self.faults.nearest(name, names))  # fmt: skip
        return False

    def product(self, name: str, node: Node, path: str) -> bool:
        """Whether a product is known and somebody makes it."""
        if not self.check("E-NAME-001", "product", name, self.names.products, node, path):
            return False
        if name in self.names.makers or name in self.names.plants:
            return True
        self.faults.add(
            "E-NAME-008", f"nobody makes `{name}`", node, path=path, expected="a product that activities make"
        )
        return False

    def place(self, name: str, node: Node, path: str) -> bool:
        """Whether a place is known."""
        return self.check("E-NAME-004", "place", name, frozenset(self.names.places), node, path)

    def site(self, name: str, node: Node, path: str) -> bool:
        """Whether a site is known."""
        return self.check("E-NAME-003", "site", name, dict(self.names.sites), node, path)

    def option(self, option: str, product: str, node: Node, path: str) -> str | None:
        """Full name of who supplies a product; None and a fault where nobody of this name does."""
        full = self.names.full(option, product)
        if full in self.names.express:
            self.faults.add("E-ROUTE-002", f"`{option}` stands by outside every mix", node, path=path,
                            expected="a route without `expedites`")  # fmt: skip
            return None
        if full is not None:
            return full
        short = [name.removeprefix(f"{product}/") for name in self.names.makers.get(product, ())]
        if product in self.names.plants:
            short = list(self.names.sites)
        if option in self.names.makes:
            made = ", ".join(f"`{each}`" for each in self.names.makes[option])
            self.faults.add("E-NAME-011", f"`{option}` makes {made}, not `{product}`", node, path=path,
                            expected="one of " + ", ".join(short))  # fmt: skip
        else:
            self.faults.add("E-NAME-002", f"nobody knows the activity `{option}` of `{product}`", node, path=path,
                            expected="one of " + ", ".join(short), hint=self.faults.nearest(option, short))  # fmt: skip
        return None


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: its name, its text and its path. What has the wrong shape is read as absent: its fault is known."""

    desk: Desk
    name: str
    node: Node
    path: str

    @property
    def origin(self) -> Origin:
        """Where the record stands."""
        return self.desk.reader.origin(self.node)

    @property
    def key(self) -> Node:
        """Where the record's name stands."""
        return key_of(self.node)

    @property
    def title(self) -> str:
        """What is shown."""
        return self.text("title")

    def has(self, key: str) -> bool:
        """Whether something stands under the key."""
        return key in self.node.map

    def at(self, key: str) -> Node:
        """The value under a key; the record itself where there is none."""
        return self.node.map.get(key, self.node)

    def text(self, key: str, default: str = "") -> str:
        """The text under a key."""
        return self.node.text(key) or default

    def texts(self, key: str) -> list[tuple[str, Node]]:
        """One text or a list of them, each with its position."""
        node = self.node.map.get(key)
        if node is None:
            return []
        items = node.list if isinstance(node.value, list) else [node]
        return [(item.value, item) for item in items if isinstance(item.value, str)]

    def figure(self, key: str, unit: str, bounds: Bounds = POSITIVE, also: str = "") -> Figure | None:
        """The figure under a key; None where there is none."""
        if not self.has(key):
            return None
        return self.desk.reader.figure(self.at(key), unit, f"{self.path}.{key}", bounds, also)

    def need(self, key: str, unit: str, bounds: Bounds = POSITIVE, also: str = "") -> Figure:
        """The figure under a key that must be there; its absence is a fault already."""
        return self.figure(key, unit, bounds, also) or NOWHERE

    def inner(self, key: str) -> Entry | None:
        """The record under a key."""
        node = self.node.map.get(key)
        if node is None or not isinstance(node.value, dict):
            return None
        return Entry(self.desk, self.name, node, f"{self.path}.{key}")


def flag(entry: Entry, key: str, default: bool = False) -> bool:
    """True or false under a key."""
    value = entry.at(key).value if entry.has(key) else default
    return value if isinstance(value, bool) else default


def whole(entry: Entry, key: str) -> int | None:
    """The whole number under a key."""
    value = entry.at(key).value if entry.has(key) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def date(entry: Entry, key: str) -> float | None:
    """The date under a key [yr]."""
    if not entry.has(key):
        return None
    node = entry.at(key)
    year = year_of(node.value) if isinstance(node.value, int | str) and not isinstance(node.value, bool) else math.nan
    reader = entry.desk.reader
    if math.isnan(year):
        entry.desk.faults.add("E-VALUE-007", f"`{node.value}` is no date", node, path=f"{entry.path}.{key}",
                             expected="a year or month, as `2028` or `2028-04`")  # fmt: skip
    elif not reader.first <= year <= reader.last:
        entry.desk.faults.add("E-VALUE-005", f"`{node.value}` lies outside the horizon", node, path=f"{entry.path}.{key}",
                             expected=f"years from {reader.first:g} to {reader.last:g}")  # fmt: skip
    return year


def number(entry: Entry, key: str, unit: str, bounds: Bounds = POSITIVE, also: str = "") -> float | None:
    """The one value under a key, for fields that are no path."""
    figure = entry.figure(key, unit, bounds, also)
    if figure is None:
        return None
    if not figure.constant or figure.uncertain:
        entry.desk.faults.add("E-KEY-003", "a path or uncertain value does not fit here", entry.at(key),
                             path=f"{entry.path}.{key}", expected="one quantity")  # fmt: skip
    return figure.points[0].best


def amounts(entry: Entry, key: str, unit: str) -> tuple[Exchange, ...]:
    """Product -> amount under a key, each per ``unit`` (``1`` for none; ``veh`` may be said or not)."""
    inner = entry.inner(key)
    return () if inner is None else tuple(exchanges(inner, unit))


def exchanges(entry: Entry, unit: str, fields: Iterable[str] = ()) -> Iterator[Exchange]:
    """What a map of products takes, per ``unit``; keys in ``fields`` are no products."""
    for name, node in entry.node.named():
        if name in fields:
            continue
        path = f"{entry.path}.{name}"
        product = entry.desk.names.products.get(name)
        if not entry.desk.product(name, key_of(node), path) or product is None:
            continue
        yield exchange(entry, name, node, path, product.unit, unit)


def key_of(node: Node) -> Node:
    """A node that stands where the key of another stands."""
    return Node(None, node.file, node.key_line or node.line, node.key_column or node.column)


def exchange(entry: Entry, name: str, node: Node, path: str, product_unit: str, unit: str) -> Exchange:
    """One amount of a product, written as a value or as ``{amount: value, category: number}``."""
    wanted = product_unit if unit in ("1", "veh") else per(product_unit, unit)
    also = per(product_unit, "veh") if unit == "veh" else ""
    category: int | None = None
    if "amount" in node.map:
        inner = Entry(entry.desk, name, node, path)
        category = whole(inner, "category")
        _categorised(inner, category)
        node, path = node.map["amount"], f"{path}.amount"
    return Exchange(name, entry.desk.reader.figure(node, wanted, path, POSITIVE, also), category)


def _categorised(entry: Entry, category: int | None) -> None:
    """Faults of ``{amount, category}``."""
    for key, child in entry.node.map.items():
        if key not in ("amount", "category", *SAID):
            entry.desk.faults.add("E-KEY-001", f"`{key}` is no key here", child, path=f"{entry.path}.{key}", key=True,
                                  expected="`amount` and `category`",
                                  hint=entry.desk.faults.nearest(key, ("amount", "category")))  # fmt: skip
    if entry.has("category") and category not in CATEGORIES:
        entry.desk.faults.add("E-KEY-004", f"`{entry.at('category').value}` is no category", entry.at("category"),
                              path=f"{entry.path}.category", expected="a category of the GHG Protocol, 1 to 15")  # fmt: skip

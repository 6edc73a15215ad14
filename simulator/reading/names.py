"""Names of a document: what is a product, who makes it, where everything stands.

Collected from the resolved text before any noun is built, so that nouns can be checked against all names at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.network import WORLD, Places, Product
from simulator.reading.tree import RESERVED, Node
from simulator.reference.library import Library

DELIVERY = "delivery from {} to {}"


@dataclass(frozen=True, slots=True)
class Names:
    """Who is who.

    Parameters
    ----------
    products : every product: the library's, the planner's, sold names, deliveries, choices of plants.
    makes : activity, vehicle or route -> the products it can supply.
    makers : product -> who can stand in its mix, in the order of the text, the library's after.
    own : activities that the planner named.
    sites : site -> place.
    stands : user (activity, vehicle, overhead or site) -> the wider user it stands in.
    plants : names under `built at` that are no sites.
    express : routes that stand by outside every mix.
    """

    library: Library
    products: Mapping[str, Product]
    makes: Mapping[str, tuple[str, ...]]
    makers: Mapping[str, tuple[str, ...]]
    own: frozenset[str]
    sites: Mapping[str, str]
    stands: Mapping[str, str]
    vehicles: Mapping[str, str]
    plants: frozenset[str]
    express: frozenset[str]

    @property
    def places(self) -> Places:
        """The library's tree."""
        return self.library.places

    def known_user(self, name: str) -> bool:
        """Whether a mix can be declared for this user."""
        return name in self.stands or name in self.places or name in self.library.activities

    def users(self) -> Iterator[str]:
        """Everyone a mix can be declared for."""
        yield from self.stands
        yield from self.places

    def upward(self, user: str) -> list[str]:
        """The user, then each wider one up to the world; as far as it is known."""
        chain: list[str] = []
        at: str | None = user
        while at is not None and at in self.stands and at not in chain:
            chain.append(at)
            at = self.stands[at]
        if at in self.places:
            return chain + list(self.places.upward(str(at)))
        return [*chain, *([user] if not chain else []), WORLD]

    def full(self, option: str, product: str) -> str | None:
        """Full name of an option of a product; None where nobody of this name supplies it."""
        for name in (f"{product}/{option}", option):
            if product in self.makes.get(name, ()):
                return name
        return option if product in self.plants and option in self.sites else None

    def same(self, other: Names) -> bool:
        """Whether every name means the same there."""
        return (
            self.library is other.library
            and self.makes == other.makes
            and self.stands == other.stands
            and self.own == other.own
            and self.plants == other.plants
            and self.express == other.express
            and self.products.keys() == other.products.keys()
        )


def collect(root: Node, library: Library, declared: Mapping[str, Product]) -> Names:
    """All names of a resolved document; wrong shapes are passed over here, they are faults elsewhere."""
    products = dict(library.products) | dict(declared)
    makes: dict[str, tuple[str, ...]] = {name: (each.makes,) for name, each in library.activities.items()}
    makes |= _activities(root, library)
    vehicles = {key: node.text("sold as") or key for key, node in _records(root, "vehicles")}
    sites = {key: node.text("in") for key, node in _records(root, "sites")}
    plants = frozenset(
        at for _, node in _records(root, "vehicles") if (at := node.text("built at")) and at not in sites
    )
    routes = {key: _deliveries(node) for key, node in _records(root, "routes")}
    for sold in vehicles.values():
        products.setdefault(sold, Product(sold, "veh", "sold"))
    for each in routes.values():
        products |= {product: Product(product, "kg", "delivery") for product in each}
    for plant in plants:
        products.setdefault(plant, Product(plant, "veh", "service"))
    own = frozenset(key for key, _ in _records(root, "activities"))
    makes |= routes
    for key, sold in vehicles.items():
        makes[key] = (*makes.get(key, ()), sold)
    express = frozenset(key for key, node in _records(root, "routes") if "expedites" in node.map)
    in_mixes = {name: supplied for name, supplied in makes.items() if name not in express}
    return Names(library, products, makes, _turned(in_mixes, own), own, sites, _stands(root), vehicles, plants, express)


def _records(root: Node, section: str) -> Iterator[tuple[str, Node]]:
    node = root.map.get(section)
    if node is not None:
        yield from ((key, child) for key, child in node.map.items() if key not in RESERVED)


def _activities(root: Node, library: Library) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for key, node in _records(root, "activities"):
        made = node.text("makes")
        if not made:
            like = main_activity(library, node.text("like"))
            known = library.activities.get(key if key in library.activities else like or "")
            made = known.makes if known else ""
        out[key] = (made,) if made else ()
    return out


def main_activity(library: Library, name: str) -> str | None:
    """The activity a name means in the library: itself, or the one that holds most of a product's mix."""
    if name in library.activities:
        return name
    mixes = sorted((mix for mix in library.mixes if mix.product == name), key=lambda mix: mix.user != WORLD)
    for mix in mixes[:1]:
        known = {option: figure.points[0].best for option, figure in mix.shares.items() if figure is not None}
        rest = 1.0 - sum(known.values())
        return max(mix.shares, key=lambda option: known.get(option, rest))
    return next((key for key, each in library.activities.items() if each.makes == name), None)


def _deliveries(node: Node) -> tuple[str, ...]:
    """Products a route serves, one for each end."""
    to = node.map.get("to")
    ends = [] if to is None else [to.value] if isinstance(to.value, str) else [item.value for item in to.list]
    return tuple(DELIVERY.format(node.text("from"), end) for end in ends)


def _turned(makes: Mapping[str, tuple[str, ...]], own: frozenset[str]) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for name in sorted(makes, key=lambda name: name not in own):
        for product in makes[name]:
            out.setdefault(product, []).append(name)
    return {product: tuple(names) for product, names in out.items()}


def _stands(root: Node) -> dict[str, str]:
    """Where each user stands: an activity at its site, a site in its place."""
    out: dict[str, str] = {}
    for key, node in _records(root, "activities"):
        out[key] = node.text("at") or WORLD
    for key, node in _records(root, "vehicles"):
        out[key] = node.text("built at") or WORLD
    for key, node in _records(root, "overheads"):
        out[key] = node.text("at") or WORLD
    for key, node in _records(root, "sites"):
        out[key] = node.text("in") or WORLD
    return out

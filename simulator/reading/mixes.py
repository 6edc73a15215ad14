"""Mixes: who supplies a product for a user, in shares that add up to 100 % in every year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import get_args, get_type_hints

from simulator.network import WORLD, Figure, Mix, MixName, Origin, Scenario, Shift, constant
from simulator.reading.desk import Desk, Entry, key_of
from simulator.reading.figures import NOWHERE, POSITIVE, SHARE, choice
from simulator.reading.names import Names
from simulator.reading.paths import at
from simulator.reading.tree import RESERVED, Node

RULES: tuple[str, ...] = get_args(get_type_hints(Mix)["rule"])
EXACT = 1e-6
"""How far shares may miss 100 % in sum."""
_FIELDS = ("sensitivity",)


def mix_name(desk: Desk, text: str, node: Node, path: str) -> MixName | None:
    """``product @ user``; None and a fault where either is not known."""
    product, _, user = (part.strip() for part in text.partition("@"))
    user = user or WORLD
    if not desk.check("E-NAME-001", "product", product, desk.names.products, node, path):
        return None
    if not desk.names.known_user(user):
        desk.faults.add("E-NAME-013", f"nobody knows the user `{user}`", node, path=path,
                        expected="an activity, vehicle, site or place",
                        hint=desk.faults.nearest(user, desk.names.users()))  # fmt: skip
        return None
    return MixName(product, user)


def mix(entry: Entry) -> Mix | None:
    """A mix; None where its name is not understood."""
    named = mix_name(entry.desk, entry.name, entry.key, entry.path)
    if named is None:
        return None
    rule = entry.text("rule", "path")
    choice(rule, RULES, entry.at("rule"), f"{entry.path}.rule", entry.desk.faults)
    sensitivity = entry.figure("sensitivity", "1", POSITIVE)
    if rule == "logit" and sensitivity is None:
        entry.desk.faults.add("E-KEY-002", "`sensitivity` is missing", entry.node, path=entry.path, key=True,
                              expected="a key `sensitivity` for the rule logit")  # fmt: skip
    shares = _shares(entry, named.product)
    found = Mix(named.product, named.user, shares, rule, sensitivity, entry.origin)  # type: ignore[arg-type]
    _add_up(entry, found)
    return found


def _shares(entry: Entry, product: str) -> dict[str, Figure | None]:
    """Full name -> share; None for the rest."""
    shares: dict[str, Figure | None] = {}
    rest = ""
    for key, node in entry.node.map.items():
        if key in RESERVED or key in _FIELDS:
            continue
        path = f"{entry.path}.{key}"
        option = entry.desk.option(key, product, key_of(node), path)
        if option in shares:
            entry.desk.faults.add("E-YAML-002", f"`{key}` stands twice in one mix", node, path=path, key=True)
        if node.value == "rest":
            if rest:
                entry.desk.faults.add(
                    "E-MIX-002", f"`rest` again: `{rest}` has it", node, path=path, expected="a share"
                )
            rest = key
            share = None
        else:
            share = entry.desk.reader.figure(node, "1", path, SHARE)
        if option is not None:
            shares[option] = share
    return shares


def _add_up(entry: Entry, found: Mix) -> None:
    """A fault that names the first year in which shares do not add up."""
    known = [share for share in found.shares.values() if share is not None]
    if any(share is NOWHERE for share in known):
        return
    rest = len(known) < len(found.shares)
    for year in _years(known, entry.desk):
        total = sum(at(share, year) for share in known)
        if total > 1 + EXACT or (not rest and total < 1 - EXACT):
            message = f"shares of `{entry.name}` add up to {total * 100:.6g} % in {year:g}"
            expected = "at most 100 % beside `rest`" if rest else "100 % in every year (or `rest` for one of them)"
            entry.desk.faults.add("E-MIX-001", message, entry.node, path=entry.path, key=True, expected=expected)
            return


def _years(figures: Iterable[Figure], desk: Desk) -> Iterable[float]:
    """Years at which a sum of paths is looked at."""
    if all(figure.constant for figure in figures):
        return (float(desk.years.start),)
    return (float(year) for year in desk.years.tables)


def implied(names: Names, declared: Iterable[Mix], origins: Mapping[str, Origin]) -> Iterator[Mix]:
    """Mixes nobody wrote: where only one supplies a product, it has 100 %; where several do, a fault for sold cars."""
    stated = {mix.product for mix in declared}
    for product, makers in names.makers.items():
        if product in stated or product in names.library.products:
            continue
        if len(makers) == 1:
            where = replace(origins.get(makers[0], Origin()), source="nobody else supplies it", status="derived")
            name = f"mixes.{product}.{makers[0]}"
            yield Mix(product, WORLD, {makers[0]: constant(1.0, "1", where, name)}, origin=where)


def chosen(desk: Desk, declared: tuple[Mix, ...], origins: Mapping[str, Origin]) -> tuple[Mix, ...]:
    """All mixes: the planner's, those implied, and the library's that no mix of the same product and user replaces."""
    ours = (*declared, *implied(desk.names, declared, origins))
    taken = {(mix.product, mix.user) for mix in ours}
    theirs = tuple(mix for mix in desk.names.library.mixes if (mix.product, mix.user) not in taken)
    return ours + theirs


def undecided(desk: Desk, mixes: Iterable[Mix], nodes: Mapping[str, Node]) -> None:
    """Faults where several can supply a product and no mix says who does; ``nodes`` are records by name."""
    stated = {mix.product for mix in mixes}
    for vehicle in desk.names.vehicles:
        built = nodes[vehicle].map.get("built at")
        if built is not None and isinstance(built.value, str) and built.value in desk.names.plants - stated:
            desk.site(built.value, built, f"vehicles.{vehicle}.built at")
    for product, makers in desk.names.makers.items():
        if product in stated:
            continue
        node = next((nodes[maker] for maker in makers if maker in nodes), None)
        if node is not None:
            ways = ", ".join(f"`{maker}`" for maker in makers)
            desk.faults.add("E-MIX-004", f"{ways} can all supply `{product}`, and no mix says who does", node, key=True,
                            path=f"mixes.{product}", expected=f"a mix `{product}`")  # fmt: skip


def never_sold(desk: Desk, scenario: Scenario, nodes: Mapping[str, Node]) -> None:
    """Faults of vehicles that no mix of the name they are sold under holds, and no lever aims at."""
    aimed = {each.action.to for each in scenario.levers.values() if isinstance(each.action, Shift)}
    by_name: dict[str, list[Mix]] = {car.sold_as: [] for car in scenario.vehicles.values()}
    for mix in scenario.mixes:
        if mix.product in by_name:
            by_name[mix.product].append(mix)
    for car in scenario.vehicles.values():
        sold = by_name[car.sold_as]
        if sold and car.name not in aimed and not any(car.name in mix.shares for mix in sold):
            names = ", ".join(f"`{mix.name}`" for mix in sold)
            desk.faults.add("E-MIX-005", f"`{car.name}` is sold as `{car.sold_as}`, and {names} has no share for it",
                            nodes[car.name], key=True, path=f"vehicles.{car.name}",
                            expected="a share in that mix, `0 %` where only a lever sells it")  # fmt: skip

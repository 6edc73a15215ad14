"""Entries into recipes: what holds at a narrower place, or on a pathway, replaces what holds around it, item by item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, cast

from simulator.network import WORLD, Emission, Exchange, Figure, Money, Places, Recipe
from simulator.network.activity import MoneyKind

UNPRICED = ("", "frozen")
"""Pathways without a policy in them."""


class Entry(NamedTuple):
    """One figure of an activity: ``kind`` ``input``, ``emission`` or ``money``, ``item`` the product, flow or kind of money."""

    activity: str
    kind: str
    item: str
    place: str
    pathway: str
    figure: Figure


Noun = Exchange | Emission | Money


def recipes(entries: Iterable[Entry], places: Places) -> tuple[Recipe, ...]:
    """Recipes of one activity: one for each place with an own figure and each pathway among them.

    A recipe is complete: where a place has no own figure for an item, that of the next wider place stands.
    """
    at: dict[tuple[str, str], dict[tuple[str, str], Noun]] = {}
    for entry in entries:
        slot = (entry.kind, "" if entry.kind == "money" else entry.item)
        at.setdefault((entry.place, entry.pathway), {})[slot] = _noun(entry)
    if not at:
        return (Recipe(WORLD),)
    ways = sorted({pathway for _, pathway in at if pathway}) or [""]
    own = sorted(dict.fromkeys(place for place, _ in at), key=lambda place: len(list(places.upward(place))))
    known = set(own)
    whole: dict[tuple[str, str], dict[tuple[str, str], Noun]] = {}
    for place in own:  # the wider first
        around = next((wide for wide in places.upward(place) if wide in known and wide != place), "")
        for way in ways:
            wider, plain = whole.get((around, way), {}), at.get((place, ""), {})
            whole[place, way] = {**wider, **plain, **(at.get((place, way), {}) if way else {})}
    return tuple([_recipe(place, way, nouns.values()) for (place, way), nouns in whole.items()])


def _recipe(place: str, pathway: str, nouns: Iterable[Noun]) -> Recipe:
    inputs: list[Exchange] = []
    emits: list[Emission] = []
    money: Money | None = None
    for noun in nouns:
        if isinstance(noun, Exchange):
            inputs.append(noun)
        elif isinstance(noun, Emission):
            emits.append(noun)
        else:
            money = noun
    return Recipe(place, tuple(inputs), tuple(emits), money, pathway, None, pathway not in UNPRICED)


def _noun(entry: Entry) -> Noun:
    if entry.kind == "input":
        return Exchange(entry.item, entry.figure)
    if entry.kind == "emission":
        return Emission(entry.item, entry.figure)
    kind, _, carbon = entry.item.partition(" with ")
    return Money(cast("MoneyKind", kind), entry.figure, carbon_included=carbon == "carbon")

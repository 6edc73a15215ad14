"""Entries into recipes: what holds at a narrower place, or on a pathway, replaces what holds around it, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from simulator.network import WORLD, Emission, Exchange, Figure, Money, Places, Recipe, View
from simulator.network.activity import MoneyKind

UNPRICED = ("", "frozen")
"""Pathways without a policy in them."""


class Entry(NamedTuple):
    """One figure of an activity: ``kind`` ``input``, ``emission`` or ``money``, ``item`` the product, flow or kind of money.

    ``view`` : ``market`` for what only the market view takes (a residual mix); None: both views.
    """

    activity: str
    kind: str
    item: str
    place: str
    pathway: str
    figure: Figure
    view: View | None = None


Noun = Exchange | Emission | Money
Nouns = Mapping[tuple[str, str], Noun]
"""Nouns of a recipe by kind and item."""


def recipes(entries: Iterable[Entry], places: Places) -> tuple[Recipe, ...]:
    """Recipes of one activity: one for each place with an own figure and each pathway among them.

    A recipe is complete: where a place has no own figure for an item, that of the next wider place stands. Where figures
    of the market view stand at a place or around it, a second recipe holds them over all others: certificates are traded
    across a whole country, so its residual mix is that of its provinces too.
    """
    at: dict[View | None, dict[tuple[str, str], dict[tuple[str, str], Noun]]] = {None: {}, "market": {}}
    for entry in entries:
        slot = (entry.kind, "" if entry.kind == "money" else entry.item)
        at[entry.view].setdefault((entry.place, entry.pathway), {})[slot] = _noun(entry)
    stated = [*at[None], *at["market"]]
    if not stated:
        return (Recipe(WORLD),)
    ways = sorted({pathway for _, pathway in stated if pathway}) or [""]
    own = sorted(dict.fromkeys(place for place, _ in stated), key=lambda place: len(list(places.upward(place))))
    plain, market = (_layered(each, own, ways, places) for each in at.values())
    return (
        *(_recipe(place, way, nouns) for (place, way), nouns in plain.items()),
        *(
            _recipe(place, way, {**plain[place, way], **over}, "market")
            for (place, way), over in market.items()
            if over
        ),
    )


def _layered(
    at: Mapping[tuple[str, str], Nouns], own: Sequence[str], ways: Sequence[str], places: Places
) -> dict[tuple[str, str], Nouns]:
    """Nouns by place and pathway, those of a place over those around it; ``own`` with the wider first."""
    known = set(own)
    whole: dict[tuple[str, str], Nouns] = {}
    for place in own:
        around = next((wide for wide in places.upward(place) if wide in known and wide != place), "")
        for way in ways:
            wider, plain = whole.get((around, way), {}), at.get((place, ""), {})
            whole[place, way] = {**wider, **plain, **(at.get((place, way), {}) if way else {})}
    return whole


def _recipe(place: str, pathway: str, nouns: Nouns, view: View | None = None) -> Recipe:
    inputs = tuple([noun for noun in nouns.values() if isinstance(noun, Exchange)])
    emits = tuple([noun for noun in nouns.values() if isinstance(noun, Emission)])
    money = nouns.get(("money", ""))
    assert money is None or isinstance(money, Money)
    return Recipe(place, inputs, emits, money, pathway, view, pathway not in UNPRICED)


def _noun(entry: Entry) -> Noun:
    if entry.kind == "input":
        return Exchange(entry.item, entry.figure)
    if entry.kind == "emission":
        return Emission(entry.item, entry.figure)
    kind, _, carbon = entry.item.partition(" with ")
    return Money(cast("MoneyKind", kind), entry.figure, carbon_included=carbon == "carbon")

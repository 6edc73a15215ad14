"""What is traced through the network of a plan: emissions, money, what limited activities make, what is counted together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.accounting.burdens import GROSS
from simulator.accounting.returned import Fresh, makers_of
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.passes import Wiring, alone, customers_of, intensities
from simulator.equations.sums import Sums, sums
from simulator.ledger import CARBON_COST, OWN_COST
from simulator.network import View
from simulator.optimization.counted import Counted

EMISSIONS, COST = 0, 1
"""Rows of what is traced: kg CO2e in each view, EUR and each limited activity in the market view; then what a view counts."""


def traced_at(rules: Sequence[Counted], limited: int) -> tuple[int, ...]:
    """Rows of what is counted, each among what is traced in its view; ``limited``: how many activities are."""
    views = [rule.view for rule in rules]
    first = {"market": COST + 1 + limited, "location": EMISSIONS + 1}
    return tuple(first[view] + views[:number].count(view) for number, view in enumerate(views))


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """One view of a solved plan.

    Parameters
    ----------
    makers : what makers cause per unit, ``[maker, traced, period]``.
    units : what purchases cause per unit up their whole chain of what comes up most chains, ``[purchase, traced, period]``.
    place : of each purchase in ``few``, -1 where nothing else comes up its chain; ``few``: of the rest of what is traced,
        ``[purchase there, traced, period]``.
    """

    makers: Array
    units: Array
    place: Index
    few: Array

    def of(self, purchases: Index) -> Array:
        """What some purchases cause per unit up their whole chain, all that is traced, ``[purchase, traced, period]``."""
        wide, place = self.units.shape[1], self.place[purchases]
        out = np.zeros((len(purchases), self.makers.shape[1], self.units.shape[2]))
        out[:, :wide] = self.units[purchases]
        known = np.flatnonzero(place >= 0)
        out[known, wide:] = self.few[place[known]]
        return out


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Some kinds of what is traced, and the part of the network that carries them.

    Parameters
    ----------
    kinds : how many they are; ``maker``, ``kind``: the few of what makers cause that are not 0, ``kind`` among all of them.
    fills : sums of those by purchase and kind.
    place : of each purchase of the network in the part.
    """

    kinds: int
    maker: Index
    kind: Index
    fills: Sums
    wiring: Wiring
    place: Index

    def units(self, solved: Solved, view: View, makers: Array) -> Array:
        """What purchases cause up their whole chain, ``[purchase of the part, kind, period]``."""
        own = makers[self.maker, self.kind]
        own *= solved.shares[solved.numbers.graph.columns.maker_option[self.maker]]
        caused = self.fills(own).reshape(self.wiring.count, self.kinds, own.shape[1])
        return intensities(self.wiring, solved.weights[view], caused, overwrite_own=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """What stands still from plan to plan.

    Parameters
    ----------
    makers : see :class:`Traced`; of limits on a mean only where it is not 0.
    most, few : what most purchases cause something of, and what comes up few chains.
    """

    makers: Array
    most: _Part
    few: _Part


_known: Memory[_Standing] = Memory(8)


def traced(
    solved: Solved, view: View, limited: tuple[str, ...], rules: tuple[Counted, ...], new: Mapping[str, Fresh]
) -> Traced:
    """Trace one view of a solved scenario.

    Parameters
    ----------
    limited : activities of limited supply; ``new``: of the scrap that they may use in the year in which it arises.
    rules : makers to be counted, of all views.
    """
    n, here = solved.numbers, tuple(rule for rule in rules if rule.view == view)
    same = (n.graph, solved.burdens, n.values, solved.scenario.activities, *here)
    standing = _known.get(same, lambda: _standing(solved, view, limited, here, new), (view, limited))
    makers, first = standing.makers, standing.makers.shape[1] - len(here)
    units = standing.most.units(solved, view, makers)
    if any(rule.mean for rule in here):
        makers = makers.copy()
        for at, rule in enumerate(here, first):
            makers[:, at] = rule.weighed(solved, units[:, EMISSIONS])
    return Traced(makers, units, standing.few.place, standing.few.units(solved, view, makers))


def _standing(
    solved: Solved, view: View, limited: tuple[str, ...], here: tuple[Counted, ...], new: Mapping[str, Fresh]
) -> _Standing:
    makers = np.stack([*_plain(solved, view, limited, new), *(rule.weights for rule in here)], axis=1)
    everywhere = 1 + (view == "market")
    return _Standing(
        makers,
        _part(solved, makers, slice(0, everywhere)),
        _part(solved, makers, slice(everywhere, makers.shape[1])),
    )


def _part(solved: Solved, makers: Array, kinds: slice) -> _Part:
    n, count = solved.numbers, kinds.stop - kinds.start
    maker, kind = np.nonzero(makers[:, kinds].any(axis=2))
    at = n.graph.columns.maker_purchase[maker]
    wiring, place = n.wiring, np.arange(n.wiring.count)
    if kinds.start > EMISSIONS:
        wiring, place = alone(customers_of(wiring, at), at)
    fills = sums(place[at] * count + kind, wiring.count * count)
    return _Part(count, maker, kind + kinds.start, fills, wiring, place)


def _plain(solved: Solved, view: View, limited: tuple[str, ...], new: Mapping[str, Fresh]) -> Iterator[Array]:
    """What stands in every scenario, ``[maker, period]`` each."""
    burdens = solved.burdens
    gross = burdens.of(view, GROSS)
    yield gross
    if view == "market":
        yield burdens.of(view, OWN_COST) + burdens.of(view, CARBON_COST)
        for name, at in makers_of(solved.numbers, limited).items():
            counts = np.zeros_like(gross)
            counts[at] = 1.0
            if name in new:  # what the year's new scrap allows is taken off what is made, in one sum
                np.subtract.at(counts, new[name].makers, new[name].units)
            yield counts

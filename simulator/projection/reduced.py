"""The part of a network that some supplies can move: all else is worked out once and folded into it.

Where a scenario is projected many times with other shares in a few mixes, most of its network stands still. What stands still is
added to the own burdens of the makers that draw on it, so the rest gives the same totals with a fraction of the wires.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.burdens import Burdens
from simulator.accounting.solve import Solved, plain
from simulator.equations.graph import Arise, Array, Graph, Index, Levels, Maker, Use, columns
from simulator.equations.network import Numbers, wiring
from simulator.equations.shares import resolve
from simulator.equations.sums import sums
from simulator.ledger import REMOVED
from simulator.network import Scenario, View

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """A network with what cannot move folded away.

    Parameters
    ----------
    graph : purchases that can move, and those at which final demand enters.
    values : of the figures that are left ``[figure, period]``.
    burdens : of one draw; inputs that cannot move are part of what their makers cause.
    still : purchases that cannot move; ``still_at`` : their intensities by view ``[purchase, kind, period]``.
    """

    graph: Graph
    years: Array
    values: Array
    burdens: Burdens
    still: Index
    still_at: Mapping[View, Array]

    def numbers(self, scenario: Scenario, quantiles: Mapping[str, Array]) -> Numbers:
        """The network in numbers, for draws of what moves it."""
        draws = len(next(iter(quantiles.values())))
        shares = resolve(self.graph, scenario, self.years, quantiles)
        laid = (np.tile(self.years, draws), np.tile(self.values, (1, draws)))
        return Numbers(self.graph, wiring(self.graph), self.years, *laid, shares, quantiles)

    def beside_itself(self, draws: int) -> Burdens:
        """The burdens once for each draw."""
        b = self.burdens
        amounts = {view: np.tile(used, (1, draws)) for view, used in b.amounts.items()}
        return replace(b, amounts=amounts, makers={v: np.tile(made, (1, 1, draws)) for v, made in b.makers.items()})

    def intensities(self, solved: Solved, view: View, kinds: slice) -> Array:
        """Intensities of some kinds, ``[purchase, kind, column]``."""
        out = plain(solved, view, solved.burdens.makers[view][:, kinds])
        out[self.still] = np.tile(self.still_at[view][:, kinds], (1, 1, solved.draws))
        return out


def reduced(solved: Solved, moving: Marks) -> Reduced:
    """Fold what stands still into what can move.

    Parameters
    ----------
    solved : the scenario, one draw, with the views and kinds that are asked for.
    moving : supplies whose shares are not the same in all cases ``[supply]``; all, where a mix answers prices.
    """
    n, graph = solved.numbers, solved.numbers.graph
    live = _live(graph, moving)
    entered = np.zeros(len(live), dtype=bool)
    entered[list(graph.demand.values())] = True
    kept = np.flatnonzero(live | entered)
    makes = np.flatnonzero(live[graph.columns.maker_purchase])
    uses = np.flatnonzero(live[graph.columns.use_target] & live[graph.columns.use_source])
    small, rows = _cut(graph, kept, makes, uses)
    still = np.flatnonzero(~live[kept])
    whole = {view: plain(solved, view, solved.burdens.makers[view]) for view in solved.weights}
    return Reduced(
        small,
        n.years,
        n.values[rows],
        _folded(solved, live, whole, makes, uses),
        still,
        {view: each[kept[still]] for view, each in whole.items()},
    )


def _live(graph: Graph, moving: Marks) -> Marks:
    """Purchases that can move: those of a moving supply, removals, and all that draw on them at any distance."""
    c = graph.columns
    live: Marks = moving[[purchase.supply for purchase in graph.purchases]]
    if ("neutralisation",) in graph.demand:
        live[graph.demand["neutralisation",]] = True  # what is removed is read from its makers
    live[c.maker_purchase[[each.maker for each in graph.arises]]] = True  # limits are read from the scrap they leave
    known = -1
    while known != (known := int(live.sum())):
        live[c.use_target[live[c.use_source]]] = True
    return live


def _cut(graph: Graph, kept: Index, makes: Index, uses: Index) -> tuple[Graph, Index]:
    """The graph of some purchases, makers and uses, and the rows of the figures that these need."""
    at, maker_at = _places(len(graph.purchases), kept), _places(len(graph.makers), makes)
    taken = [graph.uses[number] for number in uses]
    rows = np.unique(
        [row for each in (*taken, *graph.arises) for row in (each.figure, each.yield_) if row >= 0]
    ).astype(np.intp)
    row_at = {int(row): place for place, row in enumerate(rows)} | {-1: -1}
    makers = tuple(_maker(graph.makers[number], at) for number in makes)
    left = tuple(_use(use, at, maker_at, row_at) for use in taken)
    scrap = tuple(_arise(each, maker_at, row_at) for each in graph.arises)
    small = replace(
        graph,
        purchases=tuple(graph.purchases[number] for number in kept),
        makers=makers,
        uses=left,
        emits=(),
        costs=(),
        crossings=(),
        arises=scrap,
        figures=tuple(graph.figures[row] for row in rows),
        demand={name: int(at[number]) for name, number in graph.demand.items()},
        levels=_levels(graph.levels, kept, at),
        columns=columns(makers, left, (), graph.flows),
    )
    return small, rows


def _places(count: int, kept: Index) -> Index:
    out = np.full(count, -1, dtype=np.intp)
    out[kept] = np.arange(len(kept))
    return out


def _maker(maker: Maker, at: Index) -> Maker:
    return replace(maker, purchase=int(at[maker.purchase]))


def _use(use: Use, at: Index, maker_at: Index, row_at: Mapping[int, int]) -> Use:
    maker, purchase = int(maker_at[use.maker]), int(at[use.purchase])
    return replace(use, maker=maker, purchase=purchase, figure=row_at[use.figure], yield_=row_at[use.yield_])


def _arise(each: Arise, maker_at: Index, row_at: Mapping[int, int]) -> Arise:
    return replace(each, maker=int(maker_at[each.maker]), figure=row_at[each.figure], yield_=row_at[each.yield_])


def _levels(levels: Levels, kept: Index, at: Index) -> Levels:
    """Loops move as a whole or not at all."""
    loops = (at[members] for members in levels.components)
    return Levels(levels.level[kept], tuple(members for members in loops if (members >= 0).all()))


def _folded(solved: Solved, live: Marks, whole: Mapping[View, Array], makes: Index, uses: Index) -> Burdens:
    """Burdens of the makers that are left, with what they cause through inputs that stand still."""
    c, b = solved.numbers.graph.columns, solved.burdens
    still = np.flatnonzero(live[c.use_target] & ~live[c.use_source])
    adds = sums(c.use_maker[still], len(solved.numbers.graph.makers))
    caused = np.array([kind != REMOVED for kind in b.kinds])[
        :, None
    ]  # a removal is its maker's own, whatever it takes in
    made = {
        view: (own + adds(whole[view][c.use_source[still]] * b.amounts[view][still][:, None, :]) * caused)[makes]
        for view, own in b.makers.items()
    }
    amounts = {view: used[uses] for view, used in b.amounts.items()}
    return replace(b, amounts=amounts, makers=made, bearing=np.arange(len(makes)))


__all__ = ["Marks", "Reduced", "reduced"]

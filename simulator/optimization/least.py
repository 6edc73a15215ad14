"""The backward pass with the least option in place of the mean: what a unit of each purchase costs at least.

``J_p = min over the shares of p's mix of sum of s_j (own_j + sum of amount x J of what j takes in)``, suppliers first: Bellman's
equation of a chain in which each buyer chooses alone. Any ``J`` that lies at or below the right side lies at or below what the
purchase costs under any shares (the weights of a chain are never negative), so rounding is taken off, never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.equations.graph import Array, Index, grouped
from simulator.equations.sums import sums
from simulator.errors import SolveError
from simulator.network import View
from simulator.optimization.menus import Menu
from simulator.optimization.point import Solution
from simulator.optimization.priced import Columns

_SWEEPS, _STILL = 60, 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class _Chooser:
    """A purchase with its makers and what they take in.

    Parameters
    ----------
    menu : None where its shares stand; ``standing``: those of the plan, ``[option, period]``.
    row, use_maker : option of each maker, and maker of each use, as positions here.
    takes, fills : 1 where a use belongs to a maker, and a maker to an option: few enough to add up by plain matrices.
    """

    purchase: int
    menu: Menu | None
    standing: Array
    makers: Index
    row: Index
    uses: Index
    use_maker: Index
    sources: Index
    takes: Array
    fills: Array

    def least(self, by_option: Array, periods: Index) -> Array:
        """Shares that make a unit cheapest, ``[option, column]``."""
        return self.standing[:, periods] if self.menu is None else self.menu.least(by_option, periods)


class Least:
    """The network of a plan, with the menus of its mixes.

    Parameters
    ----------
    menus : by number of the supply; all other shares are those of the plan.
    """

    def __init__(self, s: Solution, menus: Mapping[int, Menu]) -> None:
        self.s, self._menus = s, menus
        graph = s.solved.numbers.graph
        self._adds = sums(graph.columns.maker_purchase, len(graph.purchases))
        self._makers_of = grouped(graph.columns.maker_purchase, len(graph.purchases))
        self._uses_of = grouped(graph.columns.use_maker, len(graph.makers))
        self._looped = {int(i) for members in graph.levels.components for i in members}
        chosen = [p for p, each in enumerate(graph.purchases) if each.supply in menus]
        removals = set() if s.neutralisation is None else {s.neutralisation}
        self._choosers = {p: self._chooser(p) for p in sorted({*chosen, *self._looped, *removals})}
        self._upstream = self._drawn_on(np.array(sorted(removals), dtype=np.intp))

    def _chooser(self, purchase: int) -> _Chooser:
        graph = self.s.solved.numbers.graph
        number, makers = graph.purchases[purchase].supply, self._makers_of[purchase]
        uses = [self._uses_of[maker] for maker in makers]
        owner = np.repeat(np.arange(len(makers)), [len(each) for each in uses])
        every = np.concatenate([np.zeros(0, dtype=np.intp), *uses])
        row = graph.columns.maker_option[makers] - graph.offsets[number]
        sources = graph.columns.use_source[every]
        offset, options = graph.offsets[number], len(graph.supplies[number].options)
        standing = self.s.solved.shares[offset : offset + options]
        takes = (np.arange(len(makers))[:, None] == owner).astype(float)
        fills = (np.arange(options)[:, None] == row).astype(float)
        return _Chooser(purchase, self._menus.get(number), standing, makers, row, every, owner, sources, takes, fills)

    def units(self, at: Columns) -> Array:
        """What a unit of each purchase costs at least, ``[purchase, column]``."""
        return self._views(at, None)[1]

    def removing(self, at: Columns, more: Array) -> Array:
        """What a kilogram of neutralisation costs at least, ``[column]``.

        Parameters
        ----------
        more : what each maker costs on top, ``[maker, column]``.
        """
        assert self.s.neutralisation is not None
        chooser = self._choosers[self.s.neutralisation]
        costs, _ = self._views(at, self._upstream)
        by_option = chooser.fills @ (costs + more)[chooser.makers]
        out: Array = (chooser.least(by_option, at.periods) * by_option).sum(axis=0)
        return out

    def _views(self, at: Columns, within: NDArray[np.bool_] | None) -> tuple[Array, Array]:
        """What choosers' makers cost per unit with all they take in, and units; the choices of purchases ``within`` alone.

        With contracts the views differ in what is taken in. What is taken in under both is priced together, the rest apart, by
        networks of its own.
        """
        views = [view for view, worth in at.worth.items() if worth.any()] or list(at.worth)[:1]
        amounts = [self.s.solved.burdens.amounts[view] for view in views]
        own = [self._own(view, at) for view in views]
        if len(views) == 1:
            return self._pass(own[0], amounts[0], at.periods, within)
        both = np.minimum(*amounts)
        more = [each - both for each in amounts]
        together = sum(own[1:], own[0])
        for each, mine, extra in zip(amounts, own, more, strict=True):
            alone = np.flatnonzero(extra.any(axis=1))
            if len(alone):
                c = self.s.solved.numbers.graph.columns
                _, units = self._pass(mine, each, at.periods, within)
                carried = extra[alone][:, at.periods] * units[c.use_source[alone]]
                together = together + sums(c.use_maker[alone], len(mine))(carried)
        return self._pass(together, both, at.periods, within)

    def _own(self, view: View, at: Columns) -> Array:
        """What makers cause by themselves, priced, ``[maker, column]``."""
        makers, worth = self.s.views[view].makers, at.worth[view]
        out = np.zeros((len(makers), len(at.periods)))
        for traced in np.flatnonzero(worth.any(axis=1)):
            out += makers[:, traced, at.periods] * worth[traced]
        return out

    def _pass(
        self, own: Array, amounts: Array, periods: Index, within: NDArray[np.bool_] | None
    ) -> tuple[Array, Array]:
        n, c = self.s.solved.numbers, self.s.solved.numbers.graph.columns
        costs = own.copy()
        units = self._adds(own * self.s.solved.shares[c.maker_option][:, periods])
        wiring, levels = n.wiring, n.graph.levels
        weights = (self.s.solved.shares[c.maker_option[c.use_maker]] * amounts)[:, periods]
        at_level: list[list[_Chooser]] = [[] for _ in range(levels.height)]
        for purchase, chooser in self._choosers.items():
            if purchase not in self._looped and (within is None or within[purchase]):
                at_level[int(levels.level[purchase])].append(chooser)
        for stage, loops, choosers in zip(wiring.up, wiring.loops_at, at_level, strict=True):
            if len(stage.wires):
                units[stage.ends] += stage.adds(weights[stage.wires] * units[wiring.source[stage.wires]])
            for number in loops:
                members = wiring.loops[number][0]
                _Loop([self._choosers[int(p)] for p in members]).settle(units, costs, amounts, periods)
            for chooser in choosers:
                taken = amounts[chooser.uses][:, periods] * units[chooser.sources]
                costs[chooser.makers] += chooser.takes @ taken
                by_option = chooser.fills @ costs[chooser.makers]
                units[chooser.purchase] = (chooser.least(by_option, periods) * by_option).sum(axis=0)
        return costs, units

    def _drawn_on(self, by: Index) -> NDArray[np.bool_]:
        """Whether each purchase is drawn on by some, at any distance, or is one of them."""
        w = self.s.solved.numbers.wiring
        drawn = np.zeros(w.count, dtype=bool)
        drawn[by] = True
        known = -1
        while known != (known := int(drawn.sum())):
            drawn[w.source[drawn[w.target]]] = True
        return drawn


class _Loop:
    """A true loop: its members choose in turn until none gains (Howard 1960, policy iteration), each time solved exactly."""

    def __init__(self, members: list[_Chooser]) -> None:
        self._members = members
        self._at = np.array([m.purchase for m in members], dtype=np.intp)
        self._inside = [np.isin(m.sources, self._at) for m in members]

    def settle(self, units: Array, costs: Array, amounts: Array, periods: Index) -> None:
        """Write the members' units and their makers' costs.

        Raises
        ------
        SolveError
            where the loop could feed itself without end within the limits of its levers, or does not come to rest.
        """
        taken = [amounts[m.uses][:, periods] for m in self._members]
        for m, inside, takes in zip(self._members, self._inside, taken, strict=True):
            costs[m.makers] += m.takes @ np.where(inside[:, None], 0.0, takes * units[m.sources])
        own = [costs[m.makers] for m in self._members]
        held = [m.standing[:, periods] for m in self._members]
        low = np.empty((len(self._members), len(periods)))
        for _ in range(_SWEEPS):
            found, size = self._solved(held, own, taken)
            units[self._at] = found
            for number, (m, inside, takes) in enumerate(zip(self._members, self._inside, taken, strict=True)):
                full = own[number] + m.takes @ np.where(inside[:, None], takes * units[m.sources], 0.0)
                by_option = m.fills @ full
                held[number] = m.least(by_option, periods)
                costs[m.makers], low[number] = full, (held[number] * by_option).sum(axis=0)
            gap = np.maximum(found - low, 0.0).max(axis=0)
            if bool((gap <= _STILL * np.abs(found).max(axis=0)).all()):
                units[self._at] = found - gap * size
                return
        raise SolveError("a loop of the network does not come to rest")

    def _solved(self, held: list[Array], own: list[Array], taken: list[Array]) -> tuple[Array, Array]:
        """Costs of a unit of each member under some shares, and how often a unit goes round, ``[member, column]``."""
        count, columns = len(self._members), own[0].shape[1]
        matrix, right = np.zeros((columns, count, count)), np.ones((columns, count, 2))
        for number, (m, inside) in enumerate(zip(self._members, self._inside, strict=True)):
            shares = held[number][m.row]
            right[:, number, 0] = (shares * own[number]).sum(axis=0)
            for use in np.flatnonzero(inside):
                source = int(np.flatnonzero(self._at == m.sources[use])[0])
                matrix[:, number, source] += shares[m.use_maker[use]] * taken[number][use]
        try:
            closed = np.linalg.solve(np.eye(count) - matrix, right)
        except np.linalg.LinAlgError:
            closed = np.full_like(right, -1.0)
        if not bool((closed[..., 1] > 0.0).all()):
            raise SolveError("a loop of the network could feed itself without end within the limits of its levers")
        return np.array(closed[..., 0].T, dtype=float), np.array(closed[..., 1].T, dtype=float)

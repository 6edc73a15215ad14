"""What a mix may hold by itself: its shares within the limits of the levers that reach it, and the cheapest of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.equations.graph import Array, Index, Supply
from simulator.equations.shares import proportions
from simulator.network import Shift
from simulator.optimization.choices import Choices
from simulator.optimization.point import Solution

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Menu:
    """The shares that one mix may hold: ``shares + sum of pulls x moves`` with moves between 0 and ``room``.

    Parameters
    ----------
    shares : with every lever at its least [1], ``[option, period]``.
    pulls : what one unit of a move adds, ``[move, option, period]``; ``room`` [1], ``[move, period]``.
    gives : part of each move that a giver gives, ``[giver, move, period]``; ``holds`` what it has to give, ``[giver, period]``.
        Only of givers that levers could empty.
    free : options that may hold any share, ``[option, period]``; nothing where levers set the shares.
    """

    shares: Array
    pulls: Array
    room: Array
    gives: Array
    holds: Array
    free: NDArray[np.bool_]

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to choose."""
        return not (self.room.any() or self.free.any())

    def least(self, costs: Array, periods: Index) -> Array:
        """Shares that make a unit cheapest, ``[option, column]``; ``costs`` of a unit of each option, too.

        Where levers draw on givers in different parts and more than one giver runs dry, the bound of the scarcest alone is kept:
        the unit then costs no more than it can.
        """
        if not self.room.any():
            out: Array = self.shares[:, periods]
        else:
            pulls = self.pulls[:, :, periods]
            gains = np.einsum("moc,oc->mc", pulls, costs)
            moves = np.where(gains < 0.0, self.room[:, periods], 0.0)
            best = moves
            for gives, holds in zip(self.gives, self.holds, strict=True):
                held = _filled(gains, moves, gives[:, periods], holds[periods])
                dearer = (gains * held).sum(axis=0) > (gains * best).sum(axis=0)
                best = np.where(dearer, held, best)
            out = self.shares[:, periods] + np.einsum("moc,mc->oc", pulls, best)
        if self.free.any():
            free = self.free[:, periods]
            cheapest = np.where(free, costs, np.inf).argmin(axis=0)
            alone = (np.arange(len(costs))[:, None] == cheapest).astype(float)
            out = np.where(free.any(axis=0), alone, out)
        return out


def _filled(gains: Array, moves: Array, gives: Array, holds: Array) -> Array:
    """Moves cut to what one giver holds: those that gain most per unit of it first (a knapsack), ``[move, column]``."""
    worth = np.divide(gains, gives, out=np.full_like(gains, -np.inf), where=gives > 0.0)
    order = np.argsort(worth, axis=0, kind="stable")
    wants = np.take_along_axis(gives * moves, order, axis=0)
    left = holds - (np.cumsum(wants, axis=0) - wants)
    part = np.divide(np.clip(left, 0.0, wants), wants, out=np.ones_like(wants), where=wants > 0.0)
    out = np.empty_like(moves)
    np.put_along_axis(out, order, np.take_along_axis(moves, order, axis=0) * part, axis=0)
    return out


def menus(s: Solution, c: Choices, shares: Array) -> dict[int, Menu]:
    """Menus of all mixes that are not fixed, by number of the supply.

    Parameters
    ----------
    s, shares : a plan, solved, and its shares ``[lever, year]``; read for what is decided already.
    """
    graph = s.solved.numbers.graph
    out = {}
    for number, (supply, offset) in enumerate(zip(graph.supplies, graph.offsets, strict=True)):
        rows = slice(offset, offset + len(supply.options))
        if not (supply.levers or supply.mix.rule == "logit" or any(option in s.limited for option in supply.options)):
            continue
        menu = _answering(s, c, supply, rows) if supply.mix.rule == "logit" else _levered(s, c, shares, rows)
        menu = _cut_short(s, c, menu, supply, rows)
        if not menu.fixed:
            out[number] = menu
    return out


def _levered(s: Solution, c: Choices, shares: Array, rows: slice) -> Menu:
    """Shares as levers may set them; years before the first decided one stay as they are."""
    n, achieved = s.solved.numbers, s.solved.shares[rows]
    base, count = n.shares.base[rows], len(n.years)
    here = np.flatnonzero((c.pulls.option >= rows.start) & (c.pulls.option < rows.stop))
    levers, move = np.unique(c.pulls.lever[here], return_inverse=True)
    pulls = np.zeros((len(levers), len(base), count))
    option = c.pulls.option[here] - rows.start
    np.add.at(pulls, (move, option), c.pulls.weight[here])
    aims = np.zeros(len(levers), dtype=np.intp)
    aimed = c.pulls.weight[here].max(axis=1) > 0.0
    aims[move[aimed]] = option[aimed]
    at = np.minimum(np.arange(count), len(c.years) - 1)
    acts, open_ = at >= c.first[levers, None], c.open[levers][:, at]
    moved = np.where(acts, shares[levers][:, at] - base[aims], 0.0)
    low = np.where(open_, c.low[levers][:, at] - base[aims], moved)
    room = np.where(open_, np.maximum(c.high[levers] - c.low[levers], 0.0)[:, at], 0.0)
    least = n.shares.resolved[rows] + np.einsum("mop,mp->op", pulls, low - moved)
    gives, holds = np.maximum(-pulls, 0.0).transpose(1, 0, 2), np.maximum(least, 0.0)
    dry = np.flatnonzero(((gives * room).sum(axis=1) > holds + _ROUNDING).any(axis=1))
    least[:, : c.since] = achieved[:, : c.since]
    return Menu(least, pulls, room, gives[dry], holds[dry], np.zeros((len(base), count), dtype=bool))


def _answering(s: Solution, c: Choices, supply: Supply, rows: slice) -> Menu:
    """A mix that answers prices: they move with the plan, so it may hold any of what it holds some of."""
    shares = s.solved.shares[rows]
    some = np.zeros((0, *shares.shape))
    free = s.solved.numbers.shares.resolved[rows] > 0.0
    if any(option in s.limited for option in supply.options):
        free |= np.array([option in supply.mix.shares for option in supply.options])[:, None]
    free[:, : c.since] = False
    return Menu(shares, some, np.zeros((0, shares.shape[1])), some, np.zeros((0, shares.shape[1])), free)


def _cut_short(s: Solution, c: Choices, menu: Menu, supply: Supply, rows: slice) -> Menu:
    """With what a limited activity holds without levers free to be less: others of the mix step in (METHOD, "Limited supply")."""
    base = s.solved.numbers.shares.base[rows]
    limited = [row for row, option in enumerate(supply.options) if option in s.limited and base[row].any()]
    if menu.free.any() or not limited:
        return menu
    levers = s.solved.scenario.levers
    aimed = {action.to for name in supply.levers if isinstance(action := levers[name].action, Shift)}
    steps_in = np.array([o in supply.mix.shares and o not in aimed and o not in s.limited for o in supply.options])
    pool = np.where(steps_in[:, None], base, 0.0)
    to = proportions(np.where(pool.sum(axis=0) > 0.0, pool, steps_in[:, None].astype(float)))
    pulls = np.stack([to - (np.arange(len(base)) == row)[:, None] for row in limited])
    room = base[limited].copy()
    room[:, : c.since] = 0.0
    none = np.zeros((len(menu.gives), len(limited), base.shape[1]))
    return replace(
        menu,
        pulls=np.concatenate([menu.pulls, pulls]),
        room=np.concatenate([menu.room, room]),
        gives=np.concatenate([menu.gives, none], axis=1),
    )

"""Shapley values: what each player of a game contributes to what all reach together.

The contribution of a player is what it adds, on average over all orders in which the players may come (L. S. Shapley 1953, in
Contributions to the Theory of Games II). Contributions add up to the whole, equals get the same, who never adds anything gets
nothing, and the contributions in a sum of games are the sums of contributions. A :class:`Design` says which coalitions must be
valued; their worths, whatever they are counted in, then give the :func:`contributions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

from simulator.ledger import Array
from simulator.streams import stream

Index = NDArray[np.intp]
Members = NDArray[np.bool_]
STREAM = "shapley"
"""Name of the source of chance of sampled orders."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Which coalitions are valued, and the orders that they are steps of.

    Parameters
    ----------
    coalitions : ``[coalition, player]``, each once; the first is empty, the last holds everyone.
    orders : ``[order, step]`` the player that comes at each step, each order followed by its reverse; None: all orders count.
    steps : ``[order, step]`` row of the coalition before each step, and after the last one.
    """

    coalitions: Members
    orders: Index | None = None
    steps: Index | None = None

    @property
    def players(self) -> int:
        """How many there are."""
        return int(self.coalitions.shape[1])


def exact(players: int) -> Design:
    """All coalitions, ``2 ** players`` of them; coalition ``c`` holds player ``p`` where bit ``p`` of ``c`` is set."""
    numbers = np.arange(2**players)
    return Design((numbers[:, None] >> np.arange(players) & 1).astype(bool))


def sampled(players: int, pairs: int, seed: int) -> Design:
    """The coalitions on the way of ``2 pairs`` orders: random ones, each with its reverse.

    An order and its reverse together tell what two players do to each other without error, so that only what three or more
    do together is left to chance.

    Raises
    ------
    ValueError
        where there is nobody, or no order is asked for.
    """
    if players < 1 or pairs < 1:
        raise ValueError(f"players(={players}) and pairs(={pairs}) must be at least 1.")
    chance = stream(seed, STREAM)
    orders = np.empty((2 * pairs, players), dtype=np.intp)
    for pair in range(pairs):
        orders[2 * pair] = chance.permutation(players)
        orders[2 * pair + 1] = orders[2 * pair][::-1]
    places = np.argsort(orders, axis=1)
    before = places[:, None, :] < np.arange(players + 1)[None, :, None]
    coalitions, rows = np.unique(before.reshape(-1, players), axis=0, return_inverse=True)
    return Design(coalitions, orders, rows.reshape(before.shape[:2]))


def contributions(design: Design, worth: Array) -> tuple[Array, Array]:
    """What each player contributes, and its standard error, each ``[player, ...]`` in the unit of the worths.

    Contributions add up to the difference between everyone and nobody. The error is 0 where all orders count, and not a number
    where one pair of orders alone was drawn.

    Parameters
    ----------
    worth : of each coalition of the design, ``[coalition, ...]``.
    """
    flat = worth.reshape(len(worth), -1)
    shape = (design.players, *worth.shape[1:])
    if design.orders is None or design.steps is None:
        mean = _over_all(design.players, flat)
        return mean.reshape(shape), np.zeros(shape)
    mean, error = _over_some(design.orders, design.steps, flat)
    return mean.reshape(shape), error.reshape(shape)


def _over_all(players: int, worth: Array) -> Array:
    """``sum over S without p of |S|! (n - |S| - 1)! / n! (v(S + p) - v(S))``."""
    numbers = np.arange(2**players)
    weights = np.array([factorial(k) * factorial(players - k - 1) / factorial(players) for k in range(players)])
    sizes = np.array([number.bit_count() for number in range(2**players)])
    out = np.empty((players, worth.shape[1]))
    for player in range(players):
        without = numbers[numbers >> player & 1 == 0]
        out[player] = weights[sizes[without]] @ (worth[without | 1 << player] - worth[without])
    return out


def _over_some(orders: Index, steps: Index, worth: Array) -> tuple[Array, Array]:
    """Mean over orders, and its standard error; an order and its reverse are one observation."""
    pairs, players = len(orders) // 2, orders.shape[1]
    adds = worth[steps[:, 1:]] - worth[steps[:, :-1]]
    by_player = np.take_along_axis(adds, np.argsort(orders, axis=1)[..., None], axis=1)
    observed = by_player.reshape(pairs, 2, players, -1).mean(axis=1)
    mean: Array = observed.mean(axis=0)
    if pairs == 1:
        return mean, np.full_like(mean, np.nan)
    return mean, np.asarray(observed.std(axis=0, ddof=1) / np.sqrt(pairs))


__all__ = ["STREAM", "Design", "Members", "contributions", "exact", "sampled"]

"""Ranking: what counts most, each with its share and the shares of all so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.ledger import Array


@dataclass(frozen=True, slots=True)
class Rank:
    """A name with its kilograms [kg CO2e], share of all [1] and shares so far [1].

    ``unproven``: share of it that rests on unproven factors [1]; ``rating``: emission-weighted, of its factors (1 best to 5).
    """

    name: str
    kg: float
    share: float
    cumulative: float
    unproven: float
    rating: float


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Ranks, largest first, whose shares add up to 1; ``of``: the rank of each item, -1 where nothing arises ``[item]``."""

    ranks: tuple[Rank, ...]
    of: NDArray[np.intp]

    def sums(self, values: Array) -> Array:
        """Values of items ``[item, ...]`` added up by rank ``[rank, ...]``; what has no rank is left out."""
        out = np.zeros((len(self.ranks), *values.shape[1:]))
        np.add.at(out, self.of[self.of >= 0], values[self.of >= 0])
        return out


def ranked(names: Sequence[str], kg: Array, unproven: Array, rated: Array) -> Ranking:
    """Add items up by name and rank the names.

    Parameters
    ----------
    names : of each item; those of one name are one rank.
    kg : of each item [kg CO2e]; ``unproven`` : the part of it that rests on unproven factors [kg CO2e];
        ``rated`` : kilograms times the rating of their factors.
    """
    known = {name: row for row, name in enumerate(dict.fromkeys(names))}
    owner = np.array([known[name] for name in names], dtype=np.intp)
    by_name, doubtful, rating = (np.bincount(owner, values, minlength=len(known)) for values in (kg, unproven, rated))
    order = [int(row) for row in np.argsort(-np.abs(by_name), kind="stable") if by_name[row]]
    total, so_far, ranks = float(by_name.sum()), 0.0, []
    titles = list(known)
    for row in order:
        value = float(by_name[row])
        so_far += value
        share, cumulative = (value / total, so_far / total) if total else (0.0, 0.0)
        ranks.append(
            Rank(titles[row], value, share, cumulative, float(doubtful[row]) / value, float(rating[row]) / value)
        )
    place = np.full(len(known), -1, dtype=np.intp)
    place[order] = np.arange(len(order))
    return Ranking(tuple(ranks), place[owner])


__all__ = ["Rank", "Ranking", "ranked"]

"""Fold: eliminate every purchase that is not kept; totals do not change for any keep set (twin T6).

``A' = A_KK + A_KB (1 - A_BB)^-1 A_BK`` and ``e'_K = e_K + e_B (1 - A_BB)^-1 A_BK``, shares included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.equations.graph import Array, Index
from simulator.equations.passes import Wiring, intensities, stopped


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A network of the kept nodes alone.

    Parameters
    ----------
    keep : nodes kept, in order.
    weights : ``[kept source, kept target, column]`` units of source per unit of target.
    own : ``[kept, kind, column]`` what a kept node causes itself and through what was folded into it.
    reach : ``[node, kept, column]`` kept nodes that one unit of any node needs first.
    below : ``[node, kind, column]`` what one unit of any node causes without passing a kept node.
    """

    keep: Index
    weights: Array
    own: Array
    reach: Array
    below: Array

    def total(self, final: Array) -> Array:
        """What final demand ``[node, column]`` causes, ``[kind, column]``: equal to the unfolded network's."""
        asked = np.einsum("nkc,nc->kc", self.reach, final)
        eye = np.eye(len(self.keep))
        matrix = np.moveaxis(eye[:, :, None] - self.weights, -1, 0)
        made = np.linalg.solve(matrix, np.moveaxis(asked, -1, 0)[..., None])[..., 0].T
        total: Array = np.einsum("nkc,nc->kc", self.below, final) + np.einsum("kfc,kc->fc", self.own, made)
        return total


def fold(wiring: Wiring, weights: Array, own: Array, keep: Index) -> Folded:
    """Fold all nodes but ``keep`` into those that draw on them.

    Parameters
    ----------
    weights : ``[row, column]``, as in :func:`simulator.equations.passes.intensities`.
    own : ``[node, kind, column]``.
    """
    columns = weights.shape[1]
    kinds = own.shape[1]
    ported = np.zeros((wiring.count, len(keep) + kinds, columns))
    ported[:, len(keep) :] = own
    ported[keep] = 0.0
    ported[keep, np.arange(len(keep))] = 1.0
    seen = intensities(*stopped(wiring, weights, keep), ported)
    reach, below = seen[:, : len(keep)], seen[:, len(keep) :]
    into = np.isin(wiring.target, keep)
    position = np.full(wiring.count, -1)
    position[keep] = np.arange(len(keep))
    inner = np.zeros((len(keep), len(keep), columns))
    causes = own[keep].copy()
    for w in np.flatnonzero(into):
        to, source = position[wiring.target[w]], wiring.source[w]
        inner[:, to] += reach[source] * weights[wiring.row[w]]
        causes[to] += below[source] * weights[wiring.row[w]]
    return Folded(keep, inner, causes, reach, below)

"""What one unit of a maker causes, by label, where an engine tells what each maker made."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from simulator.accounting.branches import bought_products, controlled_purchases, passes, reached
from simulator.accounting.makings import Making
from simulator.accounting.solve import Solved, cut
from simulator.equations.graph import Array, grouped
from simulator.network import View


class UnitBurdens:
    """Burdens of makers by label of their purchase, ``[label, flow, period]``.

    Parameters
    ----------
    whole : intensities of the whole network, ``[node, flow, period]`` (:func:`~simulator.accounting.solve.cut`).
    kept : purchases that tell their makings themselves: what is drawn from them is not counted again.
    """

    def __init__(self, solved: Solved, view: View, whole: Array, kept: Collection[int]) -> None:
        self._solved, self._view, self._whole = solved, view, whole
        self._kept = frozenset(kept)
        self._graph = solved.numbers.graph
        self._products = bought_products(self._graph, solved.scenario)
        self._ours = controlled_purchases(self._graph)
        self._uses = grouped(self._graph.columns.use_maker, len(self._graph.makers))
        self._background = self._without_kept()
        self._known: dict[tuple[int, bool], Array] = {}

    def of(self, making: Making) -> Array:
        """Burdens of one unit."""
        key = making.maker, making.whole
        if key not in self._known:
            self._known[key] = self._work_out(making.maker, whole=making.whole)
        return self._known[key]

    def _without_kept(self) -> Array:
        """Intensities where nothing comes through from what is kept."""
        weights = self._solved.weights[self._view].copy()
        weights[np.isin(self._graph.columns.use_source, list(self._kept))] = 0.0
        return cut(self._solved, self._view, self._makers, weights)

    @property
    def _makers(self) -> Array:
        return self._solved.burdens.makers[self._view][:, : self._whole.shape[1]]

    def _work_out(self, maker: int, *, whole: bool) -> Array:
        purchase = self._graph.makers[maker].purchase
        labels = {label: row for row, (_, label) in enumerate(reached(self._solved.branches, purchase))}
        out = np.zeros((len(labels), *self._whole.shape[1:]))
        own = self._solved.branches.nodes[int(self._solved.branches.own[maker])][1]
        out[labels[own]] += self._makers[maker]
        through = self._whole if whole else self._background
        for number in self._uses[maker]:
            use = self._graph.uses[number]
            if use.purchase in self._kept and not whole:
                continue
            amount = self._solved.burdens.amounts[self._view][number]
            for node, label in reached(self._solved.branches, use.purchase):
                passed = passes(self._graph, self._products[use.purchase], use, label, self._ours)
                out[labels[passed]] += amount * through[node]
        return out

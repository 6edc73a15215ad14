"""Mixes that answer prices (rule ``logit``)."""

from __future__ import annotations

import numpy as np

from simulator.equations.graph import Array, Graph, Index, grouped
from simulator.equations.order import rising
from simulator.errors import SolveError


def answered(graph: Graph, shares: Array, values: Array, amounts: Array, own: Array, base: Index) -> Array:
    """Shares after the mixes with rule ``logit`` have answered delivered prices; suppliers first.

    ``s_j ~ s0_j exp(-sensitivity (p_j(t) - p_j(base)) / P(base))``: a multinomial logit calibrated to the base year
    (McFadden 1974, in Frontiers in Econometrics).

    Parameters
    ----------
    shares, amounts, own : ``[option, column]``, ``[use, column]``, ``[maker, column]`` (carbon cost included).
    values : table of figures, for the sensitivities.
    base : for each column, that of the base year of its draw.

    Raises
    ------
    SolveError
        where such a mix stands in a loop.
    """
    c = graph.columns
    looped = {int(i) for members in graph.levels.components for i in members}
    out = shares.copy()
    price = np.zeros((len(graph.purchases), shares.shape[1]))
    makers_of = grouped(c.maker_purchase, len(graph.purchases))
    uses_of = grouped(c.use_maker, len(graph.makers))

    def settle(purchase: int) -> None:
        supply = graph.supplies[graph.purchases[purchase].supply]
        makers = makers_of[purchase]
        costs = np.stack([own[m] + (amounts[uses_of[m]] * price[c.use_source[uses_of[m]]]).sum(axis=0) for m in makers])
        rows = c.maker_option[makers]
        if supply.mix.rule == "logit" and supply.mix.sensitivity is not None:
            if purchase in looped:
                raise SolveError(f"mix {supply.name!r} answers prices inside a loop: give it the rule `path`")
            standard = (shares[rows] * costs)[:, base].sum(axis=0)
            change = (costs - costs[:, base]) / np.where(standard == 0.0, 1.0, standard)
            pull = np.exp(-supply.mix.sensitivity.points[0].best * change)
            weight = shares[rows] * pull
            out[rows] = weight / weight.sum(axis=0)
        price[purchase] = (out[rows] * costs).sum(axis=0)

    def settle_all(purchases: Index) -> None:
        for purchase in purchases.tolist():
            settle(purchase)

    rising(graph.levels, settle_all, price)
    return out

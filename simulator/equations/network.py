"""The network in numbers: amounts, emissions and shares by year, ready for the passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from simulator.equations.arrays import Reader, table
from simulator.equations.drawn import drawn
from simulator.equations.expand import expand
from simulator.equations.graph import Array, Graph, Index
from simulator.equations.memory import Memory
from simulator.equations.passes import Wiring, wire
from simulator.equations.shares import Shares, resolve
from simulator.equations.sums import Sums, sums
from simulator.network import Figure, Scenario, View

_wirings: Memory[Wiring] = Memory()
_tables: Memory[Array] = Memory()
_owners: Memory[Sums] = Memory()


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A scenario's network over its years.

    Parameters
    ----------
    years : network year of each period; the last period is ``after`` and keeps the last network.
    columns : the same for each column (``draw * period``).
    values : table of figures ``[figure, column]``.
    """

    graph: Graph
    wiring: Wiring
    years: Array
    columns: Array
    values: Array
    shares: Shares
    quantiles: Mapping[str, Array] | None = None

    def read(self, figure: Figure) -> Array:
        """Values of a figure that stands beside the graph, by column."""
        return Reader(self.years, self.quantiles).flat(figure)


def numbers(scenario: Scenario, quantiles: Mapping[str, Array] | None = None) -> Numbers:
    """Put a scenario into numbers.

    Parameters
    ----------
    quantiles : draws of uncertain figures by name, each ``[draw]``; None: best values, one draw.
    """
    graph = expand(scenario)
    years = periods(scenario)
    values = _tables.get((graph,), lambda: table(graph.figures, years), years.tolist())
    if quantiles is not None:
        values = drawn(graph.figures, values, years, quantiles)
    draws = values.shape[1] // len(years)
    shares = resolve(graph, scenario, years, quantiles)
    return Numbers(graph, wiring(graph), years, np.tile(years, draws), values, shares, quantiles)


def periods(scenario: Scenario) -> Array:
    """Network year of each period: every year to the end of the tables, and the last one again for ``after``."""
    years = scenario.years
    return np.array([*years.tables, years.tail], dtype=float)


def wiring(graph: Graph) -> Wiring:
    """The wires of a graph between its purchases, one for each use."""
    c = graph.columns
    rows = np.arange(len(c.use_source))
    return _wirings.get((graph,), lambda: wire(len(graph.purchases), c.use_source, c.use_target, rows, graph.levels))


def amounts(n: Numbers, view: View, uses: Index | slice = slice(None)) -> Array:
    """Units of its purchase that each use, or each of some uses, takes per unit made, ``[use, column]``."""
    c = n.graph.columns
    return _per_unit(n, c.use_figure[uses], c.use_yield[uses], c.use_in[view][uses])


def emitted(n: Numbers, view: View) -> Array:
    """kg that each emission lets out per unit made, ``[emit, column]``; of one draw it is remembered."""
    c = n.graph.columns
    if len(n.columns) > len(n.years):
        return _per_unit(n, c.emit_figure, c.emit_yield, c.emit_in[view])
    return _emitted.get((n.graph, n.values), lambda: _per_unit(n, c.emit_figure, c.emit_yield, c.emit_in[view]), view)


def _per_unit(n: Numbers, figure: Index, yield_: Index, there: NDArray[np.bool_]) -> Array:
    """Values of figures, 0 where they are not in the view, per good unit where there is a yield."""
    out: Array = n.values[figure]
    out[~there] = 0.0
    yielding = np.flatnonzero(yield_ >= 0)
    out[yielding] /= n.values[yield_[yielding]]
    return out


_emitted: Memory[Array] = Memory(4)


def arising(n: Numbers, product: str) -> tuple[Index, Array]:
    """Makers that leave new scrap of a product (some twice) and how much per unit made, ``[row]`` and ``[row, column]``."""
    rows = [each for each in n.graph.arises if each.product == product]
    out = np.zeros((len(rows), len(n.columns)))
    for row, each in enumerate(rows):
        out[row] = each.sign * n.values[each.figure]
        if each.yield_ >= 0:
            out[row] /= n.values[each.yield_]
    return np.array([each.maker for each in rows], dtype=np.intp), out


def by_purchase(n: Numbers, shares: Array, maker_kinds: Array) -> Array:
    """Own burdens of purchases ``[purchase, kind, column]`` from those of makers ``[maker, kind, column]``."""
    c = n.graph.columns
    owners = _owners.get((n.graph,), lambda: sums(c.maker_purchase, len(n.graph.purchases)))
    return owners(maker_kinds * shares[c.maker_option][:, None, :])


def by_maker(n: Numbers, view: View, kinds: Array) -> Array:
    """What each maker lets out per unit, ``[maker, kind, column]``.

    Parameters
    ----------
    kinds : how much of each flow counts as each kind, ``[kind, flow]``; the identity keeps the flows apart.
    """
    c = n.graph.columns
    number, emit = np.nonzero(kinds[:, c.emit_flow])
    shape = (len(n.graph.makers) * len(kinds), len(c.emit_maker))
    rows = c.emit_maker[emit] * len(kinds) + number
    adds = csr_array((kinds[number, c.emit_flow[emit]], (rows, emit)), shape=shape)
    out = np.asarray(adds @ emitted(n, view))
    return out.reshape(len(n.graph.makers), len(kinds), -1)

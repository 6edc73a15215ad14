"""What the event world keeps of the network: gates of sites, the choices they fill, and the ways in between.

Everything else is folded in (METHOD, "Fold"): between a choice and the gate that needs it lies background without a site, which
takes no time. A need therefore says how many units of a choice one unit at a gate takes through all that lies between,
and how the labels of its burdens (stage, scope) change on the way.

Only what becomes part of a car waits. What freight, spare parts, charging or overheads ask of a site goes through the resolved
network as in a projection.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.accounting.branches import Label, bought_products, controlled_purchases, passes
from simulator.accounting.solve import Solved
from simulator.equations.graph import Array, Graph, grouped
from simulator.equations.loops import looped_sites
from simulator.errors import SolveError

_SWEEPS, _STILL, _EXACT = 500, 1e-15, 1e-12
Labels = tuple[Label, ...]
"""What each label of a purchase has become further down."""


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """Units of a choice that one unit at a gate takes, ``[period]``; ``labels``: what the choice's labels become at the gate."""

    choice: int
    labels: Labels
    amount: Array


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """What leaves a site: a node of the event world.

    Parameters
    ----------
    purchase, maker : in the graph; a gate has one maker.
    name : the activity, or the vehicle that is assembled.
    activity : empty at a car plant.
    """

    purchase: int
    maker: int
    name: str
    activity: str
    site: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One way to fill a choice: from a gate over a way, or (``gate`` -1) made on the spot.

    Parameters
    ----------
    maker : in the graph. ``name``: the activity or site as the mix writes it.
    share : of the order in each period [1].
    way : position of the way, -1 where nothing needs to be carried.
    kg : to carry per unit, ``[period]``.
    """

    name: str
    maker: int
    share: Array
    gate: int = -1
    way: int = -1
    kg: Array | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A purchase that some site can fill."""

    purchase: int
    product: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A delivery: its routes by name, their makers, and their shares ``[route, period]``."""

    purchase: int
    product: str
    routes: tuple[str, ...]
    makers: tuple[int, ...]
    shares: Array


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Gates from the plants of cars upward (suppliers later), choices, ways; ``of_account``: the choice each account buys at."""

    gates: tuple[Gate, ...]
    choices: tuple[Choice, ...]
    ways: tuple[Way, ...]
    of_account: tuple[int, ...]

    @property
    def purchases(self) -> tuple[int, ...]:
        """Purchases of all that is kept."""
        choices, ways = (c.purchase for c in self.choices), (w.purchase for w in self.ways)
        return (*choices, *ways, *(gate.purchase for gate in self.gates))


def keep(solved: Solved) -> Kept:
    """What the event world keeps of a solved scenario.

    Raises
    ------
    SolveError
        where a site lies in a loop of products, or its place in the chain differs between the views.
    """
    graph = solved.numbers.graph
    looped = looped_sites(graph)
    if looped:
        raise SolveError(f"{', '.join(looped)} needs its own product to make it: a site in a loop cannot be simulated")
    return _Keeper(solved).kept()


class _Keeper:
    """Follows the chain from the cars upward and numbers what it meets."""

    def __init__(self, solved: Solved) -> None:
        self._solved = solved
        self._graph = solved.numbers.graph
        c = self._graph.columns
        self._uses = grouped(c.use_maker, len(self._graph.makers))
        self._makers = grouped(c.maker_purchase, len(self._graph.purchases))
        self._reach = _reach(solved)

    def kept(self) -> Kept:
        demand, accounts = self._graph.demand, self._solved.cohorts.accounts
        bought = [demand["build", account.vehicle, account.market] for account in accounts]
        cars = list(dict.fromkeys(bought))
        gates = _rising(self._graph, cars, self._reach)
        numbers = {gate: number for number, gate in enumerate(gates)}
        wanted = dict.fromkeys([*cars, *(p for gate in gates for p, _ in self._reach.get(gate, ()))])
        choices = {purchase: number for number, purchase in enumerate(wanted)}
        ways: dict[int, Way] = {}
        kept = [self._choice(purchase, numbers, ways) for purchase in wanted]
        return Kept(
            tuple(self._gate(purchase, choices) for purchase in gates),
            tuple(kept),
            tuple(ways.values()),
            tuple(choices[purchase] for purchase in bought),
        )

    def _gate(self, purchase: int, choices: dict[int, int]) -> Gate:
        (maker,) = self._makers[purchase]
        made = self._graph.makers[maker]
        known = self._solved.scenario.activities
        activity = made.activity if made.activity in known else ""
        needs = tuple(Need(choices[p], labels, amount) for (p, labels), amount in self._reach.get(purchase, {}).items())
        return Gate(purchase, int(maker), activity or made.product, activity, made.site, needs)

    def _choice(self, purchase: int, gates: dict[int, int], ways: dict[int, Way]) -> Choice:
        bought = self._graph.purchases[purchase]
        names = self._graph.supplies[bought.supply].options
        first = self._graph.offsets[bought.supply]
        options = []
        for maker in self._makers[purchase]:
            row = self._graph.makers[maker].option
            gate, way, kg, site = -1, -1, None, ""
            for use in self._uses[maker]:
                source = self._graph.uses[use].purchase
                if source in gates:
                    gate, site = gates[source], self._graph.purchases[source].site
                elif self._graph.purchases[source].product.startswith("delivery from "):
                    ways.setdefault(source, self._way(source))
                    way = list(ways).index(source)
                    kg = self._solved.burdens.amounts["market"][use]
            name = site if names == ("only",) else names[row - first]
            share = self._solved.shares[row]
            options.append(Option(name, int(maker), share, gate, way if gate >= 0 else -1, kg))
        return Choice(purchase, bought.product, tuple(options))

    def _way(self, purchase: int) -> Way:
        bought = self._graph.purchases[purchase]
        makers = tuple(int(maker) for maker in self._makers[purchase])
        rows = [self._graph.makers[maker].option for maker in makers]
        names = tuple(self._graph.makers[maker].activity for maker in makers)
        return Way(purchase, bought.product, names, makers, self._solved.shares[rows])


Reach = dict[tuple[int, Labels], Array]
"""Choice and what its labels have become -> units of it per unit, ``[period]``."""


def _reach(solved: Solved) -> dict[int, Reach]:
    """Choices that one unit of each purchase takes through background alone; a choice takes one of itself."""
    graph = solved.numbers.graph
    choices = {graph.makers[use.maker].purchase for use in graph.uses if graph.purchases[use.purchase].gate}
    labels = {p: tuple(label for _, label in _labels(solved, p)) for p in choices}
    uses = _uses_above(graph, choices)
    _same_in_both_views(solved, uses)
    walk = _Walk(solved, uses)
    found: dict[int, Reach] = {p: {(p, labels[p]): np.ones(len(solved.numbers.years))} for p in choices}
    loops = {int(m): members.tolist() for members in graph.levels.components for m in members}
    done: set[int] = set()
    for purchase in sorted(uses, key=lambda p: int(graph.levels.level[p])):
        if purchase in choices or purchase in done:
            continue
        members = [m for m in loops.get(purchase, [purchase]) if m not in choices]
        walk.settle(members, found, looped=purchase in loops)
        done.update(members)
    return found


def _labels(solved: Solved, purchase: int) -> Iterator[tuple[int, Label]]:
    split = solved.branches
    for node in split.of[purchase]:
        yield node, split.nodes[node][1]


def _uses_above(graph: Graph, choices: set[int]) -> dict[int, list[int]]:
    """Uses that lead toward choices, by the purchase they serve."""
    by_source: dict[int, list[int]] = {}
    for number, use in enumerate(graph.uses):
        by_source.setdefault(use.purchase, []).append(number)
    found: dict[int, list[int]] = {}
    seen, waiting = set(choices), list(choices)
    while waiting:
        for number in by_source.get(waiting.pop(), ()):
            target = graph.makers[graph.uses[number].maker].purchase
            found.setdefault(target, []).append(number)
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return found


class _Walk:
    """Carries choices from the purchases that draw on them to those that draw on these."""

    def __init__(self, solved: Solved, uses: dict[int, list[int]]) -> None:
        self._graph = solved.numbers.graph
        self._weights = solved.weights["market"]
        self._uses = uses
        self._products = bought_products(self._graph, solved.scenario)
        self._ours = controlled_purchases(self._graph)

    def settle(self, members: list[int], found: dict[int, Reach], *, looped: bool) -> None:
        """Work out some purchases; members of a loop again and again until they stand still."""
        for _ in range(_SWEEPS if looped else 1):
            change = 0.0
            for purchase in members:
                new = self._gather(purchase, found)
                old = found.get(purchase, {})
                change = max([change, *(float(np.abs(new[k] - old.get(k, 0.0)).max()) for k in new)])
                found[purchase] = new
            if change <= _STILL:
                break

    def _gather(self, purchase: int, found: dict[int, Reach]) -> Reach:
        total: Reach = {}
        for number in self._uses.get(purchase, ()):
            use = self._graph.uses[number]
            for (choice, labels), amount in found.get(use.purchase, {}).items():
                moved = tuple(passes(self._graph, self._products[use.purchase], use, x, self._ours) for x in labels)
                key = (choice, moved)
                total[key] = total.get(key, 0.0) + amount * self._weights[number]
        return {key: amount for key, amount in total.items() if amount.any()}


def _same_in_both_views(solved: Solved, uses: dict[int, list[int]]) -> None:
    numbers = [number for found in uses.values() for number in found]
    market, location = solved.weights["market"][numbers], solved.weights["location"][numbers]
    if numbers and np.abs(market - location).max() > _EXACT * np.abs(market).max():
        worst = numbers[int(np.abs(market - location).max(axis=1).argmax())]
        name = solved.numbers.graph.makers[solved.numbers.graph.uses[worst].maker].activity
        raise SolveError(f"{name} draws on a site in one view only: its contract cannot be simulated")


def _rising(graph: Graph, cars: list[int], reach: dict[int, Reach]) -> list[int]:
    """Gates that the cars need, customers before suppliers."""
    behind: dict[int, list[int]] = {}
    for use in graph.uses:
        if graph.purchases[use.purchase].gate:
            behind.setdefault(graph.makers[use.maker].purchase, []).append(use.purchase)
    found: set[int] = set()
    waiting = list(cars)
    while waiting:
        for gate in behind.get(waiting.pop(), ()):
            if gate not in found:
                found.add(gate)
                waiting.extend(choice for choice, _ in reach.get(gate, {}))
    return sorted(found, key=lambda gate: (-int(graph.levels.level[gate]), gate))

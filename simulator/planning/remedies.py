"""What each lever would take off a hotspot, and at what cost: each in a world of its own beside the scenario as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.accounting.links import Links, shape
from simulator.accounting.paths import followed
from simulator.accounting.roots import REMOVALS, Root
from simulator.accounting.solve import Solved, plain
from simulator.equations.arrays import path
from simulator.equations.expand import expand
from simulator.equations.shares import target
from simulator.ledger import CARBON_COST, OWN_COST, Array
from simulator.network import Lever, Shift, View
from simulator.planning.costed import costed
from simulator.planning.hotspots import BYS, By, Hotspots, entered
from simulator.planning.reach import Reach, reach
from simulator.progress import Report, silent
from simulator.projection.pulled import at_most, pulled

_EXACT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Remedy:
    """A lever at its most from the year of the hotspots on, against the scenario as it stands; cuts are above 0 [kg CO2e].

    Parameters
    ----------
    asked, reached : share of the mix in the year [1]: what it was pulled to, and what its givers and supplies let it hold.
    cut : off the total. ``cuts`` : off each rank, by ranking ``[rank]``; below 0 where it adds.
    own_cuts, whole_cuts : off the end of each path, and off it with all behind it, ``[path]``.
    own, carbon : present value in the base year of what it costs more [EUR], removals left out; ``paid`` : own cost as paid.
    missing : what lacks a price, in words. ``unproven`` : whether a price is only assumed. ``once`` : paid when first used,
        not in the cost [EUR].
    """

    lever: Lever
    reach: Reach
    asked: float
    reached: float
    cut: float
    cuts: dict[By, Array]
    own_cuts: Array
    whole_cuts: Array
    own: float
    carbon: float
    paid: float
    missing: tuple[str, ...]
    unproven: bool
    once: float

    @property
    def early(self) -> int | None:
        """The year before which the lever cannot act, where it has one."""
        return None if self.lever.earliest is None else int(self.lever.earliest)

    @property
    def held(self) -> bool:
        """Whether it reaches less than it was pulled to."""
        return self.reached < self.asked - _EXACT

    def per_kg(self, *, carbon: bool = False, paid: bool = False) -> float | None:
        """Cost per kilogram off the total [EUR/kg]; None where it takes nothing off."""
        value = self.paid if paid else self.own + self.carbon if carbon else self.own
        return value / self.cut if self.cut > 0.0 else None


def remedies(found: Hotspots, levers: Sequence[str] | None = None, report: Report = silent) -> tuple[Remedy, ...]:
    """Every lever that changes anything here, the largest cut of the total first; removals take nothing off gross.

    Parameters
    ----------
    levers : to try; None: all.
    report : told how many are done.

    Raises
    ------
    SolveError
        where the scenario has no answer with a lever at its most.
    """
    scenario, subject = found.scenario, found.subject
    names = (
        tuple(name for name, lever in scenario.levers.items() if not _removes(lever))
        if levers is None
        else tuple(levers)
    )
    views: tuple[View, ...] = tuple(dict.fromkeys((scenario.accounting.scope2, subject.view, "market")))
    done: list[Remedy] = []
    for some, solved in pulled(scenario, names, subject.year, views):
        report("levers", names.index(some[-1]) + 1, len(names))
        done += _tried(found, some, *entered(solved, subject))
    least = _EXACT * abs(found.total)
    moving = [one for one in done if max(abs(one.cut), *np.abs(one.cuts["supplier"]), *np.abs(one.whole_cuts)) > least]
    return tuple(sorted(moving, key=lambda one: (-one.cut, one.lever.name)))


def _removes(lever: Lever) -> bool:
    return isinstance(lever.action, Shift) and all(mix.product == "neutralisation" for mix in lever.action.mixes)


def _tried(found: Hotspots, names: Sequence[str], solved: Solved, roots: tuple[Root, ...]) -> Iterator[Remedy]:
    """The levers of some worlds: draw 0 is the scenario as it stands, the others have one lever pulled each."""
    scenario = found.scenario
    links = Links(solved, found.subject.view)
    arising, *_ = links.arising(links.made(roots))
    cut = arising[:, :1] - arising
    own, whole = (each[:, :1] - each for each in followed(links, roots, found.paths))
    cuts = {by: found.rankings[by].sums(cut) for by in BYS}
    cost = _cost(solved, roots)
    more = cost - cost[..., :1]
    links_of = shape(expand(scenario), scenario)
    for draw, name in enumerate(names, start=1):
        lever = scenario.levers[name]
        known = costed(scenario, lever)
        yield Remedy(
            lever,
            reach(scenario, links_of, lever),
            *_shares(found, solved, name, draw),
            float(cut[:, draw].sum()),
            {by: each[:, draw] for by, each in cuts.items()},
            own[:, draw],
            whole[:, draw],
            float(more[0, 0, draw]),
            float(more[0, 1, draw]),
            float(more[1, 0, draw]),
            known.missing,
            known.unproven,
            0.0 if lever.once is None else lever.once.points[0].best,
        )


def _cost(solved: Solved, roots: Sequence[Root]) -> Array:
    """Own and carbon cost of all but removals, as worth in the base year and as paid, ``[worth, kind, draw]`` [EUR]."""
    scenario, kinds = solved.scenario, solved.burdens.kinds
    money = [kinds.index(OWN_COST), kinds.index(CARBON_COST)]
    i = plain(solved, "market", solved.burdens.makers["market"][:, money])
    paid = np.zeros(i.shape[1:])
    for root in roots:
        if root.section != REMOVALS:
            paid += np.einsum("pc,pkc->kc", root.units, i[root.purchases])
    by_draw = paid.reshape(len(money), solved.draws, -1)
    ages = np.arange(by_draw.shape[-1]) + scenario.years.start - scenario.years.base
    worth = by_draw @ (1.0 + scenario.accounting.discount_rate) ** -ages.astype(float)
    return np.stack([worth, by_draw.sum(axis=-1)])


def _shares(found: Hotspots, solved: Solved, name: str, draw: int) -> tuple[float, float]:
    """What a lever is pulled to in the year, and the least that any of its mixes then holds of its target [1]."""
    graph, scenario, year = solved.numbers.graph, found.scenario, found.subject.year
    asked = float(path(at_most(scenario, name, year), np.array([float(year)]))[0])
    rows = [
        graph.offsets[number] + target(supply, solved.scenario.levers[name])
        for number, supply in enumerate(graph.supplies)
        if name in supply.levers
    ]
    held = solved.shares[rows].reshape(len(rows), solved.draws, len(solved.numbers.years))[
        :, draw, year - scenario.years.start
    ]
    return asked, float(held.min(initial=asked))


__all__ = ["Remedy", "remedies"]
